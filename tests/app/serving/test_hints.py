"""What a page will ask for, told with the page."""

import re

import pytest

from parley.app.kit import scripts, settings
from parley.app.serving import hints
from parley.tables.place import ROOT


def test_every_file_hinted_at_is_there() -> None:
    told = hints.link("/base")
    found = re.findall(r"<(/base/[^>]+)>; rel=prefetch; as=script", told)
    found += re.findall(r"<(/base/[^>]+)>; rel=preload; as=(?:style|font; crossorigin)", told)
    assert len(found) == len(hints.LATE) + 6  # the style, the icons, a card, its choices, the address, Plotly's
    for address in found:
        path = address.removeprefix("/base/").partition("?")[0]
        file = ROOT / path.removeprefix("app/") if path.startswith("app/") else scripts.STREAMLIT / path
        assert file.is_file(), address


def test_without_hints_none_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(hints.middleware("")) == 1
    monkeypatch.setenv(settings.WITHOUT, "arenas, hints")
    assert hints.middleware("") == []
