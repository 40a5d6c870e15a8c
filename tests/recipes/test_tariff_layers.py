"""The layers: no gap, no overlap, and dates that come from their events."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes import read_facts, tariff_layers
from parley.tables.schema import TableInvalidError

SERIES = ["importer_iso3", "exporter_iso3", "authority", "programme", "scope"]


@pytest.fixture(scope="module")
def layers() -> pd.DataFrame:
    return read_table("tariff_layers")


def test_two_rates_on_the_same_goods_never_stand_together(layers: pd.DataFrame) -> None:
    ordered = layers.sort_values([*SERIES, "valid_from"])
    next_start = ordered.groupby(SERIES)["valid_from"].shift(-1)
    followed = ordered[next_start.notna()]
    assert len(followed)
    assert (followed["valid_to"] < next_start.dropna()).all()


def test_an_open_layer_says_until_when_it_is_confirmed(layers: pd.DataFrame) -> None:
    is_open = layers["valid_to"].isna()
    assert layers.loc[is_open, "confirmed_until"].notna().all()
    assert layers.loc[~is_open, "confirmed_until"].isna().all()


def test_rates_whose_split_was_not_seen_are_marked(layers: pd.DataFrame) -> None:
    begun = layers[layers["event_id"] == "cn-301-l4"]
    assert sorted(begun["rate_pct"]) == [5.0, 10.0]
    assert set(begun["verification"]) == {"unverified"}


def test_the_halving_of_february_2020_is_as_the_press_of_the_day_printed_it(layers: pd.DataFrame) -> None:
    """10 to 5 and 5 to 2.5 percent on 14 February 2020 (Law360 and China Briefing, 6 February 2020)."""
    halved = layers[layers["event_id"] == "cn-301-l4-cut"]
    assert sorted(halved["rate_pct"]) == [2.5, 5.0]
    assert set(halved["valid_from"]) == {pd.Timestamp("2020-02-14")}
    assert set(halved["announced_on"]) == {pd.Timestamp("2020-02-06")}


def test_every_layer_links_the_text_it_was_read_in(layers: pd.DataFrame) -> None:
    assert layers["source_url"].str.startswith("http").all()


def test_uk_steel_stays_at_25_on_the_day_others_go_to_50_and_the_quota_adds_nothing(layers: pd.DataFrame) -> None:
    steel = layers[(layers["programme"] == "steel") & (layers["valid_from"] == "2025-06-04")]
    assert steel.set_index("exporter_iso3")["rate_pct"].to_dict() == {"GBR": 25, "WLD": 50}
    assert set(layers.loc[layers["coverage"] == "quota", "rate_pct"]) == {0}


def test_on_9_june_2025_the_truce_shows_the_end_its_own_acts_print() -> None:
    then = read_table("tariff_layers", as_of=date(2025, 6, 9))
    truce = then[then["event_id"].isin(["us-geneva", "cn-geneva"])]
    assert len(truce) == 2
    assert truce["valid_to"].isna().all()
    assert set(truce["scheduled_end"]) == {pd.Timestamp("2025-08-12")}


def test_a_layer_of_an_unknown_event_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    events = read_facts("events")
    monkeypatch.setattr(tariff_layers, "read_facts", lambda name: events[events["event_id"] != "us-s122"])
    with pytest.raises(TableInvalidError, match="tariff_layers, column event_id, row 9: 'us-s122'"):
        tariff_layers.build(tmp_path)


def test_a_line_with_a_cell_too_many_is_refused_by_name(data_copy: Path) -> None:
    path = data_copy / "facts" / "tariff_layers.csv"
    path.write_text(path.read_text().replace("Proclamation 9705", "Proclamation, 9705", 1))
    with pytest.raises(TableInvalidError, match=r"table tariff_layers.*facts/tariff_layers\.csv.*line \d+"):
        read_facts("tariff_layers")
