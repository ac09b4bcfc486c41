"""Addresses of base."""

from django.urls import path

from throughline.base import register_urls
from throughline.base.views import accounts, administration, demo, grid, health, roles, statements, theme

app_name = "base"

urlpatterns = [
    *register_urls.urlpatterns,
    path("theme.css", theme.theme, name="theme"),
    path("logo.png", theme.logo, name="logo"),
    path("health/", health.health, name="health"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path("administration/", administration.administration, name="administration"),
    path("administration/settings/", administration.settings, name="settings"),
    path("account/", accounts.own, name="own_account"),
    path("account/second-factor/", accounts.second_factor, name="second_factor"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open/", accounts.open_account, name="open_account"),
    path("accounts/open-administrator/", accounts.open_kept, name="open_kept_account"),
    path("accounts/<int:key>/", accounts.account, name="account"),
    path("accounts/<int:key>/invite/", accounts.invite, name="invite"),
    path("accounts/<int:key>/close/", accounts.close, name="close_account"),
    path("accounts/<int:key>/reopen/", accounts.reopen, name="reopen_account"),
    path("accounts/<int:key>/start-again/", accounts.start_again, name="start_sign_in_again"),
    path("roles/", roles.roles, name="roles"),
    path("roles/give/", roles.give, name="give_role"),
    path("roles/closed/", roles.left_behind, name="roles_left_behind"),
    path("roles/<int:key>/follow/", roles.follow, name="follow_role"),
    path("roles/<int:key>/end/", roles.end, name="end_role"),
    path("permissions/", grid.grid, name="permissions"),
    path("demo/", demo.sign_in, name="demo"),
    path("components/", administration.components, name="components"),
]
