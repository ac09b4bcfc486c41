"""Addresses of plan. A plan's own address is its slug, so fixed words come first."""

from django.urls import path

from throughline.plan.views import actions, exporting, importing, lead_matching, plans, publishing, themes

app_name = "plan"

urlpatterns = [
    path("", plans.plans, name="plans"),
    path("mine/", plans.mine, name="mine"),
    path("to-reassign/", plans.to_reassign, name="to_reassign"),
    path("import/", importing.imports, name="imports"),
    path("import/upload/", importing.upload, name="import_upload"),
    path("import/<int:key>/", importing.check, name="import_check"),
    path("import/<int:key>/about/", importing.about, name="import_about"),
    path("import/<int:key>/actions/<str:row>/", importing.action, name="import_action"),
    path("import/<int:key>/themes/<int:number>/", importing.theme, name="import_theme"),
    path("import/<int:key>/leftovers/", importing.leftovers, name="import_leftovers"),
    path("import/<int:key>/services/", importing.services, name="import_services"),
    path("import/<int:key>/leads/", importing.leads, name="import_leads"),
    path("import/<int:key>/accept/", importing.accept, name="import_accept"),
    path("import/<int:key>/cancel/", importing.cancel, name="import_cancel"),
    path("import/<int:key>/undo/", importing.undo, name="import_undo"),
    path("leads-to-match/", lead_matching.leads_to_match, name="leads_to_match"),
    path("leads-to-match/<int:key>/", lead_matching.match_lead, name="match_lead"),
    path("<slug:slug>/", plans.plan, name="plan"),
    path("<slug:slug>/overview/", plans.overview, name="overview"),
    path("<slug:slug>/leads/", plans.leads, name="leads"),
    path("<slug:slug>/export/", exporting.export, name="export"),
    path("<slug:slug>/export/<slug:kind>/", exporting.export_as, name="export_as"),
    path("<slug:slug>/publish/", publishing.publish, name="publish"),
    path("<slug:slug>/publish/<int:number>/withdraw/", publishing.withdraw, name="withdraw"),
    path("<slug:slug>/themes/add/", themes.add_theme, name="add_theme"),
    path("<slug:slug>/themes/<int:key>/", themes.edit_theme, name="edit_theme"),
    path("<slug:slug>/themes/<int:key>/recommend/", themes.add_recommendation, name="add_recommendation"),
    path("<slug:slug>/recommendations/<int:key>/reply/", themes.reply, name="reply"),
    path("<slug:slug>/add/", actions.add_action, name="add_action"),
    path("<slug:slug>/<int:number>/", actions.action, name="action"),
    path("<slug:slug>/<int:number>/progress/", actions.record_progress, name="record_progress"),
    path("<slug:slug>/<int:number>/edit/", actions.edit_action, name="edit_action"),
    path("<slug:slug>/<int:number>/hand-over/", actions.hand_over, name="hand_over"),
    path("<slug:slug>/<int:number>/leads/", actions.leads, name="action_leads"),
    path("<slug:slug>/<int:number>/leads/<int:key>/remove/", actions.remove_lead, name="remove_lead"),
    path("<slug:slug>/<int:number>/decide/", actions.decide, name="decide"),
    path("<slug:slug>/<int:number>/verify/", actions.verify, name="verify"),
    path("<slug:slug>/<int:number>/link/", actions.link, name="link"),
    path("<slug:slug>/<int:number>/link/<int:key>/remove/", actions.unlink, name="unlink"),
    path("<slug:slug>/<int:number>/remove/", actions.remove, name="remove"),
    path("<slug:slug>/<int:number>/files/<int:key>/", actions.attachment, name="attachment"),
]
