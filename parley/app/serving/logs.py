"""The log as one JSON object a line, for machines that read it; nothing of a visitor stands in it."""

import json
import logging
import sys
from datetime import UTC, datetime

OURS = "parley"
SERVERS = ("streamlit", "uvicorn")


class JsonLines(logging.Formatter):
    """One event a line: time, level, who says it, what, and where known the page, its block and the fault."""

    def format(self, record: logging.LogRecord) -> str:
        """The event as one line of JSON."""
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        event |= {name: words for name in ("page", "block") if (words := getattr(record, name, ""))}
        if record.exc_info:
            event["fault"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False)


def as_json() -> None:
    """From now on what Parley and the servers below it log is one JSON object a line.

    Call once they are loaded: each logger of Streamlit has a handler of its own.
    """
    ours = logging.getLogger(OURS)
    if not ours.handlers:
        ours.addHandler(logging.StreamHandler(sys.stderr))
        ours.propagate = False
    for logger in loggers_of(OURS, *SERVERS):
        for handler in logger.handlers:
            handler.setFormatter(JsonLines())


def loggers_of(*packages: str) -> list[logging.Logger]:
    """The loggers these packages have made so far."""
    names = list(logging.root.manager.loggerDict)
    return [logging.getLogger(name) for name in names if name.partition(".")[0] in packages]
