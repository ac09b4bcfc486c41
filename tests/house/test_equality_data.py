"""No equality data beside a name: no table has a column for it, and an extract that brings it leaves nothing behind."""

import datetime
import logging
import pathlib
import re

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models

from tests import making
from throughline.base.changes import people
from throughline.base.forms import people as people_forms
from throughline.base.models import PeopleImport, Person, User
from throughline.base.queries import people_imports as queries

TODAY = datetime.date(2026, 3, 16)
# Everything that is kept about somebody by name. Whoever adds a column here asks the data protection officer first.
PERSON = {
    *("id", "employee_number", "name", "name_key", "email", "job_title", "place", "manager"),
    *("started_on", "left_on"),
}
USER = {"id", "password", "last_login", "email", "person", "keeper", "subject", "is_active", "opened_on"}
WORDS = re.compile(
    r"ethnic|\brace\b|racial|religio|belief|faith|disab|impairment|health|sexual|orientation|gender|\bsex\b|\btrans\b|"
    r"pronoun|birth|\bage\b|nationalit|citizen|passport|\bvisa\b|migra|marital|marriage|pregnan|matern|caring|carer|"
    r"heritage|origin|protected|diversity|union member"
)
FINE = {"sessions.session.session_data"}  # how long, and for whom, somebody is signed in
# A column of an extract -> what stands in it, found nowhere else.
BROUGHT = {
    "Ethnicity": "Zorvanese",
    "Ethnic Origin (2021 census)": "Vintarian mixed",
    "Religion": "Quorvism",
    "Sexual Orientation": "Plimosexual",
    "Disability": "Wambled knee",
    "Gender": "Xentile",
    "Date of Birth": "1971-02-03",
    "Nationality": "Ruritanian",
    "Marital Status": "Thrice wed",
    "NI Number": "QQ123456C",
    "Home Address": "7 Grimble Rise",
    "Trade Union": "Amalgamated Wheeltappers",
}
ROW = {
    "Employee Number": "41",
    "Forename": "Ngozi",
    "Surname": "Okafor",
    "Work Email": "ngozi@wexcombe.example",
    "Job Title": "Gardener",
}


def _columns(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if field.concrete}


def test_what_is_kept_about_a_person_is_this_and_no_more() -> None:
    assert _columns(Person) == PERSON
    assert _columns(User) == USER


def test_no_table_has_a_column_for_it() -> None:
    columns = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete
    }
    assert len(columns) > 150
    assert WORDS.search("ethnic group")
    assert {
        name for name in columns - FINE if WORDS.search(name.rpartition(".")[2].replace("_", " "))
    } == set()


def test_no_form_about_a_person_asks_for_it() -> None:
    asked = {
        f"{name}: {field.label or key}"
        for name, form in vars(people_forms).items()
        if isinstance(form, type) and issubclass(form, forms.Form)
        for key, field in form.base_fields.items()
    }
    assert len(asked) > 5
    assert {words for words in asked if WORDS.search(words.casefold())} == set()


def _everything_kept() -> str:
    """Every value of every table, and every file that the site keeps."""
    rows = [
        repr(list(model._base_manager.values_list())) for model in apps.get_models(include_auto_created=True)
    ]
    files = [
        path.read_bytes().decode("utf-8", "replace")
        for path in pathlib.Path(settings.HOME).rglob("*")
        if path.is_file() and "static" not in path.relative_to(settings.HOME).parts
    ]
    return "\n".join([*rows, *files])


def _left(text: str, logged: pytest.LogCaptureFixture) -> set[str]:
    return {value for value in BROUGHT.values() if value in text or value in logged.text}


@pytest.mark.django_db
def test_an_extract_that_brings_it_leaves_nothing_behind(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    by = making.account("sysadmin")
    columns, values = zip(*(ROW | BROUGHT).items(), strict=True)
    data = "\n".join([",".join(columns), ",".join(values)]).encode()
    made = people.upload(by=by, data=data, file_name="people.csv", today=TODAY)
    assert (
        "Gardener" in _everything_kept()
    )  # what the register needs waits there: the search finds what is kept
    assert _left(_everything_kept(), caplog) == set()
    made = people.map_columns(by=by, made=made, mapping=queries.suggested_mapping(made), today=TODAY)
    assert _left(_everything_kept(), caplog) == set()
    seen = queries.read(made, today=TODAY).seal
    people.accept(by=by, made=made, seen=seen, today=TODAY)
    kept = Person.objects.get(employee_number="41")
    assert (kept.name, kept.job_title) == ("Ngozi Okafor", "Gardener")
    assert _left(_everything_kept(), caplog) == set()
    assert PeopleImport.objects.get().rows is None
