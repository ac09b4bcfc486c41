"""Addresses of frontdoor."""

from django.urls import path

from throughline.frontdoor import approvals

app_name = "frontdoor"

urlpatterns = [
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:key>/", approvals.decide, name="approval"),
]
