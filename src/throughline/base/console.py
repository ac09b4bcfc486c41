"""What the console says of requests: one line for what was refused or not found, the whole trace for a fault of ours."""

import logging


class ShortRefusals(logging.Filter):
    """A request that was answered with 4xx did what it should: where in the code it was refused helps nobody."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = record.stack_info = None
        return True
