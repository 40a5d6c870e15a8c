"""Which table of imports a day reads: the first print until the revised figures are out, never the two joined."""

from datetime import date

import pandas as pd
import pytest

from parley.tables.read import read_table
from parley.tables.us_imports import FIRST_PRINT, ONE_PRODUCT, REVISED, read_imports, vintage

DAY_BEFORE, RELEASED = date(2026, 6, 8), date(2026, 6, 9)
MONEY = ["value_usd", "duty_usd"]


@pytest.mark.parametrize("digits", [6, 10])
def test_a_day_reads_the_first_print_until_the_revised_figures_are_out(digits: int) -> None:
    assert vintage(DAY_BEFORE, digits).years == (2024,)  # type: ignore[arg-type]
    assert vintage(DAY_BEFORE, digits).table.endswith("_2024")  # type: ignore[arg-type]
    assert vintage(RELEASED, digits).years == (2024, 2025)  # type: ignore[arg-type]
    assert vintage(None, digits) == vintage(RELEASED, digits)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [*REVISED.values(), *FIRST_PRINT.values()])
def test_every_row_of_a_table_has_one_day_of_release_so_that_one_product_tells_it(name: str) -> None:
    assert read_table(name, columns=["released_on"])["released_on"].nunique() == 1
    product = read_table(name, where=ONE_PRODUCT)
    assert len(product)
    if name in REVISED.values():
        assert set(product["year"]) == set(read_table(name, columns=["year"])["year"])


def test_a_day_before_any_release_knows_no_year_and_no_row() -> None:
    early = date(2025, 2, 8)
    assert vintage(early).years == ()
    assert read_imports(early).empty
    assert list(read_imports(early, columns=["hs6", "year", "general_value_usd"])) == [
        "hs6",
        "year",
        "general_value_usd",
    ]


@pytest.mark.parametrize(("day", "china_bn"), [(DAY_BEFORE, 429.426), (RELEASED, 431.037)])
def test_imports_of_2024_from_china_in_each_vintage(day: date, china_bn: float) -> None:
    """In print: 429.426 bn at first, 431.037 revised."""
    rows = read_imports(day, 2024, where={"exporter_iso3": ["CHN"]}, columns=["value_usd", "year"])
    assert set(rows["year"]) == {2024}
    assert rows["value_usd"].sum() / 1e9 == pytest.approx(china_bn, abs=0.0005)


def test_the_newest_known_year_is_read_when_none_is_named() -> None:
    assert set(read_imports(DAY_BEFORE, columns=["year"])["year"]) == {2024}
    assert set(read_imports(RELEASED, columns=["year"])["year"]) == {2025}
    assert read_imports(DAY_BEFORE, 2025).empty


def test_the_union_is_its_members_and_stands_once() -> None:
    countries = read_table("countries")
    members = list(countries.loc[countries["is_eu27"], "iso3"])
    columns = ["exporter_iso3", *MONEY]
    apart = read_imports(None, 2025, columns=columns, members=True)
    joined = read_imports(None, 2025, columns=columns)
    assert not joined["exporter_iso3"].isin(members).any()
    union = joined[joined["exporter_iso3"] == "EU27"]
    assert union[MONEY].sum().tolist() == apart.loc[apart["exporter_iso3"].isin(members), MONEY].sum().tolist()
    assert joined[MONEY].sum().tolist() == apart[MONEY].sum().tolist()


def test_asking_for_the_union_gives_it_alone_and_a_member_is_not_taken_for_it() -> None:
    where = {"exporter_iso3": ["EU27", "CHN"], "chapter": ["85"]}
    rows = read_imports(None, 2025, where=where, columns=["exporter_iso3", "hs6", "value_usd"])
    assert set(rows["exporter_iso3"]) == {"EU27", "CHN"}
    assert not rows.duplicated(["exporter_iso3", "hs6"]).any()
    assert read_imports(None, 2025, where={"exporter_iso3": ["DEU"]}).empty
    assert read_imports(DAY_BEFORE, 2024, where={"exporter_iso3": ["DEU"]}).empty


def test_what_the_first_print_lacks_is_missing_and_not_zero() -> None:
    rows = read_imports(DAY_BEFORE, where={"exporter_iso3": ["CHN"]}, columns=["general_value_usd", "value_usd"])
    assert rows["general_value_usd"].isna().all()
    assert rows["value_usd"].sum() > 0
    assert pd.api.types.is_float_dtype(rows["general_value_usd"])
