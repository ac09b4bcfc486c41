"""The guard of the audit log in the database, taken away: as an attacker with every right on the database would."""

import contextlib
import importlib
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

guard = importlib.import_module("throughline.base.migrations.0006_audit_is_append_only")
_flush = BaseDatabaseOperations.execute_sql_flush


@contextlib.contextmanager
def lifted() -> Iterator[None]:
    """Without the triggers inside, with them again afterwards."""
    with transaction.atomic():
        _execute(guard.TAKE_AWAY)
        yield
        _execute(guard.PUT)


def _execute(statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def _flush_with_rights(operations: Any, sql_list: list[str]) -> None:
    if not any("base_auditevent" in statement for statement in sql_list):
        return _flush(operations, sql_list)
    with lifted():
        return _flush(operations, sql_list)


def tests_may_empty_the_tables() -> None:
    """Tests that commit empty every table afterwards, the audit log too."""
    BaseDatabaseOperations.execute_sql_flush = _flush_with_rights  # type: ignore[method-assign]
