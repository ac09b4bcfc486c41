"""What day it is: asked at the edges only. In the demo the day stands still where the sample borough's history ends."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    return datetime.date.fromisoformat(settings.TODAY) if settings.TODAY else timezone.localdate()


def day_of(moment: datetime.datetime) -> datetime.date:
    """The day on which a moment falls; where the day stands still, that day whatever the moment."""
    return (
        datetime.date.fromisoformat(settings.TODAY) if settings.TODAY else timezone.localtime(moment).date()
    )


def now() -> datetime.datetime:
    """The moment, for what waits and what was sent: never standing still."""
    return timezone.now()
