"""Law by law for one product: states on hand-made lists, and products whose law is known from print."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import product_laws as measures
from parley.measures import product_rates as rates
from tests.measures.test_product_rates import LAYERS, lines, listed, metal, scope

ON = date(2025, 6, 9)


def told(law: pd.DataFrame, *codes: str, on: date = ON) -> pd.DataFrame:
    law = law.assign(
        heading_ch99="9903.88.03",
        confirmed_until=pd.NaT,
        event_id=None,
        citation=None,
        verification="official_file",
        source_id="lists",
    )
    layers = LAYERS.assign(
        scheduled_end=pd.NaT, confirmed_until=pd.NaT, event_id=None, verification="primary_text", source_id="acts"
    )
    goods = lines(*codes)
    found = measures.laws(goods, rates.match(goods["hts10"], law), layers, on)
    return found.set_index("programme")


def test_duties_on_all_goods_are_told_although_no_list_names_the_product() -> None:
    found = told(scope(listed("list_3", "0101", 25)), "8517620090")
    assert found["state"].to_dict() == {"fentanyl": "in_scope", "reciprocal": "in_scope"}
    assert set(found["source_id"]) == {"acts"}


def test_a_list_that_names_some_lines_is_in_scope_with_its_share() -> None:
    found = told(scope(listed("list_3", "85176200", 25)), "8517620090", "8517690000", "8517710000", "8517790000")
    assert found.loc["list_3", ["state", "lines", "share_pct"]].tolist() == ["partly", 1, 25.0]


def test_the_lower_of_two_lists_is_listed_and_does_not_decide() -> None:
    law = scope(listed("list_4a", "85076000", 7.5), listed("four_year_review", "8507600010", 25))
    one = told(law, "8507600010")
    assert one["state"].to_dict() | {"list_4a": "outranked"} == one["state"].to_dict()
    both = told(law, "8507600010", "8507600020")
    assert both.loc["list_4a", ["state", "lines", "share_pct"]].tolist() == ["partly", 1, 50.0]


def test_an_exempt_product_names_the_list_that_exempts_it() -> None:
    exempt = ("ieepa_reciprocal", "reciprocal", "WLD", "exempt", "8471300100", None, None, None)
    found = told(scope(exempt), "8471300100")
    assert found.loc["reciprocal", ["state", "rate_pct", "share_pct", "source_id"]].tolist() == [
        "exempt",
        10.0,
        0.0,
        "lists",
    ]


def test_goods_under_section_232_are_free_of_the_reciprocal_duty_and_it_says_why() -> None:
    assert told(scope(metal("steel", "7208", 50)), "7208100000").loc["reciprocal", "state"] == "under_232"


def test_metal_in_a_good_leaves_the_reciprocal_duty_in_scope() -> None:
    law = scope(metal("steel_derivatives", "94032000", 50, "metal_share"))
    assert told(law, "9403200090").loc["reciprocal", "state"] == "in_scope"


@pytest.mark.parametrize(
    ("role", "state"),
    [("in_scope_partial", "some_goods"), ("exempt_partial", "some_goods_exempt"), ("suspended", "suspended")],
)
def test_what_no_code_tells_apart_is_said_to_be_about_some_goods(role: str, state: str) -> None:
    law = scope(("section_301", "list_x", "CHN", role, "84713001", 25, "additional", None))
    assert told(law, "8471300100").loc["list_x", "state"] == state


def test_a_law_not_yet_or_no_longer_in_force_is_not_told() -> None:
    assert "list_3" not in told(scope(listed("list_3", "8517", 25), since="2025-07-01"), "8517620090").index


def test_lines_that_others_ship_count_with_no_imports_from_china() -> None:
    trade = pd.DataFrame(
        {
            "hts10": ["8542310001", "8542310001", "8542320002", "8541100000"],
            "exporter_iso3": ["CHN", "TWN", "KOR", "CHN"],
            "value_usd": [5, 7, 9, 1],
            "duty_usd": [2, 0, 0, 0],
        }
    )
    found = measures.lines_of(trade, "8542")
    assert found.to_numpy().tolist() == [["8542310001", 5, 2], ["8542320002", 0, 0]]
    assert measures.lines_of(trade, "8543").to_numpy().tolist() == [["8543", 0, 0]]


# Products whose law is in print


def product(code: str, on: date) -> pd.DataFrame:
    trade = read_table("us_imports_hs10_2024", where={"hs6": [code[:6]]})
    goods = measures.lines_of(trade, code)
    matched = rates.match(goods["hts10"], read_table("us_tariff_scope"))
    mfn = read_table("us_mfn_rates", where={"hts_edition": ["2025 basic"]})
    goods = rates.with_ordinary(goods, mfn, matched)
    return measures.laws(goods, matched, read_table("tariff_layers", on), on)


@pytest.mark.parametrize("code", ["851713", "847130", "854232"])
def test_phones_computers_and_chips_are_exempt_from_the_reciprocal_duty_and_owe_the_fentanyl_one(code: str) -> None:
    """Presidential memorandum of 11 April 2025; the fentanyl duty has no exemption for them."""
    states = product(code, ON).set_index("programme")["state"]
    assert states["reciprocal"] == "exempt"
    assert states["fentanyl"] == "in_scope"


def test_chips_are_at_50_percent_under_section_301_from_2025() -> None:
    """89 FR 76581."""
    before, after = (product("854231", day) for day in (date(2024, 12, 31), date(2025, 1, 1)))
    owed = [p.loc[(p["authority"] == "section_301") & (p["state"] == "in_scope"), "rate_pct"] for p in (before, after)]
    assert [list(rate) for rate in owed] == [[25.0], [50.0]]


def test_steel_sheet_is_at_50_percent_from_4_june_2025_and_25_before() -> None:
    """Proclamation 10947."""
    for on, rate in ((date(2025, 6, 3), 25.0), (date(2025, 6, 4), 50.0)):
        steel = product("720851", on).set_index("programme").loc["steel"]
        assert steel[["state", "rate_pct"]].tolist() == ["in_scope", rate]


def test_bananas_are_exempt_from_13_november_2025() -> None:
    """EO 14360."""
    states = [
        product("080390", on).set_index("programme").loc["reciprocal", "state"]
        for on in (date(2025, 11, 12), date(2025, 11, 13))
    ]
    assert states == ["in_scope", "exempt"]


def test_an_ordinary_duty_is_told_as_printed() -> None:
    mfn = read_table("us_mfn_rates", where={"hts_edition": ["2025 basic"]})
    goods = pd.DataFrame({"hts10": ["8507600010", "8507600020", "9999999999"], "value_usd": [0, 0, 0]})
    found = measures.ordinary(goods, mfn)
    assert found[["general_rate_text", "ad_valorem_pct", "lines"]].to_numpy().tolist() == [["3.4%", 3.4, 2]]
