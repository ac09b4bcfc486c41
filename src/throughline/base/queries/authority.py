"""The authority's settings and words."""

from throughline.base import terms
from throughline.base.models import Authority


def authority() -> Authority:
    """The one row; unsaved defaults before anybody has set it."""
    return Authority.objects.filter(pk=1).first() or Authority(pk=1)


def words() -> dict[str, str]:
    """Every term in the authority's own words, for sentences that are made where no request is at hand."""
    return terms.words(authority().words)
