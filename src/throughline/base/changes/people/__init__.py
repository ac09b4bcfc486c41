"""Every write of the people register: importing the HR extract, people of partner bodies, leaving."""

from throughline.base.changes.people.by_hand import PersonRefused, add_person, edit_person, end_person
from throughline.base.changes.people.importing import (
    Imported,
    ImportRefused,
    accept,
    cancel,
    decide_places,
    forget_uploads,
    import_file,
    map_columns,
    upload,
)
from throughline.base.changes.people.leaving import end_leavers

__all__ = [
    "ImportRefused",
    "Imported",
    "PersonRefused",
    "accept",
    "add_person",
    "cancel",
    "decide_places",
    "edit_person",
    "end_leavers",
    "end_person",
    "forget_uploads",
    "import_file",
    "map_columns",
    "upload",
]
