"""The settings of signing in: what is read from the environment, and the sentence at a mistake."""

import os
import pathlib
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from throughline.base.work_account import environment

GOOD = {
    "THROUGHLINE_OIDC_URL": "https://login.example/wexcombe/v2.0/",
    "THROUGHLINE_OIDC_CLIENT_ID": "throughline",
    "THROUGHLINE_OIDC_CLIENT_SECRET": "secret",
}


@pytest.mark.parametrize(
    "address", ["https://login.example/wexcombe/v2.0/", "https://login.example/wexcombe/v2.0"]
)
@pytest.mark.parametrize("end", ["", "/.well-known/openid-configuration"])
def test_one_provider(address: str, end: str) -> None:
    one = {"THROUGHLINE_OIDC_URL": address.rstrip("/") + end if end else address}
    assert environment.apps(GOOD | one | {"THROUGHLINE_OIDC_NAME": "your Wexcombe account"}) == [
        {
            "provider_id": "council",
            "name": "your Wexcombe account",
            "client_id": "throughline",
            "secret": "secret",
            "settings": {"server_url": "https://login.example/wexcombe/v2.0"},
        }
    ]


def test_none() -> None:
    assert environment.apps({}) == environment.apps(GOOD | {"THROUGHLINE_OIDC_URL": " "}) == []
    assert environment.role_mapping({}) == {}


def test_a_provider_on_this_machine_needs_no_certificate() -> None:
    assert environment.apps(GOOD | {"THROUGHLINE_OIDC_URL": "http://127.0.0.1:8080"})[0]["settings"] == {
        "server_url": "http://127.0.0.1:8080"
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"THROUGHLINE_OIDC_URL": "http://login.example"},
            "must begin with https://, unlike http://login.example",
        ),
        ({"THROUGHLINE_OIDC_URL": "login.example"}, "must begin with https://"),
        (
            {"THROUGHLINE_OIDC_URL": "https://login.microsoftonline.com/common/v2.0"},
            "Put your own tenant's id into it",
        ),
        ({"THROUGHLINE_OIDC_CLIENT_ID": ""}, "so THROUGHLINE_OIDC_CLIENT_ID is needed too"),
        ({"THROUGHLINE_OIDC_CLIENT_SECRET": " "}, "so THROUGHLINE_OIDC_CLIENT_SECRET is needed too"),
    ],
)
def test_a_provider_that_is_set_up_wrong(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as mistake:
        environment.apps(GOOD | wrong)
    assert said in str(mistake.value)
    assert str(mistake.value).endswith("See docs/running/sign-in.md.")


def test_the_command_says_it_in_one_sentence(tmp_path: pathlib.Path) -> None:
    """Instead of a traceback: whoever sets the site up reads what to do."""
    variables = os.environ | {
        "THROUGHLINE_HOME": str(tmp_path),
        "THROUGHLINE_OIDC_ROLES": "Throughline.Board=board",
        "PYTHONPATH": str(pathlib.Path(environment.__file__).parents[3]),
    }
    command = [sys.executable, "-m", "throughline", "verify-audit"]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("THROUGHLINE_OIDC_ROLES: 'Throughline.Board=board' is not understood.")
    assert len(done.stderr.splitlines()) == 1
