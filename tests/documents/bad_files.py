"""Files that must be refused, made on the spot: none of them is kept, and each says what its refusal has to say."""

from __future__ import annotations

from tests.documents.bad_bombs import BOMBS
from tests.documents.bad_contents import BAD_CONTENTS
from tests.documents.bad_packages import BAD_PACKAGES
from tests.documents.making_files import Bad

BAD: dict[str, Bad] = BAD_PACKAGES | BOMBS | BAD_CONTENTS
