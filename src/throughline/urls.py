"""All addresses of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("throughline.frontdoor.urls")),
    path("plan/", include("throughline.plan.urls")),
    path("account/", include("allauth.urls")),
    path("", include("throughline.base.urls")),
]
