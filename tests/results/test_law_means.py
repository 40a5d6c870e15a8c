"""What each US law adds on Chinese goods: of a subheading as its table says, of a section as its chapters together."""

from datetime import date

import pandas as pd
import pytest

from parley.measures.statutory_rates import READINGS
from parley.measures.tariffs import in_force
from parley.results.answers import product_solution
from parley.results.answers.product_goods import law_means, law_means_of
from parley.tables.read import read_table

DAY = date(2025, 6, 9)
VEHICLES = ("86", "87", "88", "89")  # section XVII


def test_of_one_subheading_they_are_the_rates_of_the_table() -> None:
    rows = in_force(read_table("us_tariff_statutory_hs6"), DAY)
    expected = rows[rows["hs6"] == "847130"].groupby("authority")[[*READINGS]].sum()
    found = law_means_of(product_solution.inputs(), DAY, "847130")
    named = found["law"].replace({"china_lists": "section_301", "forced_labour_2026": "section_301"})
    pd.testing.assert_frame_equal(found.groupby(named.rename("authority"))[[*READINGS]].sum(), expected)


def test_chapters_weighted_by_their_imports_give_their_section() -> None:
    inputs = product_solution.inputs()
    side = inputs.us
    codes = pd.Series(side.products_of(side.partner_cells)).str[:2]
    weights = pd.Series(side.market.value_usd[side.partner_cells]).groupby(codes).sum()
    parts = [law_means_of(inputs, DAY, chapter).set_index("law")["rate_pct"] * weights[chapter] for chapter in VEHICLES]
    whole = law_means(inputs, DAY).query("section == 'XVII'").set_index("law")["rate_pct"]
    together = pd.concat(parts).groupby("law").sum() / weights[list(VEHICLES)].sum()
    assert together[whole.index].to_dict() == pytest.approx(whole.to_dict())


def test_goods_that_were_not_imported_have_none() -> None:
    assert law_means_of(product_solution.inputs(), DAY, "000000").empty
