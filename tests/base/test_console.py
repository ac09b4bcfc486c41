"""What a request leaves on the console: one line when it was refused, the trace when the fault is ours."""

import pathlib
import subprocess
import sys

import pytest

from tests.commands import console

ASKED = """
import sys, types
import django
django.setup()
from django.core import exceptions
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import set_urlconf

site = types.ModuleType("site_without_tables")  # our own pages of errors name the council, which stands in a table
site.urlpatterns = []
for code in (400, 403, 404, 500):
    setattr(site, f"handler{{code}}", lambda request, exception=None, code=code: HttpResponse(status=code))
sys.modules[site.__name__] = site
set_urlconf(site.__name__)

def page(request):
    raise {trouble}

print(convert_exception_to_response(page)(RequestFactory().get("/plan/")).status_code)
"""


@pytest.mark.parametrize(
    ("trouble", "code", "said"),
    [
        ("exceptions.PermissionDenied('No.')", 403, "WARNING django.request: Forbidden (Permission denied): /plan/"),
        ("exceptions.BadRequest('What?')", 400, "WARNING django.request: What?: /plan/"),
        (
            "exceptions.DisallowedHost('Not my name.')",
            400,
            "ERROR django.security.DisallowedHost: Not my name.",
        ),
    ],
)  # fmt: skip
def test_what_is_refused_is_one_line(tmp_path: pathlib.Path, trouble: str, code: int, said: str) -> None:
    answered = ask(tmp_path, trouble)
    assert answered.stdout == f"{code}\n"
    assert [line.split(" ", 2)[2] for line in answered.stderr.splitlines()] == [said]


def test_a_fault_of_ours_keeps_its_trace(tmp_path: pathlib.Path) -> None:
    answered = ask(tmp_path, "ZeroDivisionError('ours')")
    lines = answered.stderr.splitlines()
    assert (answered.stdout, lines[0].split(" ", 2)[2], lines[-1]) == (
        "500\n",
        "ERROR django.request: Internal Server Error: /plan/",
        "ZeroDivisionError: ours",
    )
    assert "Traceback (most recent call last):" in lines


def ask(folder: pathlib.Path, trouble: str) -> "subprocess.CompletedProcess[str]":
    script = ASKED.format(trouble=trouble)
    return subprocess.run(
        [sys.executable, "-c", script], env=console.settings(folder), capture_output=True, text=True
    )
