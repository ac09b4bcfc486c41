"""Foreign keys go down: a table points at its own room or at a floor below, never up and never beside."""

import pathlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import Field
from django.test.utils import isolate_apps

FLOORS = {
    "base": 0,
    "plan": 1,
    **dict.fromkeys(("measures", "surveys"), 2),
    **dict.fromkeys(("learning", "listening", "concerns", "practice", "commissioning", "people"), 3),
    "frontdoor": 4,
    "api": 4,
}
CONFIDENTIAL = {"listening", "concerns"}  # nothing outside may walk into them: related_name="+"
# Tables that are not ours, and what of ours or theirs they point at.
NOT_OURS = {
    ("auth", "contenttypes"),  # Django's own permissions, which this site does not use
    ("account", "base"),  # e-mail addresses of accounts
    ("mfa", "base"),  # second factors of accounts
    ("socialaccount", "base"),  # the work account of an account
}


def keys(all_models: list[type[models.Model]]) -> Iterator[tuple[str, str, Field]]:
    """Every field that points at another table: the label of its room, that of the target's, the field."""
    for model in all_models:
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.is_relation:
                target = field.related_model
                assert isinstance(target, type), f"{field} points at nothing that exists"
                yield model._meta.app_label, target._meta.app_label, field


def faults(all_models: list[type[models.Model]]) -> set[str]:
    found = set()
    for here, there, field in keys(all_models):
        if here == there or (here, there) in NOT_OURS:
            pass
        elif here not in FLOORS or there not in FLOORS:
            found.add(f"{field} points at {there}, which stands on no floor")
        elif FLOORS[here] <= FLOORS[there]:
            found.add(f"{field} points up or beside, at {there}")
        if here in CONFIDENTIAL and here != there and field.remote_field.related_name != "+":
            found.add(f"{field} can be walked from {there}: it needs related_name='+'")
    return found


def test_every_key_goes_down() -> None:
    ours = apps.get_models(include_auto_created=True)
    assert {model._meta.app_label for model in ours} >= {"base", "plan"}
    assert len(list(keys(ours))) > 40
    assert faults(ours) == set()


def test_what_is_allowed_is_there() -> None:
    pairs = {
        (here, there) for here, there, _ in keys(apps.get_models(include_auto_created=True)) if here != there
    }
    assert NOT_OURS - pairs == set(), "may be taken off the list"


def test_every_app_of_ours_has_a_floor() -> None:
    ours = [one.label for one in apps.get_app_configs() if one.name.startswith("throughline.")]
    assert [label for label in ours if label not in FLOORS] == []


def _model(room: str, name: str, **fields: Field) -> type[models.Model]:
    """A table of a room that need not exist; known to no registry but that of the test."""
    meta = type("Meta", (), {"app_label": room})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


@pytest.mark.parametrize(
    ("room", "target", "options", "sentence"),
    [
        ("base", "plan.Action", {}, "points up or beside, at plan"),
        ("plan", "base.Person", {}, ""),
        ("learning", "plan.Action", {}, ""),
        ("learning", "practice.Pointed", {}, "points up or beside, at practice"),
        ("plan", "auth.Permission", {}, "points at auth, which stands on no floor"),
        ("concerns", "base.Place", {}, "can be walked from base: it needs related_name='+'"),
        ("concerns", "base.Place", {"related_name": "concerns"}, "it needs related_name='+'"),
        ("concerns", "base.Place", {"related_name": "+"}, ""),
    ],
)
def test_the_fault_is_found(room: str, target: str, options: dict[str, str], sentence: str) -> None:
    here, name = target.split(".")
    with isolate_apps():
        there = apps.get_model(target) if here in {"base", "plan", "auth"} else _model(here, name)
        key = models.ForeignKey(there, on_delete=models.PROTECT, **options)  # type: ignore[arg-type]
        found = " ".join(sorted(faults([_model(room, "Pointing", key=key)])))
    assert bool(found) is bool(sentence)
    assert sentence in found


def test_migrations_depend_on_floors_below_only() -> None:
    """Or else two rooms' tables could no longer be made one after the other."""
    loader = MigrationLoader(None)
    outside = {"contenttypes", "auth", "account", "mfa", "socialaccount", "django_tasks_database", "sessions"}
    wrong = [
        (key, there)
        for key, migration in loader.disk_migrations.items()
        if key[0] in FLOORS
        for there in migration.dependencies
        if there[0] != key[0] and FLOORS.get(there[0], -1 if there[0] in outside else 99) >= FLOORS[key[0]]
    ]
    assert wrong == []


def test_schema_and_data_are_never_in_one_migration() -> None:
    mixed = [
        key
        for key, migration in MigrationLoader(None).disk_migrations.items()
        if key[0] in FLOORS
        and len({isinstance(one, migrations.RunPython | migrations.RunSQL) for one in migration.operations})
        > 1
    ]
    assert mixed == []


def test_a_migration_is_named_for_its_intent() -> None:
    loader = MigrationLoader(None)
    names = [pathlib.PurePath(name).stem for app, name in loader.disk_migrations if app in FLOORS]
    assert [name for name in names if "_auto_" in name or not name[5:].replace("_", "").isalpha()] == []
