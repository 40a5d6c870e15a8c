"""Forecast editions: every one dated, in order, and none missing."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def editions() -> pd.DataFrame:
    return read_table("forecast_editions")


def test_the_numbered_outlooks_come_in_the_order_of_their_numbers(editions: pd.DataFrame) -> None:
    outlooks = editions[editions["edition"].str.fullmatch(r"EO\d{3}")].sort_values("published_on")
    assert outlooks["edition"].to_list() == [f"EO{number}" for number in range(100, 120)]


def test_where_only_the_month_is_known_its_last_day_stands(editions: pd.DataFrame) -> None:
    month = editions[editions["date_basis"] == "month"]
    assert month["published_on"].dt.is_month_end.all()
    assert set(editions.loc[editions["published_on"] > "2026-01-01", "date_basis"]) == {"day", "announced", "month"}


def test_the_month_in_a_name_is_the_month_of_release(editions: pd.DataFrame) -> None:
    named = editions["edition"].str.extract(r"_(\d{4})_(\d{2})$").dropna()
    released = editions.loc[named.index, "published_on"].dt.strftime("%Y %m")
    assert len(named) == 27
    assert (released == named[0] + " " + named[1]).all()


def test_every_edition_has_forecasts_but_the_two_not_found(editions: pd.DataFrame) -> None:
    used = set(read_table("forecasts")["edition"])
    assert set(editions["edition"]) - used == {"WEO_2026_10", "WTO_2026_10"}
    assert used <= set(editions["edition"])


def test_tariff_assumptions_stand_only_where_an_edition_states_one(editions: pd.DataFrame) -> None:
    stated = editions.dropna(subset="us_effective_tariff_rate_pct").set_index("edition")
    assert stated["us_effective_tariff_rate_pct"].to_dict() == {"EO117": 15.4, "IEO_2025_09": 19.5}
