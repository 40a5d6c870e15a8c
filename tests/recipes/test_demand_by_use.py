"""Demand by use: parts add to the total, and the figures are those of the dataset."""

import json
from pathlib import Path

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def demand() -> pd.DataFrame:
    return read_table("demand_by_use")


def test_uses_add_to_the_total_in_every_scenario_and_year(demand: pd.DataFrame) -> None:
    by_use = demand.pivot(index=["scenario", "year"], columns="use", values="demand_kt")
    assert len(by_use) == 16  # the dataset's own totals are off by up to 0.11 t
    assert by_use.drop(columns="total").sum(axis=1).to_numpy() == pytest.approx(by_use["total"].to_numpy(), abs=0.001)


def test_only_2024_is_observed(demand: pd.DataFrame) -> None:
    assert demand.groupby("kind")["year"].agg(["min", "max"]).loc["observed"].tolist() == [2024, 2024]
    assert (demand.loc[demand["kind"] == "projection", "year"] >= 2030).all()


def test_every_figure_is_that_of_the_dataset(demand: pd.DataFrame, raw: Path) -> None:
    dataset = json.loads((raw / "rare_earths/iea_critical_minerals/iea.json").read_text(encoding="utf-8"))
    earths = dataset["totalDemand"]["Rare Earth Elements"]
    series = {
        "wind": earths["sectors"]["Wind"],
        "electric_vehicles": earths["sectors"]["Electric vehicles"],
        "other": earths["otherUses"],
        "total": earths["totalDemand"],
    }
    for row in demand.to_dict("records"):
        values, year = series[row["use"]], str(row["year"])
        printed = values[year] if row["kind"] == "observed" else values[row["scenario"]][year]
        assert row["demand_kt"] == pytest.approx(printed, rel=1e-9)
