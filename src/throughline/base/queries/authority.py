"""The authority's settings and words."""

from throughline.base.models import Authority


def authority() -> Authority:
    """The one row; unsaved defaults before anybody has set it."""
    return Authority.objects.filter(pk=1).first() or Authority(pk=1)
