"""Steps of the average US tariff: authorities add up, projections are marked, the raw release is the published one."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes import us_tariff_tracker
from parley.tables.schema import TableInvalidError


@pytest.fixture(scope="module")
def averages() -> pd.DataFrame:
    return read_table("us_tariff_average")


def test_the_authorities_add_up_to_yales_total_on_every_day(averages: pd.DataFrame) -> None:
    yale = averages[averages["provider"] == "Yale"]
    for day in pd.date_range("2025-01-01", "2026-12-31"):
        rates = yale[(yale["valid_from"] <= day) & (day <= yale["valid_to"])].set_index("authority")["rate_pct"]
        assert rates.drop("total").sum() == pytest.approx(rates["total"], abs=1e-9)


def test_steps_of_a_series_follow_each_other_without_gap(averages: pd.DataFrame) -> None:
    for _, steps in averages.groupby(["provider", "authority"]):
        ordered = steps.sort_values("valid_from")
        days = (ordered["valid_from"].shift(-1) - ordered["valid_to"]).dropna().dt.days
        assert (days == 1).all()
        assert (ordered["rate_pct"].diff().dropna() != 0).all()


def test_totals_have_as_many_steps_as_the_sources_have_changes(averages: pd.DataFrame) -> None:
    totals = averages[averages["authority"] == "total"].groupby("provider").size().to_dict()
    assert totals == {"Yale": 43, "Yale rebuild": 46, "Waugh": 22}


def test_steps_after_the_last_law_known_are_projections(averages: pd.DataFrame) -> None:
    assert (averages["is_projection"] == (averages["valid_from"] > averages["data_as_of"])).all()
    yale = averages[(averages["provider"] == "Yale") & (averages["authority"] == "section_122")]
    # the surcharge ends on 24 July 2026 by its own terms, six weeks after the release
    assert yale.loc[yale["valid_from"] == "2026-07-24", "is_projection"].tolist() == [True]
    assert not averages.loc[averages["valid_from"] <= "2026-06-08", "is_projection"].any()


def test_days_without_a_rate_part_two_steps() -> None:
    days = [date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 3), date(2025, 1, 4)]
    daily = pd.DataFrame({"authority": "total", "date": days, "rate_pct": [2.0, None, 2.0, 2.0]})
    steps = us_tariff_tracker.to_steps(daily, ["authority"])
    assert [d.day for d in steps["valid_from"]] == [1, 3]
    assert [d.day for d in steps["valid_to"]] == [1, 4]


def test_duties_of_an_authority_without_a_name_are_refused() -> None:
    daily = pd.DataFrame({"date": ["2025-01-01"], "etr_base": [0.01], "etr_other": [0.001]})
    with pytest.raises(TableInvalidError, match="etr_other"):
        us_tariff_tracker.by_authority(daily, [])


@pytest.mark.raw
@pytest.mark.parametrize("name", ["daily_overall", "daily_by_authority"])
def test_the_raw_release_has_the_checksum_the_publisher_printed(raw: Path, name: str) -> None:
    folder = raw / us_tariff_tracker.TRACKER / "daily"
    manifest = {entry["name"]: entry for entry in json.loads((folder / "MANIFEST.json").read_text())["files"]}
    content = (folder / Path(manifest[name]["path"]).name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == manifest[name]["sha256"]
