"""Django's own checks before a site goes live, in our words: what to do, not which setting of the framework is meant."""

from collections.abc import Iterable

from django.core import checks

HTTPS = "THROUGHLINE_URL does not begin with https://: set it to the public address of the site."
KEY = "THROUGHLINE_SECRET_KEY is too short or too regular: set it to at least 50 letters and digits drawn by chance."
DEBUG = "THROUGHLINE_DEBUG is on: errors would show the program's inside. Unset it."
HOSTS = (
    "THROUGHLINE_HOSTS is empty: set it to the names by which the site is reached, with commas between them."
)
ALTERED = "The program's own settings were altered ({}): install the released version again."

WORDS = {  # the id of the check -> what to do
    **dict.fromkeys(
        [f"security.W{number:03}" for number in (4, 5, 8, 10, 11, 12, 16, 21)], HTTPS
    ),  # they follow the address
    **dict.fromkeys(["security.W009", "security.W025"], KEY),
    "security.W018": DEBUG,
    "security.W020": HOSTS,
    "security.W001": ALTERED.format("no security headers"),
    "security.W002": ALTERED.format("pages may be shown in a frame of another site"),
    "security.W003": ALTERED.format("forms are not protected against other sites"),
    "security.W006": ALTERED.format("browsers may guess what a file is"),
    **dict.fromkeys(
        [f"security.W{number:03}" for number in (13, 14, 15)],
        ALTERED.format("scripts may read the sign-in cookie"),
    ),
    "security.W019": ALTERED.format("pages may be shown in a frame of another site"),
    **dict.fromkeys(
        ["security.W022", "security.E023"], ALTERED.format("other sites are told which page was read")
    ),
    "security.E024": ALTERED.format("other sites may hold on to a window of this one"),
    **dict.fromkeys(
        ["security.E101", "security.E102"], ALTERED.format("the page for forms that are refused")
    ),
}


def problems() -> list[str]:
    """What Django's checks find, each once."""
    found = checks.run_checks(include_deployment_checks=True)
    return in_words(one for one in found if not one.is_silenced())


def in_words(found: Iterable[checks.CheckMessage]) -> list[str]:
    """Each once. What this version of Django finds beyond WORDS is named by its id, for whoever keeps the program."""
    other = "The framework's check {} found something that Throughline has no words for: report it, with this line: {}"
    return list(dict.fromkeys(WORDS.get(str(one.id)) or other.format(one.id, one.msg) for one in found))
