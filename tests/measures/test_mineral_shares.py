"""China's share by mineral: the newest edition of a year, the one before beside it, and gaps named."""

import pandas as pd
import pytest

from parley.measures import mineral_shares


def row(mineral: str, year: int, edition: str, share: float) -> dict[str, object]:
    day = {"MCS2025": "2025-04-30", "MCS2026": "2026-02-06"}[edition]
    return {
        "mineral": mineral,
        "statistic": "mine",
        "year": year,
        "edition": edition,
        "share_pct": share,
        "published_on": pd.Timestamp(day),
        "date_basis": "day",
        "source_id": edition.lower(),
    }


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame(
        [
            row("Antimony", 2024, "MCS2025", 60),
            row("Antimony", 2024, "MCS2026", 34),
            row("Gallium", 2024, "MCS2026", 99),
            row("Antimony", 2023, "MCS2025", 59),
        ]
    )


def test_the_newest_edition_leads_and_the_one_before_is_marked(table: pd.DataFrame) -> None:
    ranked = mineral_shares.ranked(table, 2024)
    now = ranked[~ranked["is_earlier"]]
    assert list(now["mineral"]) == ["Gallium", "Antimony", "Germanium"]
    assert set(now["edition"]) == {"MCS2026"}
    before = ranked[ranked["is_earlier"]]
    assert before[["mineral", "share_pct", "edition"]].to_numpy().tolist() == [["Antimony", 60, "MCS2025"]]


def test_a_missing_share_says_why_and_is_not_zero(table: pd.DataFrame) -> None:
    ranked = mineral_shares.ranked(table, 2023).set_index("mineral")
    assert ranked.loc["Germanium", "gap"] == mineral_shares.NO_TABLE
    assert ranked.loc["Gallium", "gap"] == mineral_shares.NOT_LISTED
    assert ranked.loc[["Germanium", "Gallium"], "share_pct"].isna().all()
    assert not ranked["is_earlier"].any()


def test_years_run_backwards(table: pd.DataFrame) -> None:
    assert mineral_shares.years(table) == [2024, 2023]
