"""What tests of pages ask of a run beside what it draws."""

from typing import Any

import pytest

from parley.app.kit import figures
from parley.app.kit.figures import Figure


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> dict[str, Figure]:
    """The figures sent to a browser since, by name."""
    by_name: dict[str, Figure] = {}
    send = figures._sent

    def noted(figure: Figure, *given: Any, **more: Any) -> Any:
        by_name[figure.name] = figure
        return send(figure, *given, **more)

    monkeypatch.setattr(figures, "_sent", noted)
    return by_name
