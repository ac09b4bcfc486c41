"""Every write of the people register: importing the HR extract, people of partner bodies, leaving."""

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
    "accept",
    "cancel",
    "decide_places",
    "end_leavers",
    "forget_uploads",
    "import_file",
    "map_columns",
    "upload",
]
