"""Contents: by hand, adding to one, and on the real data within what they are parts of."""

from datetime import date

import numpy as np
import pytest

from parley.models.armington import FloatArray
from parley.models.content import import_content, value_added_content
from parley.models.sector_economy import SectorEconomy
from parley.results.answers import content
from parley.results.answers.sectors import sectors


def test_one_good_two_countries_by_hand() -> None:
    """Half of each output is value added; A buys its inputs half at home and half from B, B all at home. Chinese-style
    content of B in A: x = 1/2 (x/2 + y/2) with y = 1: x = 1/3."""
    share = np.array([[[0.5], [0.0]], [[0.5], [1.0]]])
    inputs, own = np.full((1, 1, 2), 0.5), np.full((2, 1), 0.5)
    none = np.zeros_like(share)
    assert value_added_content(share, none, inputs, own, 1)[:, 0] == pytest.approx([1 / 3, 1.0])
    direct, total = import_content(share, none, inputs, 1, 0)
    assert direct == pytest.approx([0.25])
    assert total == pytest.approx([0.25 / 0.75])


def duty_content(economy: SectorEconomy) -> FloatArray:
    """Duties paid on inputs, the suppliers' included, in one dollar of output [country, sector], all solved at once:
    x_ns = sum_k gam_ksn (r_nk + sum_j b_jnk x_jk), r the duties in a dollar of inputs, b its parts before duty.
    """
    before = economy.trade_share / (1 + economy.tariff)
    inputs, (_, countries, goods) = economy.input_share, economy.trade_share.shape
    rate = (before * economy.tariff).sum(axis=0)
    paid = np.einsum("ksn,nk->ns", inputs, rate)
    supplied = np.einsum("ksn,jnk->nsjk", inputs, before).reshape(countries * goods, countries * goods)
    content: FloatArray = np.linalg.solve(np.eye(countries * goods) - supplied, paid.ravel())
    return content.reshape(countries, goods)


def test_the_contents_of_all_countries_and_the_duties_add_up_to_one() -> None:
    economy = sectors().economy
    total = duty_content(economy)
    for source in range(len(economy.countries)):
        total = total + value_added_content(
            economy.trade_share, economy.tariff, economy.input_share, economy.value_added_share, source
        )
    made = economy.value_added_share > 0
    assert total[made] == pytest.approx(1, abs=1e-6)


def test_jobs_stand_beside_an_industry_whose_count_is_its_own() -> None:
    """Bureau of Labor Statistics, February 2026: 988.8 thousand in computers and electronics, 355.4 in paper, 340.5 in
    printing. Chemicals hold pharmaceuticals and vehicles all transport equipment, so those industries have none."""
    table = content.jobs(date(2026, 11, 27)).set_index("sector")
    assert table.at["C26", "employees_thousand"] == pytest.approx(988.8)
    assert table.at["C17_18", "employees_thousand"] == pytest.approx(355.4 + 340.5)
    assert not set(table.index) & {"C20", "C21", "C29", "C30", "B05_06"}
    assert table["jobs_month"].dt.strftime("%Y-%m").eq("2026-02").all()


def test_us_industries_and_third_countries() -> None:
    table = content.us_industries()
    goods = table[table["is_goods"]]
    assert ((goods["direct_pct"] <= goods["with_suppliers_pct"]) & (goods["with_suppliers_pct"] < 60)).all()
    content_of = dict(zip(table["sector"], table["chinese_value_added_pct"], strict=True))
    assert content_of["C26"] > content_of["C10T12"]  # electronics hold more of China than food
    third = content.third_countries()
    shares = dict(zip(third["economy"], third["chinese_value_added_pct"], strict=True))
    assert "CHN" not in shares
    assert shares["VNM"] > shares["DEU"]
    assert third["chinese_value_added_pct"].between(0, 100).all()
