"""Addresses of frontdoor."""

from django.urls import path

from throughline.frontdoor import approvals, home

app_name = "frontdoor"

urlpatterns = [
    path("", home.home, name="home"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:key>/", approvals.decide, name="approval"),
]
