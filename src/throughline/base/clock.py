"""What day it is: asked at the edges only. In the demo the day stands still where the sample borough's history ends."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    return datetime.date.fromisoformat(settings.TODAY) if settings.TODAY else timezone.localdate()


def now() -> datetime.datetime:
    """The moment, for what waits and what was sent: never standing still."""
    return timezone.now()
