"""Law by subheading and stretch of days: equal to the stack recomputed from the lists, with laws struck out too."""

from datetime import date, timedelta

import pandas as pd
import pytest

from parley import read_table
from parley.measures import statutory_rates as measures
from parley.measures.product_rates import RATE, range_on, rates_on, weighted
from parley.tables import build
from parley.tables.schema import table_names
from tests.measures.law_of_china import Law, law_of_china

BASE = date(2024, 12, 31)
DAYS = [
    date(2024, 12, 31), date(2025, 4, 12), date(2025, 6, 9), date(2025, 11, 10), date(2026, 2, 24), date(2026, 4, 6),
    date(2026, 7, 24), date(2026, 11, 24),
]  # fmt: skip


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table("us_tariff_statutory_hs6")


@pytest.fixture(scope="module")
def law() -> Law:
    return law_of_china()


def stacked(law: Law, on: date, without: frozenset[str] = frozenset()) -> pd.Series:
    """The stack of the lines of a day, laws struck out at the lists themselves, averaged to HS6."""
    lines, matched, layers = law
    rows, duties = (f[~f["authority"].isin(without) & ~f["programme"].isin(without)] for f in (matched, layers))
    return weighted(rates_on(lines, rows, duties, on), ["hs6"]).set_index("hs6")[RATE]


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_the_laws_of_a_day_add_up_to_the_stack_of_its_lines(table: pd.DataFrame, law: Law, on: date) -> None:
    found, expected = measures.level(table, on), stacked(law, on)
    assert list(found.index) == list(expected.index)
    assert found.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-6)


def test_the_readings_of_a_day_are_those_of_its_lines(table: pd.DataFrame, law: Law) -> None:
    on = date(2026, 7, 24)
    found = measures.bounds(table, on)
    for column, rates in zip(measures.READINGS, range_on(*law, on), strict=True):
        expected = weighted(rates, ["hs6"]).set_index("hs6")[RATE]
        assert found[column].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-6)


@pytest.mark.parametrize(
    "without",
    [
        {"section_232"}, {"section_301"}, {"forced_labour_2026"}, {"ieepa_fentanyl", "ieepa_reciprocal"},
        {"section_122", "section_232"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("on", [date(2025, 6, 9), date(2026, 2, 24), date(2026, 7, 24)], ids=str)
def test_striking_out_a_law_gives_the_stack_computed_without_it(
    table: pd.DataFrame, law: Law, on: date, without: set[str]
) -> None:
    expected = stacked(law, on, frozenset(without))
    assert measures.level(table, on, without).to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-6)


def test_without_section_232_its_goods_owe_the_duty_on_all_goods(table: pd.DataFrame) -> None:
    """Flat steel 720810 on 9 June 2025: 50 points fall away and the reciprocal 10 come back."""
    on = date(2025, 6, 9)
    assert measures.level(table, on, {"section_232"})["720810"] - measures.level(table, on)["720810"] == -40


def test_only_laws_of_the_table_can_be_struck_out(table: pd.DataFrame) -> None:
    for name in ("section_338", "mfn", "ordinary"):
        with pytest.raises(measures.UnknownLawError, match=name):
            measures.refuse_unknown({name}, table)
    measures.refuse_unknown({"section_301", "china_lists"}, table)


def test_stretches_of_a_law_neither_overlap_nor_repeat_a_rate(table: pd.DataFrame) -> None:
    ordered = table.sort_values([*measures.KEY, "valid_from"])
    before = ordered.groupby(measures.KEY)[["valid_to", *measures.RATES]].shift()
    later = before["valid_to"].notna()
    assert (ordered["valid_from"] > before["valid_to"])[later].all()
    adjoining = later & (ordered["valid_from"] == before["valid_to"] + pd.Timedelta(days=1))
    assert ((ordered[measures.RATES] - before[measures.RATES]).abs().max(axis=1) > 1e-9)[adjoining].all()
    assert not ordered.groupby(measures.KEY)["valid_to"].apply(lambda ends: ends.iloc[:-1].isna().any()).any()


def test_the_ordinary_duty_stands_on_all_days(table: pd.DataFrame) -> None:
    first, last = measures.ordinary(table, BASE), measures.ordinary(table, date(2026, 11, 24))
    assert first.equals(last)
    assert (first <= measures.level(table, BASE) + 1e-9).all()


def test_change_dates_are_days_on_which_a_list_or_a_duty_begins_or_has_ended(law: Law) -> None:
    _, matched, layers = law
    days = measures.change_dates(matched, layers, BASE, date(2026, 12, 31))
    assert days[0] == BASE
    assert {date(2025, 2, 4), date(2025, 4, 9), date(2025, 6, 4), date(2026, 2, 24), date(2026, 7, 24)} <= set(days)
    assert date(2026, 11, 10) in days  # the exclusions lapse
    assert days == sorted(set(days))


def test_two_duties_on_all_goods_at_once_are_refused(law: Law) -> None:
    lines, matched, layers = law
    on = date(2025, 6, 9)
    surcharge = layers["programme"] == "surcharge_2026"
    early = layers.assign(valid_from=layers["valid_from"].mask(surcharge, pd.Timestamp(on) - timedelta(days=1)))
    with pytest.raises(ValueError, match="two duties on all goods"):
        measures.by_subheading(lines, matched, early, on)


def test_the_table_is_built_after_the_lists_it_is_made_of() -> None:
    order = build.build_order(table_names())
    own = order.index("us_tariff_statutory_hs6")
    for name in (
        "us_tariff_scope",
        "metal_content",
        "us_mfn_rates",
        "us_imports_hs10_2024",
        "us_imports_hs6_2024",
        "tariff_layers",
    ):
        assert order.index(name) < own


def test_the_average_of_the_readings_is_that_of_the_lines(table: pd.DataFrame, law: Law) -> None:
    on = date(2026, 7, 24)
    value = law.lines.groupby("hs6")["value_usd"].sum()
    expected = [weighted(rates, [])[RATE].item() for rates in range_on(*law, on)]
    assert measures.mean_range(table, value, on) == pytest.approx(tuple(expected), abs=1e-6)


def test_a_law_changes_on_its_first_day_and_on_the_day_after_its_last() -> None:
    """A list from 4 May to 9 June, whose exclusion is printed to end on 30 June; duties on others do not count."""
    day = pd.Timestamp
    matched = pd.DataFrame(
        {
            "role": ["in_scope", "exempt_partial"],
            "valid_from": [day("2025-05-04"), day("2025-05-04")],
            "valid_to": [day("2025-06-09"), pd.NaT],
            "scheduled_end": [day("2025-08-01"), day("2025-06-30")],
        }
    )
    layers = pd.DataFrame(
        {
            "importer_iso3": ["USA", "USA"],
            "exporter_iso3": ["CHN", "JPN"],
            "valid_from": [day("2025-05-14"), day("2025-05-20")],
            "valid_to": [day("2025-12-31"), pd.NaT],
        }
    )
    days = measures.change_dates(matched, layers, date(2025, 1, 1), date(2025, 12, 31))
    assert [f"{on:%m-%d}" for on in days] == ["01-01", "05-04", "05-14", "06-10", "07-01"]
