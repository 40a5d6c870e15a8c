"""Exports by commodity: of each month the print that tells of most goods."""

from datetime import date

import pandas as pd
import pytest

from parley.app.trade import china_customs

MAY, JUNE = pd.Timestamp("2026-05-01"), pd.Timestamp("2026-06-01")


def rows(month: pd.Timestamp, source: str, goods: int, change: float = 1.0) -> pd.DataFrame:
    names = [f"good {n}" for n in range(goods)]
    return pd.DataFrame({"commodity": names, "change_pct": change}).assign(month=month, source_id=source, flow="export")


def test_a_whole_page_takes_the_place_of_a_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [rows(MAY, "part", 18), rows(MAY, "page", 40, 2.0), rows(JUNE, "part", 7), rows(JUNE, "cited", 1)]
    table = pd.concat(told, ignore_index=True)
    monkeypatch.setattr(china_customs.cache, "table", lambda name, as_of: table)
    shown = china_customs.exports_by_commodity(date(2026, 11, 27))
    assert shown.groupby(["month", "source_id"]).size().to_dict() == {(MAY, "page"): 40, (JUNE, "part"): 7}


def test_a_month_with_one_good_alone_is_no_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(china_customs.cache, "table", lambda name, as_of: rows(MAY, "cited", 1))
    assert china_customs.exports_by_commodity(date(2026, 11, 27)).empty
