"""The authority's settings and words."""

from throughline.base import terms
from throughline.base.models import Authority, Term


def authority() -> Authority:
    """The one row; unsaved defaults before anybody has set it."""
    return Authority.objects.filter(pk=1).first() or Authority(pk=1)


def words() -> dict[str, str]:
    return terms.words(preferred_words())


def preferred_words() -> dict[str, str]:
    """Only the words that the authority has replaced."""
    return dict(Term.objects.values_list("key", "preferred"))
