"""China's lines of 28 March 2025: whole codes, whole words, known from that day, and the farm list inside."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.measures.tariffs import in_force
from parley.recipes import us_china_tariffs
from parley.tables.schema import TableInvalidError, load_schema


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    return read_table("china_retaliation_hs8")


def test_a_line_begins_with_its_subheading_of_2022(lines: pd.DataFrame) -> None:
    assert (lines["cn_hs8"].str[:6] == lines["hs6"]).all()
    assert lines["hs6"].isin(read_table("hs_codes")["code"]).all()


def test_the_lists_of_2025_stand_on_those_of_2018_to_2020(lines: pd.DataFrame) -> None:
    """The farm list of 10 March 2025 adds 15 points on maize and cotton and 10 on soya; that of 10 February 15 on coal
    and 10 on crude oil (notices of the State Council Tariff Commission)."""
    rates = lines.set_index("cn_hs8")["additional_rate_pct"]
    for heading, on_top in {"1005": 15, "5201": 15, "2701": 15, "2709": 10}.items():
        assert rates[rates.index.str.startswith(heading)].min() >= on_top, heading
    assert rates[rates.index.str.startswith("1201")].max() == 25 + 5 / 2 + 10  # 2018, 2019 halved in 2020, 2025


def test_nobody_knew_the_list_before_it_was_dated(lines: pd.DataFrame) -> None:
    assert read_table("china_retaliation_hs8", date(2025, 3, 27)).empty
    early = read_table("china_retaliation_hs8", date(2025, 4, 1))
    assert len(early) == len(lines)
    assert early["valid_to"].isna().all()  # that a duty on all goods would come was not known


def test_of_the_two_lists_of_2025_only_that_of_march_has_ended() -> None:
    """By the WTO's lines meat falls by the list of March on 10 November 2025; fuels and cars keep that of February."""
    wto = read_table("china_tariff_on_us_chapters").set_index(["chapter", "date"])["simple_mean_pct"].unstack()
    change = wto[pd.Timestamp("2025-11-10")] - wto[pd.Timestamp("2025-05-14")]
    assert change["02"] < -4
    assert change[["27", "87"]].abs().max() < 1e-9
    layers = read_table("tariff_layers")
    # at 13:01 of 10 November, as the duty on all goods of 14 May 2025 changed at 12:01: the day is the new law's
    present = {day: set(in_force(layers, date.fromisoformat(day))["programme"]) for day in ("2025-11-09", "2025-11-10")}
    assert "list_2025_03" in present["2025-11-09"] - present["2025-11-10"]
    ends = layers.groupby("programme")["valid_to"].agg(lambda days: days.notna().all())
    assert ends[["list_2025_02", "list_2025_03"]].to_list() == [False, True]
    assert "no end of the list of February 2025 is known" in load_schema("china_retaliation_hs8").description


def test_a_rate_that_is_no_percentage_is_refused(tmp_path: Path) -> None:
    path = tmp_path / us_china_tariffs.RETALIATION_FILE
    path.parent.mkdir(parents=True)
    columns = [f" {next(iter(us_china_tariffs.COLUMNS))}", *list(us_china_tariffs.COLUMNS)[1:], "Country"]
    pd.DataFrame([["01012900", "010129", "Horses", "0.3", "China"]], columns=columns).to_csv(path, index=False)
    with pytest.raises(TableInvalidError, match=r"'0.3' is not a percentage"):
        us_china_tariffs.china_retaliation_hs8(tmp_path)
