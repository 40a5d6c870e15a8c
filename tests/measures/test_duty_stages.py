"""Stages: every change of either side's duty on all goods, renewals and unconfirmed days left out."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import duty_stages, tariffs

# the acts themselves: US 10, 20, 30, 104, 145, 30, 20, 10, 12.5; China 84, 125, 10
PRINTED = {
    "2025-02-04": (10, 0),
    "2025-03-04": (20, 0),
    "2025-04-05": (30, 0),
    "2025-04-09": (104, 0),
    "2025-04-10": (145, 84),
    "2025-04-12": (145, 125),
    "2025-05-14": (30, 10),
    "2025-11-10": (20, 10),
    "2026-02-24": (10, 10),
    "2026-07-24": (12.5, 10),
}


def staged(on: date) -> pd.DataFrame:
    return duty_stages.stages(tariffs.both_sides_steps(read_table("tariff_layers", on), on))


def test_the_stages_are_those_of_the_acts() -> None:
    totals = duty_stages.totals(staged(date(2026, 11, 24)))
    assert {f"{day:%Y-%m-%d}": (r["USA"], r["CHN"]) for day, r in totals.iterrows()} == PRINTED


def test_a_stage_lasts_until_the_day_before_the_next_and_the_last_one_while_both_sides_are_confirmed() -> None:
    rows = staged(date(2026, 11, 24)).drop_duplicates("stage")
    assert list(rows["last_day"][:-1]) == [day - pd.Timedelta(days=1) for day in rows["stage"][1:]]
    layers = read_table("tariff_layers")
    pair = layers["importer_iso3"].isin(["USA", "CHN"]) & layers["exporter_iso3"].isin(["USA", "CHN"])
    open_layers = layers[pair & layers["coverage"].isin(tariffs.HEADLINE) & layers["valid_to"].isna()]
    assert rows["last_day"].iloc[-1] == open_layers["confirmed_until"].min()


def test_the_stages_end_at_the_as_of_date() -> None:
    rows = staged(date(2025, 6, 9))
    assert (rows["stage"].max(), rows["last_day"].max()) == (pd.Timestamp("2025-05-14"), pd.Timestamp("2025-06-09"))


@pytest.mark.parametrize("on", [date(2017, 1, 1), date(2020, 3, 1)])
def test_there_are_no_stages_before_the_duties_on_all_goods(on: date) -> None:
    assert staged(on).empty
