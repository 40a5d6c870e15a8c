"""To whose goods a law applies: imports counted, goods at a lower rate, and what stands where no list is held."""

from datetime import date

import pandas as pd
import pytest

from parley import terms
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.look_up import law, law_goods, law_reach, things
from parley.tables.read import compiled_on, read_table
from tests.wording import told

AUTUMN = date(2025, 11, 15)


def imports_under(codes: set[str], places: list[str]) -> float:
    """US imports of 2024 of the lines under codes from these origins, as printed first."""
    lines = read_table("us_imports_hs10_2024", where={"exporter_iso3": places}, columns=["hts10", "value_usd"])
    named = lines["hts10"].map(lambda line: any(line[:digits] in codes for digits in (4, 6, 8, 10)))
    return float(lines.loc[named, "value_usd"].sum())


def test_of_a_law_on_china_the_imports_from_china_are_counted() -> None:
    rows = law_goods.valued("section_301", "", AUTUMN)
    chapters = law_goods.by_chapter("section_301", "", AUTUMN)
    assert set(rows["exporter_iso3"]) == {"CHN"}
    assert chapters["value_usd"].sum() == imports_under(set(rows["product_code"]), ["CHN"])
    finding = law_goods.listed("section_301", "", "Section 301", AUTUMN).caption.finding
    assert told("look_up", "law.goods_title", finding)[0] == "taxed"
    assert finding.count("from China") == 1


def test_lists_of_two_origins_count_the_imports_of_each() -> None:
    """Energy and potash of Canada, potash of Mexico: 10% in place of the 25 or 35% on all other goods."""
    rows = law_goods.on_the_day("ieepa_fentanyl", "", AUTUMN)
    of = {place: set(own["product_code"]) for place, own in rows.groupby("exporter_iso3")}
    assert set(of) == {"CAN", "MEX"}
    expected = sum(imports_under(codes, [str(place)]) for place, codes in of.items())
    assert law_goods.by_chapter("ieepa_fentanyl", "", AUTUMN)["value_usd"].sum() == expected


@pytest.mark.parametrize(
    ("authority", "programme", "role"),
    [
        ("ieepa_fentanyl", "", "lower"),
        ("ieepa_fentanyl", "energy_canada", "lower"),
        ("section_301", "", "taxed"),
        ("section_301", "list_4a", "taxed"),
        ("section_232", "", "taxed"),
        ("section_122", "", "exempt"),
    ],
)
def test_what_lists_do(authority: str, programme: str, role: str) -> None:
    assert law_goods.role(law_goods.on_the_day(authority, programme, compiled_on())) == role


def test_a_law_on_all_goods_names_its_origins() -> None:
    general = law_reach.on_all_goods("ieepa_fentanyl", "", AUTUMN)
    assert general.to_dict() == {"CAN": 35.0, "CHN": 10.0, "HKG": 10.0, "MEX": 25.0}
    note = law_goods.listed("ieepa_fentanyl", "", "x", AUTUMN).note
    assert note.endswith(law_goods.SAY("law.general", places="Canada, China, Hong Kong and Mexico"))


LINES = read_table("china_retaliation_hs8")
CANADIAN = read_table("us_duties_by_origin").query("authority == 'section_338' and product_code != 'all'")


@pytest.mark.parametrize(
    ("authority", "programme", "as_of", "case", "fields"),
    [
        ("china_retaliation", "", compiled_on(), "china", {"count": f"{len(LINES):,}", "of": "28 Mar 2025"}),
        ("china_retaliation", "general_2025", compiled_on(), "us_goods", {}),
        ("china_retaliation", "", date(2025, 3, 1), "none", {}),
        ("section_338", "", compiled_on(), "by_origin", {"places": "Canada"}),
        ("ieepa_other", "india_russian_oil", AUTUMN, "all", {"places": "India"}),
        ("mfn", "", compiled_on(), "ordinary", {}),
        ("section_201", "", compiled_on(), "by_origin", {}),  # quartz, since 15 August 2026
        ("section_201", "", date(2026, 3, 1), "none", {}),
    ],
)
def test_where_no_list_is_held_what_is_held_instead_is_said(
    authority: str, programme: str, as_of: date, case: str, fields: dict[str, str]
) -> None:
    with pytest.raises(NothingToShowError) as nothing:
        law_goods.on_the_day(authority, programme, as_of)
    found, said = told("look_up", "law.no_list", str(nothing.value))
    assert found == case
    assert {name: said[name] for name in fields} == fields


def test_the_codes_of_a_law_on_one_origin_are_those_in_force() -> None:
    day = pd.Timestamp(compiled_on())
    held = CANADIAN[(CANADIAN["valid_from"] <= day) & ~(CANADIAN["valid_to"] < day)]
    said = told("look_up", "law.no_list", law_reach.no_list("section_338", "", compiled_on()))[1]
    assert said["count"] == f"{held['product_code'].nunique():,}"


@pytest.mark.parametrize(("authority", "case"), [("section_338", "USA"), ("mfn", "USA")])
def test_no_dated_rate_is_said_of_the_goods_our_layers_are_about(authority: str, case: str) -> None:
    with pytest.raises(NothingToShowError) as nothing:
        law.dated(law.Law(authority, "", "x"), compiled_on())
    assert told("look_up", "law.no_rates", str(nothing.value))[0] == case


def test_codes_of_one_rate_and_day_stand_in_one_line() -> None:
    """Of the chapters of textiles, 50 to 63, each of El Salvador's rows of the law of July 2026 has the same rate."""
    rows = law_goods.by_origin("section_301", "", "Section 301", compiled_on()).rows
    ours = rows[rows["name"] == "El Salvador"]
    short = law_goods.short_of_origins(ours)
    assert len(ours) == 16 and len(short) == 3
    chapters = law_reach.SAY("law.codes", count="14", first="50", last="63")
    assert short["Programme"].str.contains(chapters, regex=False).sum() == 1


@pytest.mark.parametrize(
    ("authority", "programme", "first"),
    [
        ("section_301", "list_1", date(2018, 7, 6)),
        ("section_301", "list_4b", None),  # suspended before it began: 85 FR 3741
        ("section_232", "steel_derivatives", date(2020, 2, 8)),  # Proclamation 9980, not that on steel of 2018
        ("section_232", "car_parts", date(2025, 5, 3)),  # a month after the cars
        ("ieepa_other", "", date(2025, 8, 6)),  # Brazil; 20 February 2026 is the ruling that ended it
        ("ieepa_other", "brazil_2025", date(2025, 8, 6)),
        ("section_201", "", date(2018, 2, 7)),  # solar cells and washing machines, Proclamations 9693 and 9694
        ("mfn", "", None),
    ],
)
def test_a_law_begins_with_what_puts_it_in_force_and_not_with_what_ends_it(
    authority: str, programme: str, first: date | None
) -> None:
    _, begun, *_ = law.facts(law.Law(authority, programme, "x"), compiled_on())
    assert begun.value == (law.SAY("law.fact.none") if first is None else terms.day(first))


def test_a_law_that_is_announced_has_not_been_in_force() -> None:
    _, begun, *_ = law.facts(law.Law("section_232", "polysilicon", "x"), date(2026, 11, 27))
    assert (begun.label, begun.value) == ("Set to begin", terms.day(date(2026, 12, 4)))


@pytest.mark.parametrize(
    ("on", "number", "rates"),
    [
        (date(2019, 9, 1), 1, {"solar_cells": 25.0, "washers": 45.0}),
        (compiled_on(), 124, {"quartz": 50.0, "quartz_over_quota": 25.0}),
    ],
)
def test_a_safeguard_can_be_looked_up_with_the_rate_of_all_who_are_not_free(
    on: date, number: int, rates: dict[str, float]
) -> None:
    assert "section_201" in things.laws(on)
    rows = law_goods.by_origin("section_201", "", "Section 201", on).rows
    others = rows[rows["exporter_iso3"] == "WLD"]
    assert others.groupby("programme")["rate_pct"].max().to_dict() == rates
    assert list(rows["exporter_iso3"].head(len(others))) == ["WLD"] * len(others)
    assert rows.loc[rows["exporter_iso3"] != "WLD", "exporter_iso3"].nunique() == number


def test_a_safeguard_cannot_be_looked_up_before_the_first() -> None:
    assert "section_201" not in things.laws(date(2018, 2, 6))
