"""China's share of trade in minerals among the partners: by heading, by year, and the partial year apart."""

import pandas as pd
import pytest

from parley.measures import minerals


def row(
    hts4: str, partner: str, year: int, value: float, partial: bool = False, flow: str = "import"
) -> dict[str, object]:
    return {
        "flow": flow,
        "hts4": hts4,
        "heading": f"heading {hts4}",
        "partner_iso3": partner,
        "year": year,
        "is_partial_year": partial,
        "value_usd": value,
        "source_id": "usitc_dataweb",
    }


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame(
        [
            row("8505", "CHN", 2024, 50),
            row("8505", "CHN", 2025, 60),
            row("8505", "JPN", 2025, 40),
            row("2805", "CHN", 2025, 10),
            row("2805", "JPN", 2025, 90),
            row("2605", "AUS", 2025, 5),
            row("8505", "CHN", 2025, 20, partial=True),
            row("8505", "CHN", 2026, 10, partial=True),
            row("8505", "JPN", 2026, 30, partial=True),
            row("8505", "CHN", 2025, 7, flow="export"),
        ]
    )


def test_headings_rank_by_chinas_share_and_none_from_china_is_a_share_of_zero(table: pd.DataFrame) -> None:
    shares = minerals.by_heading(table, "import")
    assert shares[["hts4", "share_pct"]].to_numpy().tolist() == [["8505", 60], ["2805", 10], ["2605", 0]]
    assert shares["other_usd"].tolist() == [40, 90, 5]


def test_months_are_not_mixed_into_whole_years(table: pd.DataFrame) -> None:
    years = minerals.by_year(table, "import", ("8505", "2805"))
    assert years[["year", "is_partial_year", "share_pct"]].to_numpy().tolist() == [
        [2024, False, 100],
        [2025, False, 35],
        [2026, True, 25],
    ]
