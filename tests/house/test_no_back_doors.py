"""No way round the walls: no table opened by its name, no markup let through, no write outside a change, no second clock."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house import source

# ---- what is looked for in Python ---------------------------------------------------------------------------------------


def unchecked_tables(tree: ast.AST) -> Iterator[ast.AST]:
    """A table asked for by its name, behind the back of the import contracts; SQL written by hand."""
    words = {"get_model", "get_models", "raw", "extra", "RawSQL", "execute", "executemany"}
    return (call for call in source.calls(tree) if source.called(call) in words)


def trusted_markup(tree: ast.AST) -> Iterator[ast.AST]:
    """Text declared to be safe, or a format that is not written out where it is used."""
    for call in source.calls(tree):
        word = source.called(call)
        if word in {"mark_safe", "SafeString", "SafeText", "html_safe"}:
            yield call
        if word == "format_html" and not _constant(call, 0):
            yield call
        if word == "format_html_join" and not (_constant(call, 0) and _constant(call, 1)):
            yield call


def _constant(call: ast.Call, place: int) -> bool:
    return len(call.args) > place and isinstance(call.args[place], ast.Constant)


def inline_code(tree: ast.AST) -> Iterator[ast.AST]:
    """A script, a style or an on…= attribute in a text of the program."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and INLINE.search(node.value):
            yield node


def writes(tree: ast.AST) -> Iterator[ast.Call]:
    """A table written to. `update` and `delete` of a dict, a set or a hash have other arguments."""
    always = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
    for call in source.calls(tree):
        word = source.called(call)
        if not isinstance(call.func, ast.Attribute):
            continue
        if word in always or (word == "update" and call.keywords) or (word == "delete" and not call.args):
            yield call


def printing(tree: ast.AST) -> Iterator[ast.AST]:
    return (
        call for call in source.calls(tree) if isinstance(call.func, ast.Name) and call.func.id == "print"
    )


CLOCKS = {
    *(
        "timezone.now",
        "timezone.localdate",
        "time.time",
        "time.localtime",
        "clock.today",
    ),
    *("datetime.now", "datetime.today", "datetime.utcnow", "date.today"),
    *("datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "datetime.date.today"),
}


def clocks(tree: ast.AST) -> Iterator[ast.AST]:
    """A clock that is asked, or handed on to be asked."""
    for node in ast.walk(tree):
        if source.dotted(node) in CLOCKS:
            yield node
        if isinstance(node, ast.Call) and source.called(node) == "localtime" and not node.args:
            yield node


def hooks(tree: ast.AST) -> Iterator[ast.AST]:
    """Signals, and forms that save behind the change's back."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)) if re.search(r"\bsignals?\b|\bdispatch\b", module):
                yield node
            case ast.Attribute(attr="ModelForm" | "modelform_factory") | ast.Name(id="ModelForm"):
                yield node


def logged_content(tree: ast.AST) -> Iterator[ast.AST]:
    """A log line that is given a name, an address, or what somebody wrote."""
    personal = {
        "name",
        "email",
        "text",
        "reason",
        "title",
        "job_title",
        "says",
        "rows",
        "details",
        "cleaned_data",
    }
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    for call in source.calls(tree):
        if source.called(call) in levels and source.dotted(call.func).split(".")[0] in {
            "log",
            "logger",
            "logging",
        }:
            for node in ast.walk(call):
                if isinstance(node, ast.Attribute) and node.attr in personal:
                    yield node


# ---- where it may stand all the same, each with its reason ----------------------------------------------------------------

SQL_BY_HAND = {
    "throughline/base/views/health.py": "asks whether the database answers; no table",
    "throughline/commands/deployment.py": "asks whether the guard of the audit log is there; no table of ours",
}
WRITES = {
    "throughline/base/audit.py": "the audit log itself",
    "throughline/base/jobs.py": "the queue, and that a daily job ran: nobody's change",
    "throughline/base/mail.py": "that a mail was sent: nobody's change; what it says was written by changes",
    "throughline/base/logo.py": "a picture into memory; no table",
    "throughline/base/models/people.py": "super().save(), with the name as searches compare it",
    "throughline/commands/demo.py": "the demo's own settings; refused outside the demo",
    "throughline/commands/sample/accounts.py": "the sample borough, into an empty database only",
    "throughline/commands/sample/organisation.py": "the sample borough",
    "throughline/commands/sample/plan.py": "the sample borough: its past was nobody's change here",
}
CLOCKS_ALLOWED = {
    "throughline/base/clock.py": "the clock",
    "throughline/base/pages.py": "the edge of every page: request.today",
    "throughline/base/permissions.py": "which roles an account holds today, for a request that asks without a day",
    "throughline/base/sign_in.py": "the edge of sign-in, called by the sign-in library",
    "throughline/base/audit.py": "when an event was recorded: nobody may say otherwise",
    "throughline/base/jobs.py": "the edge of the worker",
    "throughline/frontdoor/daily.py": "the edge of the worker",
    "throughline/frontdoor/kept.py": "since when a page is kept, for the reader's browser",
    "throughline/commands/demo.py": "an edge: a command",
    "throughline/commands/people.py": "an edge: a command",
    "throughline/commands/plans.py": "an edge: a command",
    "throughline/commands/serving.py": "an edge: a command",
    "throughline/commands/upkeep.py": "an edge: a command",
}
# The second factor's library reads its settings from a script of data. The policy lets no inline script run: this never does.
DATA = re.compile(r'<script data-allauth-onload="[\w.]+" type="application/json">')
INLINE = re.compile(
    r"<script(?![^>]* src=)[^>]*>|<style\b|\sstyle\s*=|[\s\"']on[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)

CHECKS = [
    # (what is looked for, where it may stand, migrations too, a fault that it must find, something like it that is none)
    (unchecked_tables, SQL_BY_HAND, False, "apps.get_model('concerns', 'Case')", "models.Case"),
    (unchecked_tables, SQL_BY_HAND, False, "Case.objects.raw('SELECT 1')", "raw = 1"),
    (trusted_markup, {}, True, "mark_safe(text)", "escape(text)"),
    (trusted_markup, {}, True, "format_html(text)", "format_html('<b>{}</b>', text)"),
    (trusted_markup, {}, True, "format_html(f'<b>{text}</b>')", "html.escape(f'<b>{text}</b>')"),
    (inline_code, {}, True, "x = '<a onclick=\"go()\">'", "x = 'once = 1'"),
    (inline_code, {}, True, "x = '<p style=\"color:red\">'", "x = 'the style of it'"),
    (inline_code, {}, True, "x = '<script>go()</script>'", "x = '<script src=\"a.js\"></script>'"),
    (printing, None, False, "print(1)", "shown.print(1)"),
    (clocks, CLOCKS_ALLOWED, True, "day = timezone.localdate()", "day = request.today"),
    (clocks, CLOCKS_ALLOWED, True, "run(clock=datetime.datetime.now)", "datetime.date(2026, 3, 1)"),
    (clocks, CLOCKS_ALLOWED, True, "moment = timezone.localtime()", "timezone.localtime(moment)"),
    (hooks, {}, True, "from django.db.models.signals import post_save", "import signal"),
    (hooks, {}, True, "class F(forms.ModelForm): pass", "class F(forms.Form): pass"),
    (logged_content, {}, True, "log.warning('%s', person.name)", "log.warning('%s', person.pk)"),
]  # fmt: skip


@pytest.mark.parametrize(("find", "allowed", "migrations", "fault", "fine"), CHECKS)
def test_no_back_door(
    find: source.Find, allowed: dict[str, str] | None, migrations: bool, fault: str, fine: str
) -> None:
    assert [node for node in find(ast.parse(fault))] != []  # noqa: C416 - the check itself works
    assert list(find(ast.parse(fine))) == []
    found = source.found(find, migrations=migrations)
    if allowed is None:  # only where programs are started
        found = {name: lines for name, lines in found.items() if not _starts_programs(name)}
        allowed = {}
    assert {name: lines for name, lines in found.items() if name not in allowed} == {}
    assert set(allowed) - set(found) == set(), "may be taken off the list"


def _starts_programs(name: str) -> bool:
    return name.startswith("throughline/commands/") or name in {"throughline/cli.py", "documents/__main__.py"}


@pytest.mark.parametrize(
    ("line", "writing"),
    [
        ("Action.objects.filter(plan=1).update(stage='agreed')", True),
        ("action.save()", True),
        ("PlaceAlias.objects.all().delete()", True),
        ("Place.objects.bulk_create(rows)", True),
        ("seen.update(other)", False),
        ("hashed.update(data)", False),
        ("client.delete('/a')", False),
    ],
)
def test_writes_are_recognised(line: str, writing: bool) -> None:
    assert bool(list(writes(ast.parse(line)))) is writing


def test_tables_are_written_by_changes_alone() -> None:
    outside = {
        name: lines
        for name, lines in source.found(writes).items()
        if "/changes/" not in name and not name.startswith("documents/")
    }
    assert {name: lines for name, lines in outside.items() if name not in WRITES} == {}
    assert set(WRITES) - set(outside) == set(), "may be taken off the list"


# ---- templates ------------------------------------------------------------------------------------------------------------

UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|\bautoescape\s+off\b|\bfilter\s+safe")
ELSEWHERE = re.compile(
    r"<(script|link|img|iframe|source|object|embed)\b[^>]*(src|href|data)=[\"']?(https?:)?//", re.IGNORECASE
)


@pytest.mark.parametrize(
    ("pattern", "fault", "fine"),
    [
        (UNESCAPED, "{{ text|safe }}", "{{ text|safely }}"),
        (UNESCAPED, "{% autoescape off %}", "{% autoescape on %}"),
        (INLINE, "<button onclick='go()'>", "<button data-once='1'>"),
        (INLINE, '<p style="color: red">', '<p class="style">'),
        (INLINE, "<script>go()</script>", '<script type="module" src="/a.js"></script>'),
        (INLINE, '<a href="javascript:go()">', '<a href="/javascript/">'),
        (ELSEWHERE, '<img alt="" src="https://example.org/a.png">', '<a href="https://example.org/">'),
        (ELSEWHERE, '<link rel="x" href="//example.org/a.css">', '<link rel="x" href="/a.css">'),
    ],
)
def test_templates_let_nothing_through(pattern: re.Pattern[str], fault: str, fine: str) -> None:
    assert pattern.search(fault)
    assert not pattern.search(fine)
    texts = {
        name: DATA.sub("", text)
        for name, text in source.templates().items()
        if not (name.endswith(".txt") and pattern is UNESCAPED)  # plain text: there is nothing to escape
    }
    assert len(texts) > 50
    assert {name: found[0] for name, text in texts.items() if (found := pattern.search(text))} == {}


def test_plain_text_is_never_sent_as_a_page() -> None:
    """The templates that do not escape are plain text: each is of a mail or of a message, and no view renders one."""
    unescaped = [name for name, text in source.templates().items() if UNESCAPED.search(text)]
    assert [
        name
        for name in unescaped
        if not re.search(r"/templates/(base/mail|plan/mail|account/email)/\w+\.txt$", name)
    ] == []
    shown = [
        name
        for name, tree in source.trees().items()
        for call in source.calls(tree)
        if source.called(call) in {"render", "TemplateResponse"}
        for node in ast.walk(call)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".txt")
    ]
    assert shown == []
