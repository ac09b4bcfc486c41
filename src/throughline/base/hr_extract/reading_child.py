"""The child process of `hr_extract.reading`: it limits itself as that of `documents` does, and reads one extract."""

import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from documents import sandbox_child
from throughline.base.hr_extract.reading import CHILD, to_json


def _extract(_: str) -> tuple[sandbox_child.Read, Iterable[str]]:
    from throughline.base.hr_extract import parsing

    return lambda data, name: {"extract": to_json(parsing.parse(data, name))}, ()


if __name__ == "__main__":
    sandbox_child.serve(_extract, too_much=CHILD.too_much, broken=CHILD.broken)
