"""Addresses of people, places, notices, and of what works in the background."""

from django.urls import path

from throughline.base.views import notices, people, people_imports, places, upkeep

urlpatterns = [
    path("administration/jobs/", upkeep.upkeep, name="upkeep"),
    path("notices/", notices.notices, name="notices"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/<int:key>/", people.person, name="person"),
    path("people/<int:key>/change/", people.edit_person, name="edit_person"),
    path("people/<int:key>/left/", people.end_person, name="end_person"),
    path("people/imports/", people_imports.people_imports, name="people_imports"),
    path("people/imports/<int:key>/", people_imports.people_import, name="people_import"),
    path("people/imports/<int:key>/columns/", people_imports.columns, name="people_columns"),
    path("people/imports/<int:key>/places/", people_imports.unknown_places, name="people_places"),
    path("people/imports/<int:key>/cancel/", people_imports.cancel, name="people_cancel"),
    path("places/", places.places, name="places"),
    path("places/open/", places.open_place, name="open_place"),
    path("places/<slug:code>/", places.place, name="place"),
    path("places/<slug:code>/rename/", places.rename, name="rename_place"),
    path("places/<slug:code>/move/", places.move, name="move_place"),
    path("places/<slug:code>/merge/", places.merge, name="merge_place"),
    path("places/<slug:code>/close/", places.close, name="close_place"),
    path("places/<slug:code>/reopen/", places.reopen, name="reopen_place"),
    path("places/<slug:code>/spellings/add/", places.add_spelling, name="add_spelling"),
    path("places/<slug:code>/spellings/<int:key>/remove/", places.remove_spelling, name="remove_spelling"),
]
