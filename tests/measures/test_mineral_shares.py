"""China's share by mineral: the newest edition of the newest year, and gaps named."""

import pandas as pd
import pytest

from parley.measures import minerals


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


def test_the_newest_edition_of_the_newest_year_is_ranked(table: pd.DataFrame) -> None:
    ranked = minerals.ranked(table)
    assert ranked[["mineral", "share_pct"]].head(2).to_numpy().tolist() == [["Gallium", 99], ["Antimony", 34]]
    assert set(ranked["edition"]) == {"MCS2026"}


def test_a_missing_share_says_why_and_is_not_zero(table: pd.DataFrame) -> None:
    other = pd.DataFrame([row("Indium", 2023, "MCS2025", 50)])
    ranked = minerals.ranked(pd.concat([table, other])).set_index("mineral")
    assert ranked.loc["Germanium", "gap"] == minerals.NO_TABLE
    assert ranked.loc["Indium", "gap"] == minerals.NOT_LISTED
    assert ranked.loc[["Germanium", "Indium"], "share_pct"].isna().all()
