"""The console script `throughline`: serve, demo, import and export, daily work, and the check before going live."""

import argparse
import importlib
import os
from collections.abc import Callable

LOOKS_ONLY = {"check-deployment", "verify-audit", "export-plan", "reference"}  # on a site that is there


def main(arguments: list[str] | None = None) -> int:
    """Runs one command. Returns the exit code: 0, or 1 with a sentence that says what is wrong and what to do."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.looks_only:  # settings.py reads it: nothing is made, neither folder nor key nor database
        os.environ["THROUGHLINE_LOOKS_ONLY"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings")
    run: Callable[[argparse.Namespace], int] = chosen.run
    from throughline import commands

    return commands.run_safely(run, chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="throughline", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(name: str, what: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=what, description=what)
        command.set_defaults(run=_later(name), looks_only=name in LOOKS_ONLY)
        return command

    serve = add("serve", "Serve the site, and do the waiting work beside it unless --no-work.")
    serve.add_argument("--address", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=8000)
    serve.add_argument("--workers", type=_workers, default=2)
    serve.add_argument(
        "--no-work", action="store_true", help="the waiting work is done by `throughline work` elsewhere"
    )

    demo = add("demo", "Start with the sample borough, on this machine only.")
    demo.add_argument("--port", type=_port, default=8000)
    demo.add_argument("--plan", metavar="FILE", help="start with this action plan instead of the sample plan")
    demo.add_argument("--people", type=int, choices=[600, 4500], default=600)

    take = add("import-plan", "Import an action plan from a file.")
    take.add_argument("file")
    take.add_argument("--by", required=True, metavar="EMAIL", help="whose account imports it")
    take.add_argument("--approved-by", metavar="EMAIL", help="the second person, where one is needed")

    give = add("export-plan", "Write a plan into a file: .docx, .xlsx, .csv or .json.")
    give.add_argument("plan", help="the plan's address, as in /plan/ADDRESS/")
    give.add_argument("file", help="where to write it; its ending says which kind")
    give.add_argument(
        "--by", required=True, metavar="EMAIL", help="whose account exports it: they get what they may see"
    )

    people = add("import-people", "Import the HR system's extract: CSV or XLSX.")
    people.add_argument("file")
    people.add_argument(
        "--by", metavar="EMAIL", help="whose account imports it; left out: whoever runs commands here"
    )
    people.add_argument(
        "--everybody", action="store_true", help="the file holds everybody: whoever is missing has left"
    )
    people.add_argument(
        "--open-places", action="store_true", help="open every place that the file names and nobody knows"
    )

    work = add("work", "Do the waiting work (mails, imports) until stopped.")
    work.add_argument("--once", action="store_true", help="do what waits now, then stop")
    work.add_argument("--with-server", action="store_true", help=argparse.SUPPRESS)

    daily = add("daily", "Run what is due on a day, once.")
    daily.add_argument("--on", metavar="DATE", help="such as 2026-03-31; today if left out")

    add("migrate", "Make or update the tables.")
    account = add("first-account", "Open the first system administrator's account on a new site.")
    account.add_argument("email")
    verify = add("verify-audit", "Check that nobody altered the audit log.")
    verify.add_argument(
        "--checkpoint",
        metavar="'NUMBER HASH'",
        help="one that you noted earlier: shows even a log that was made anew",
    )
    add("check-deployment", "Say what must be put right before the site goes live.")
    reference = add("reference", "Write docs/reference/ anew from the code.")
    reference.add_argument("--check", action="store_true", help="only say whether it is current")
    return parser


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not “{text}”")
    return int(text)


def _workers(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 100):
        raise argparse.ArgumentTypeError(f"give a number of workers from 1 to 100, not “{text}”")
    return int(text)


def _later(name: str) -> Callable[[argparse.Namespace], int]:
    """The command's function, looked up when it runs, so that --help needs neither Django nor a database."""

    def run(chosen: argparse.Namespace) -> int:
        from throughline.commands import COMMANDS

        module, function = COMMANDS[name]
        command: Callable[[argparse.Namespace], int]
        command = getattr(importlib.import_module(f"throughline.commands.{module}"), function)
        return command(chosen)

    return run
