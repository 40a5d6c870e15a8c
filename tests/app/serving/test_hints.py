"""What a page will ask for, told with the page."""

import re

import pytest

from parley.app.kit import settings
from parley.app.serving import hints
from parley.home import ROOT


def test_every_file_hinted_at_is_there() -> None:
    found = re.findall(r"<(/base/[^>]+)>; rel=prefetch; as=(?:script|style)", hints.link("/base"))
    assert len(found) == len(hints.LATE) + 5  # the style, a card, its choices, the address, Plotly's
    for address in found:
        path = address.removeprefix("/base/").partition("?")[0]
        folder = ROOT / "static" if path.startswith("app/") else hints.JS
        assert (folder / path.rpartition("/")[2]).is_file(), address


def test_without_hints_none_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(hints.middleware("")) == 1
    monkeypatch.setenv(settings.WITHOUT, "arenas, hints")
    assert hints.middleware("") == []
