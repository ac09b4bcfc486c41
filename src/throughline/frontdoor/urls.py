"""Addresses of frontdoor."""

from django.urls import path

from throughline.frontdoor import approvals, audit_log, home, own_data, views

app_name = "frontdoor"

urlpatterns = [
    path("", home.home, name="home"),
    path("progress/", views.published, name="published"),
    path("progress/<slug:slug>/", views.progress, name="progress"),
    path("progress/<slug:slug>/feed/", views.feed, name="feed"),
    path("progress/<slug:slug>/<int:number>/", views.version, name="version"),
    path("progress/<slug:slug>/<int:number>/data.csv", views.version_csv, name="version_csv"),
    path("account/data.json", own_data.own_data, name="own_data"),
    path("administration/audit/", audit_log.audit, name="audit"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:key>/", approvals.decide, name="approval"),
]
