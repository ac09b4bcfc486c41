"""Import and export a plan from the command line."""

import argparse
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from throughline.base import clock
from throughline.commands import CommandRefused, files, refuse_missing_database
from throughline.commands.accounts import account
from throughline.plan import exports
from throughline.plan.changes import importing
from throughline.plan.queries import plans as queries


def import_plan(chosen: argparse.Namespace) -> int:
    """The file becomes a plan, as a whole or not at all."""
    path = files.to_read(chosen.file)
    by = account(chosen.by)
    second = account(chosen.approved_by) if chosen.approved_by else None
    plan = importing.import_file(path, by=by, approved_by=second, today=clock.today())
    actions, themes = plan.actions.count(), plan.themes.filter(is_theme=True).count()
    print(f"{plan.title}: {actions} actions in {themes} themes are in the plan at /plan/{plan.slug}/.")
    return 0


def export_plan(chosen: argparse.Namespace) -> int:
    """Written where it is told; a plan that is not there is answered with those that are."""
    refuse_missing_database()
    by = account(chosen.by)
    path = files.to_write(chosen.file, "plan.xlsx")
    plan = _plan(chosen.plan, by)
    exports.export_file(plan, path, for_user=by, today=clock.today())
    print(f"{plan.title} is written to {path}.")
    return 0


def _plan(slug: str, by: Any) -> Any:
    try:
        return queries.plan(slug, for_user=by)
    except ObjectDoesNotExist as missing:
        there = ", ".join(plan.slug for plan in queries.plans(for_user=by))
        what = f"Choose one of: {there}." if there else "There is no plan yet: import one first."
        raise CommandRefused(f"There is no plan with the short name “{slug}”. {what}") from missing
