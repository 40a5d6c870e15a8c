"""US duties by origin: China as in the layers, rates as other compilers list them, replaced headings that exist."""

import os
from pathlib import Path

import pandas as pd
import pytest

from parley import law, read_table
from parley.measures.preferences import special_pct
from parley.recipes.us_duties_by_origin import NAMES

FOREVER = pd.Timestamp("2099-12-31")
WAUGH = "tariffs/waugh-trade-war-redux-2025/tariff-lists/clean-august-7-tariffs.csv"


@pytest.fixture(scope="module")
def duties() -> pd.DataFrame:
    return read_table("us_duties_by_origin")


def test_chinas_duties_on_all_goods_are_those_of_the_layers(duties: pd.DataFrame) -> None:
    columns = ["programme", "rate_pct", "valid_from", "valid_to", "event_id"]
    layers = read_table("tariff_layers")
    on_all = layers["coverage"].isin(["all_goods", "broad_with_exemptions"]) & (layers["importer_iso3"] == "USA")
    expected = layers[on_all & (layers["exporter_iso3"] == "CHN")]
    own = duties[duties["exporter_iso3"] == "CHN"]
    assert sorted(own[columns].fillna(FOREVER).itertuples(index=False)) == sorted(
        expected[columns].fillna(FOREVER).itertuples(index=False)
    )


def test_hong_kong_and_macau_stand_where_the_headings_name_them(duties: pd.DataFrame) -> None:
    own = duties[duties["replaces_heading"] == "none"]
    programmes = {iso3: set(own.loc[own["exporter_iso3"] == iso3, "programme"]) for iso3 in ("HKG", "MAC")}
    assert programmes == {"HKG": {"fentanyl", "reciprocal", "forced_labour_2026"}, "MAC": {"reciprocal"}}


def test_no_origin_has_two_rates_of_one_measure_on_a_day(duties: pd.DataFrame) -> None:
    key = ["exporter_iso3", "authority", "programme", "product_code", "replaces_heading", "use_limit", "heading_ch99"]
    ordered = duties.sort_values([*key, "valid_from"])
    last = ordered.groupby(key)["valid_to"].shift().fillna(FOREVER)
    again = ordered.duplicated(key)
    assert (ordered.loc[again, "valid_from"] > last[again]).all()


def test_a_replaced_heading_is_one_of_the_lists_or_of_this_table(duties: pd.DataFrame) -> None:
    known = {*read_table("us_tariff_scope")["heading_ch99"].dropna(), *duties["heading_ch99"], "none"}
    # 9903.80.02: 25 % on steel of Turkey in other words
    assert set(duties["replaces_heading"]) <= known


@pytest.mark.parametrize(
    ("code", "heading", "other"), [("87042101", "9903.94.40", "9903.94.41"), ("87032301", "9903.94.41", "9903.94.40")]
)
def test_a_car_of_japan_has_the_heading_of_its_column_1(code: str, heading: str, other: str) -> None:
    """9903.94.40 where column 1 is at least 15 percent, as the 25 of a light truck; else 9903.94.41."""
    headings = {layer.heading for layer in law(code, "JPN", "2025-12-01").lines[0].layers}
    assert heading in headings and other not in headings


def test_an_exempt_list_is_a_programme_of_the_lists(duties: pd.DataFrame) -> None:
    scope = read_table("us_tariff_scope")
    exempt = set(scope.loc[scope["role"].str.startswith("exempt"), "programme"])
    assert set(duties["exempt_programme"].dropna()) <= exempt


@pytest.mark.skipif("PARLEY_RAW" not in os.environ, reason="no raw folders given")
def test_rates_of_august_2025_are_those_another_compiler_lists(duties: pd.DataFrame) -> None:
    listed = pd.read_csv(Path(os.environ["PARLEY_RAW"]) / WAUGH)
    countries = read_table("countries")
    known = dict(zip(countries["name"].str.upper(), countries["iso3"], strict=True))
    known |= {name.upper(): iso3 for name, iso3 in NAMES.items()}
    expected = dict(zip(listed["country_name"].map(known), listed["rtariff-aug"], strict=True))
    own = duties[(duties["event_id"] == "us-ieepa-recip-2") & (duties["valid_from"] == "2025-08-07")]
    found = dict(zip(own["exporter_iso3"], own["rate_pct"], strict=True))
    assert found.pop("EU27") == 15
    assert found == expected


@pytest.mark.parametrize(
    ("text", "origin", "rate"),
    [
        ("Free (A,AU,BH,CL,CO,D,E,IL,JO,KR,MA,OM,P,PA,PE,S,SG)", "KOR", 0.0),
        ("Free (A,AU,BH,CL,CO,D,E,IL,JO,KR,MA,OM,P,PA,PE,S,SG)", "VNM", None),
        ("Free (BH,CL) 3.2% (KR) See 9822.04.35 (AU)", "KOR", 3.2),
        ("Free (BH,CL) 3.2% (KR) See 9822.04.35 (AU)", "AUS", 0.0),
        ("Free (BH,CL) 31¢/kg + 5.4% (KR)", "KOR", 0.0),
        ("Free (S+)", "MEX", 0.0),
        (None, "CAN", None),
    ],
)
def test_a_special_rate_holds_for_the_origins_of_its_symbols(text: str | None, origin: str, rate: float | None) -> None:
    assert special_pct(text, origin) == rate
