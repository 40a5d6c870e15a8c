"""Programmes: one row an act, parted where nobody confirms it any more, and the course of their rates."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures.programmes import course, programmes

LATEST = date(2026, 11, 24)


def of(importer: str, day: date = LATEST) -> pd.DataFrame:
    exporter = "CHN" if importer == "USA" else "USA"
    return programmes(read_table("events", day), read_table("tariff_layers", day), importer, exporter, day)


def courses(rows: pd.DataFrame) -> dict[tuple[str, str], list[tuple[float, float]]]:
    return {(str(a), str(p)): course(part) for (a, p), part in rows.groupby(["authority", "programme"])}


@pytest.mark.parametrize(
    ("programme", "rates"),
    [
        (("section_301", "list_1"), [(25, 25)]),
        (("section_301", "list_3"), [(10, 10), (25, 25)]),
        (("section_301", "list_4a"), [(15, 15), (7.5, 7.5)]),
        (("section_301", "four_year_review"), [(25, 100)]),
        (("section_301", "forced_labour_2026"), [(12.5, 12.5)]),
        (("section_232", "metals"), [(10, 25), (25, 25), (50, 50), (0, 50)]),
        (("section_232", "pharmaceuticals"), [(100, 100)]),
        (("ieepa_fentanyl", "fentanyl"), [(10, 10), (20, 20), (10, 10)]),
        (("ieepa_reciprocal", "reciprocal"), [(10, 10), (84, 84), (125, 125), (10, 10)]),
    ],
)
def test_the_rates_of_a_us_programme_follow_its_acts(
    programme: tuple[str, str], rates: list[tuple[float, float]]
) -> None:
    assert courses(of("USA"))[programme] == rates


def test_chinas_duty_on_all_goods_rises_and_falls() -> None:
    assert courses(of("CHN"))["china_retaliation", "general_2025"] == [(84, 84), (125, 125), (10, 10)]


def test_rates_of_other_countries_and_exemptions_are_no_part_of_a_programme_on_china() -> None:
    ids = set(of("USA")["event_id"])
    assert ids.isdisjoint({"us-ieepa-recip-2", "us-elec-exempt", "us-ag-exempt", "us-301-brazil", "us-ieepa-camx"})


def test_an_act_in_force_is_drawn_to_the_last_day_confirmed_and_then_as_not_confirmed() -> None:
    duty = of("USA").query("event_id == 'us-301-fl'")
    assert duty["state"].tolist() == ["in_force", "not_confirmed"]
    confirmed = read_table("tariff_layers").query("event_id == 'us-301-fl'")["confirmed_until"].item()
    assert duty["valid_to"].tolist() == [confirmed, pd.Timestamp(LATEST)]


def test_no_row_ends_before_it_begins_or_after_the_day() -> None:
    for day in (LATEST, date(2025, 6, 9), date(2018, 7, 6)):
        for side in ("USA", "CHN"):
            rows = of(side, day)
            assert (rows["valid_from"] <= rows["valid_to"]).all()
            assert (rows["valid_to"] <= pd.Timestamp(day)).all()


def test_an_end_announced_later_is_not_known_yet() -> None:
    early = of("USA", date(2025, 6, 9)).query("programme == 'reciprocal'")
    assert early["valid_to"].max() == pd.Timestamp("2025-06-09")


def test_before_the_first_act_there_is_none() -> None:
    assert of("USA", date(2017, 6, 1)).empty
