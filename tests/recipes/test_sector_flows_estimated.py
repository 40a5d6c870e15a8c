"""Estimated flows: what was published is kept, what was estimated adds to the published totals."""

import numpy as np
import pandas as pd
import pytest

from parley import read_table
from parley.measures.icio_sectors import GOODS, merged_economy, merged_sector
from parley.recipes.icio import final_use, fit


@pytest.fixture(scope="module")
def flows() -> pd.DataFrame:
    return read_table("sector_flows_estimated").astype({"value_usd": "float64"})


def published(column: str) -> pd.Series:
    table = read_table("icio_country_sector")
    keys = [table["country_iso3"].map(merged_economy).rename("economy"), table["sector"].map(merged_sector)]
    return table.groupby(keys)[column].sum()


def test_every_industry_sells_its_published_output(flows: pd.DataFrame) -> None:
    sold = flows.groupby(["exporter", "sector"])["value_usd"].sum()
    output = published("gross_output_usd")
    assert (sold.reindex(output.index).fillna(0) - output).abs().max() < 3e6  # the rows of the tables miss as much


def test_an_economy_spends_its_value_added_beyond_its_inputs(flows: pd.DataFrame) -> None:
    bought = flows.groupby("importer")["value_usd"].sum()
    spent = bought - published("intermediate_usd").groupby("economy").sum()
    assert (spent / published("value_added_taxes_row_usd").groupby("economy").sum() - 1).abs().max() < 1e-4


def test_no_flow_is_below_the_published_inputs(flows: pd.DataFrame) -> None:
    inputs = read_table("icio_intermediate").astype({"value_usd": "float64"})
    places = [inputs[c].map(merged_economy).rename(c[:8]) for c in ("exporter_iso3", "importer_iso3")]
    known = inputs.groupby([*places, inputs["sector"].map(merged_sector)])["value_usd"].sum()
    all_uses = flows.set_index(["exporter", "importer", "sector"])["value_usd"].reindex(known.index).fillna(0)
    assert (all_uses >= known * (1 - 1e-6) - 1e6).all()


def test_goods_from_china_to_the_united_states_are_the_estimate_not_the_customs_figure(flows: pd.DataFrame) -> None:
    """369 billion dollars by an independent estimate of the same kind; customs recorded 537."""
    pair = flows[(flows["exporter"] == "CHN") & (flows["importer"] == "USA") & flows["sector"].isin(GOODS)]
    assert pair["value_usd"].sum() / 1e9 == pytest.approx(369, abs=1.5)


def test_fitting_reaches_rows_and_columns() -> None:
    draw = np.random.default_rng(1)
    guess, rows = draw.lognormal(size=(6, 4)), draw.uniform(1, 2, 6)
    columns = draw.uniform(1, 2, 4)
    columns *= rows.sum() / columns.sum()
    fitted = fit(guess, rows, columns)
    assert fitted.sum(axis=1) == pytest.approx(rows, rel=1e-12)
    assert fitted.sum(axis=0) == pytest.approx(columns, rel=1e-12)
    ratio = fitted / guess  # a fitted cell is its guess times a factor of its row and one of its column
    assert ratio[0, 0] * ratio[1, 1] == pytest.approx(ratio[0, 1] * ratio[1, 0], rel=1e-12)


def test_an_industry_nobody_uses_as_input_sells_at_home() -> None:
    intermediate = np.array([[[3.0, 0], [1, 0]], [[1, 0], [4, 0]]])
    final = final_use(intermediate, np.array([[2.0, 1], [2, 0]]), np.array([3.0, 2]))
    assert final[0, 0, 1] == pytest.approx(1)
    assert final.sum(axis=(0, 2)) == pytest.approx([3, 2])
