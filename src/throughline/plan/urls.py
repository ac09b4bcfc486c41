"""Addresses of plan. A plan's own address is its slug, so fixed words come first."""

from django.urls import path

from throughline.plan.views import actions, plans, themes

app_name = "plan"

urlpatterns = [
    path("", plans.plans, name="plans"),
    path("mine/", plans.mine, name="mine"),
    path("to-reassign/", plans.to_reassign, name="to_reassign"),
    path("<slug:slug>/", plans.plan, name="plan"),
    path("<slug:slug>/overview/", plans.overview, name="overview"),
    path("<slug:slug>/leads/", plans.leads, name="leads"),
    path("<slug:slug>/themes/add/", themes.add_theme, name="add_theme"),
    path("<slug:slug>/themes/<int:key>/", themes.edit_theme, name="edit_theme"),
    path("<slug:slug>/themes/<int:key>/recommend/", themes.add_recommendation, name="add_recommendation"),
    path("<slug:slug>/recommendations/<int:key>/reply/", themes.reply, name="reply"),
    path("<slug:slug>/add/", actions.add_action, name="add_action"),
    path("<slug:slug>/<int:number>/", actions.action, name="action"),
    path("<slug:slug>/<int:number>/progress/", actions.record_progress, name="record_progress"),
    path("<slug:slug>/<int:number>/edit/", actions.edit_action, name="edit_action"),
    path("<slug:slug>/<int:number>/hand-over/", actions.hand_over, name="hand_over"),
    path("<slug:slug>/<int:number>/decide/", actions.decide, name="decide"),
    path("<slug:slug>/<int:number>/verify/", actions.verify, name="verify"),
    path("<slug:slug>/<int:number>/link/", actions.link, name="link"),
    path("<slug:slug>/<int:number>/link/<int:key>/remove/", actions.unlink, name="unlink"),
    path("<slug:slug>/<int:number>/remove/", actions.remove, name="remove"),
    path("<slug:slug>/<int:number>/files/<int:key>/", actions.attachment, name="attachment"),
]
