"""Import and export a plan from the command line."""

import argparse
import pathlib

from throughline.base import clock
from throughline.commands.accounts import account
from throughline.plan import exports
from throughline.plan.changes import importing
from throughline.plan.queries import plans as queries


def import_plan(chosen: argparse.Namespace) -> int:
    """The file becomes a plan, as a whole or not at all."""
    by = account(chosen.by)
    second = account(chosen.approved_by) if chosen.approved_by else None
    plan = importing.import_file(pathlib.Path(chosen.file), by=by, approved_by=second, today=clock.today())
    actions, themes = plan.actions.count(), plan.themes.filter(is_theme=True).count()
    print(f"{plan.title}: {actions} actions in {themes} themes are in the plan at /plan/{plan.slug}/.")
    return 0


def export_plan(chosen: argparse.Namespace) -> int:
    by = account(chosen.by)
    plan = queries.plan(chosen.plan, for_user=by)
    exports.export_file(plan, pathlib.Path(chosen.file), for_user=by)
    print(f"{plan.title} is written to {chosen.file}.")
    return 0
