"""Somebody in the register, as an extract is compared with them."""

import dataclasses
import datetime


@dataclasses.dataclass(frozen=True)
class Known:
    """Somebody in the register. `key`: their id there; `manager`: the id of theirs."""

    key: int
    number: str | None
    name: str
    email: str | None = None
    job_title: str = ""
    place: int | None = None
    manager: int | None = None
    started_on: datetime.date | None = None
    left_on: datetime.date | None = None
