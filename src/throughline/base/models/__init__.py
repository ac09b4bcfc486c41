"""The tables of base."""

from throughline.base.models.accounts import RoleGrant, User
from throughline.base.models.approvals import Approval
from throughline.base.models.audit import AuditEvent, AuditHead
from throughline.base.models.authority import Authority
from throughline.base.models.notices import DailyRun, Digest, Notice, NoticePreference
from throughline.base.models.people import ColumnMapping, PeopleImport, Person
from throughline.base.models.places import Place, PlaceAlias, PlaceChange

__all__ = [
    "Approval",
    "AuditEvent",
    "AuditHead",
    "Authority",
    "ColumnMapping",
    "DailyRun",
    "Digest",
    "Notice",
    "NoticePreference",
    "PeopleImport",
    "Person",
    "Place",
    "PlaceAlias",
    "PlaceChange",
    "RoleGrant",
    "User",
]
