"""The log as JSON: one object a line, whatever is said and however long the trace-back."""

import io
import json
import logging

import pytest

from parley.app.serving import logs


def test_an_event_with_a_fault_is_one_line() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.JsonLines())
    logger = logging.Logger("parley")
    logger.addHandler(handler)
    try:
        raise ValueError('a "quoted"\nsecond line')
    except ValueError:
        logger.exception("%s failed", "Chips", extra={"block": "Chips"})
    logger.warning("over %d lines\n", 2)
    first, second = map(json.loads, out.getvalue().splitlines())
    assert (first["level"], first["logger"], first["message"], first["block"]) == (
        "error",
        "parley",
        "Chips failed",
        "Chips",
    )
    assert "ValueError" in first["fault"]
    assert first["time"].endswith("+00:00")
    assert second.keys() == {"time", "level", "logger", "message"}


def test_loggers_of_the_server_and_ours_take_the_form_and_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs, other = (logging.getLogger(n) for n in ("parley", "streamlit.one_for_this_test", "another"))
    for logger in (ours, theirs, other):
        monkeypatch.setattr(logger, "handlers", [] if logger is ours else [logging.StreamHandler()])
        monkeypatch.setattr(logger, "propagate", logger.propagate)
    logs.as_json()
    assert [isinstance(h.formatter, logs.JsonLines) for log in (ours, theirs) for h in log.handlers] == [True, True]
    assert other.handlers[0].formatter is None
