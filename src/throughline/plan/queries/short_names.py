"""Short names of plans: which are taken, the first that is free, whether one that somebody typed may be used."""

from throughline.plan.models import Plan
from throughline.plan.rules import import_words
from throughline.plan.rules import plans as rules


def free(wanted: str) -> str:
    """`wanted`, or with the first number that no plan has yet. Only for a name that nobody typed."""
    found = Plan.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    taken = import_words.RESERVED | set(found)
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}{number}"
    return slug


def check(typed: str) -> None:
    """PlanRefused when a plan cannot have this short name, or another has it already."""
    rules.check_short_name(typed)
    if Plan.objects.filter(slug=typed).exists():
        raise rules.PlanRefused(f"Short name in use: “{typed}”. Choose another one, such as “{free(typed)}”.")
