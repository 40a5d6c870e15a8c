"""What US law asks of a product: golden cases from the texts, ranges, refusals, shape of the answer, every origin."""

import csv
import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import parley
from parley import read_table
from parley.__main__ import main
from parley.measures.law_index import rules_for
from parley.measures.product_rates import RATE, range_on
from parley.results.law.answer import LawAnswer, LawError
from parley.results.law.lines import law
from parley.results.law.tables import tables
from parley.results.law.words import EARLIER_EXCLUSIONS
from tests.measures.law_of_china import law_of_china

ROOT = Path(__file__).resolve().parents[2]
PRINTED = ROOT / "tests" / "printed"
SCHEMA = json.loads((ROOT / "docs" / "law.schema.json").read_text(encoding="utf-8"))
TOLERANCE = 0.05
SWEATERS = "6110202079"


def cases(name: str) -> list[dict[str, str]]:
    with (PRINTED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def name_of(case: dict[str, str]) -> str:
    return " ".join(case.get(key, "") for key in ("code", "origin", "on", "reading", "laws"))


def test_goods_of_china_owe_what_the_texts_say() -> None:
    printed = cases("law_of_china.csv")
    assert len(printed) == 55
    found = [parley.law(case["code"], "CHN", case["on"]).sum_pct.central for case in printed]
    assert wrong(printed, found) == {}


def test_goods_of_other_origins_owe_what_the_headings_say() -> None:
    printed = cases("law_of_origins.csv")
    assert len(printed) == 209
    answers = [law(case["code"], case["origin"], case["on"]) for case in printed]
    found = [rate_of(answer, case["reading"]) for case, answer in zip(printed, answers, strict=True)]
    assert wrong(printed, found) == {}


def rate_of(answer: LawAnswer, reading: str) -> float | None:
    """The rate of a reading, or what goods owe that claim USMCA or do not."""
    if reading not in ("claimed", "unclaimed"):
        return getattr(answer.sum_pct, reading)
    (line,) = answer.lines
    return getattr(line.of_usmca, f"{reading}_pct")


def wrong(printed: list[dict[str, str]], found: list[float | None]) -> dict[str, float | None]:
    """The cases in print, by name, that the answers miss, each with its answer."""
    pairs = [(case, rate, float(case["sum_pct"])) for case, rate in zip(printed, found, strict=True)]
    return {name_of(case): rate for case, rate, told in pairs if rate is None or abs(rate - told) > TOLERANCE}


@pytest.mark.parametrize("on", [date(2019, 9, 15), date(2025, 6, 9), date(2026, 10, 1)])
def test_line_by_line_it_is_the_law_of_the_averages_on_china(on: date) -> None:
    """Two ways to apply the same law: all lines at once, and one at a time."""
    lines, matched, layers = law_of_china()
    sample = lines.iloc[::7]
    bulk = range_on(sample, matched[matched["code"].isin(sample["hts10"])], layers, on)
    known = sample["value_usd"].to_numpy() > 0
    own = {row.product_code for row in rules_for(tables().by_origin, "CHN", on).duties if row.product_code != "all"}
    alone = sample["hts10"].str.startswith(tuple(own)).to_numpy()  # drones, solar cells: not in the lists of goods
    renumbered = sample["hts10"].str.startswith("44201900").to_numpy()  # the other edition prints a rate
    for i, code in enumerate(sample["hts10"]):
        if known[i] and not alone[i] and not renumbered[i]:
            found = law(code, "CHN", on).sum_pct
            expected = [frame[RATE].iloc[i] for frame in (bulk.low, bulk.central, bulk.high)]
            assert list(found) == pytest.approx(expected), code


def test_every_origin_of_the_imports_has_an_answer_that_adds_up() -> None:
    origins = sorted(read_table("us_imports_hs10_2024", columns=["exporter_iso3"])["exporter_iso3"].unique())
    assert len(origins) == 50
    for origin in origins:
        for code, on in (("870830", "2026-05-01"), ("720851", "2023-06-01"), ("040610", "2026-11-27")):
            answer = law(code, origin, on)
            jsonschema.validate(answer.to_dict(), SCHEMA)
            for line in answer.lines:
                if line.sum_pct.central is not None:
                    assert sum(layer.rate_pct or 0.0 for layer in line.layers) == pytest.approx(line.sum_pct.central)
                    assert line.sum_pct.low is not None and line.sum_pct.high is not None
                    assert line.sum_pct.low <= line.sum_pct.central <= line.sum_pct.high


@pytest.mark.parametrize("code", ["851762", "85176200", "8517620090", "8517.62.00.90"])
def test_a_code_of_any_length_gives_its_lines(code: str) -> None:
    answer = law(code, "CHN", "2026-11-27")
    assert {line.code[:6] for line in answer.lines} == {"851762"}
    assert len({line.code for line in answer.lines}) == len(answer.lines)
    assert all(len(line.code) in (8, 10) for line in answer.lines)


def test_statistical_numbers_part_where_the_law_parts_them() -> None:
    lines = {line.code: line.sum_pct.central for line in law("85051100", "CHN", "2026-11-27").lines}
    assert lines["8505110070"] == pytest.approx(27.1)
    assert lines["8505110090"] == pytest.approx(39.6)
    assert [line.code for line in law("61102020", "VNM", "2026-05-01").lines] == ["61102020"]


def test_the_sum_is_weighted_by_the_imports_of_the_origin() -> None:
    answer = law("851762", "CHN", "2026-11-27")
    weights = [(line.value_usd or 0, line.sum_pct.central or 0.0) for line in answer.lines]
    expected = sum(value * rate for value, rate in weights) / sum(value for value, _ in weights)
    assert answer.sum_pct.central == pytest.approx(expected)
    total = read_table("us_imports_hs10_2024", where={"exporter_iso3": ["CHN"]})
    assert sum(value for value, _ in weights) == total.loc[total["hs6"] == "851762", "value_usd"].sum()


def test_without_imports_of_the_origin_the_sum_is_the_plain_mean_of_the_lines() -> None:
    answer = law("850511", "MNG", "2026-05-01")  # sintered magnets are free of section 122, others are not
    assert not any(line.value_usd for line in answer.lines)
    rates = [line.sum_pct.central or 0.0 for line in answer.lines]
    assert len(set(rates)) == 2
    assert answer.sum_pct.central == pytest.approx(sum(rates) / len(rates))


def test_an_origin_the_first_print_lacks_has_its_revised_imports() -> None:
    answer = law("610910", "MUS", "2026-05-01")
    annual = read_table("us_imports_hts10_annual", where={"exporter_iso3": ["MUS"], "year": [2024]})
    assert sum(line.value_usd or 0 for line in answer.lines) == annual.loc[annual["hs6"] == "610910", "value_usd"].sum()
    assert any("revised" in sentence for sentence in answer.not_known)


def test_a_specific_duty_shows_its_text_and_is_flagged_as_derived() -> None:
    first = law("0406.10.08", "NZL", "2026-05-01").lines[0].layers[0]
    assert "$1.509/kg" in str(first.citation)
    assert first.verification == "derived"


def test_a_specific_duty_in_percent_is_the_duty_of_2024_over_the_value_of_the_origin() -> None:
    """Wine of New Zealand: $167,854 of duty on 21,898,231 in the Census Bureau's file of 2024."""
    first = law("2204215050", "NZL", "2026-05-01").lines[0].layers[0]
    assert first.rate_pct == pytest.approx(0.76652, abs=5e-6)
    # cheese at $1.509/kg, of which New Zealand shipped none: $25,422 on 35,979, all from Ecuador
    elsewhere = law("0406.10.08", "NZL", "2026-05-01").lines[0].layers[0]
    assert elsewhere.rate_pct == pytest.approx(70.658, abs=5e-4)


def test_a_specific_duty_on_what_nobody_shipped_is_not_known() -> None:
    answer = law("0104200000", "NZL", "2026-10-09")
    assert answer.sum_pct == (None, None, None)
    assert answer.lines[0].layers[0].rate_pct is None
    rates = {layer.programme: layer.rate_pct for layer in answer.lines[0].layers}
    assert rates["forced_labour_2026"] == 12.5
    json.dumps(answer.to_dict(), allow_nan=False)


def test_members_of_the_union_answer_as_the_union() -> None:
    assert law("870323", "FRA", "2026-05-01") == law("870323", "EU27", "2026-05-01")


def test_what_is_known_ends_with_the_texts_and_is_said_after() -> None:
    held = tables()
    assert law("851762", "CHN", held.known_until).not_known != law("851762", "CHN", date(2027, 12, 31)).not_known
    later = law("9401614011", "CHN", "2027-01-01")  # scheduled: 30% on upholstered wooden seats
    assert later.sum_pct.central == pytest.approx(55.0)
    assert any(str(later.known_until) in sentence for sentence in later.not_known)


def test_goods_of_canada_pay_by_their_us_parts() -> None:
    """Headings 9903.94.03: 25 percent upon the value of the non-U.S. content; 9903.82.20: 15 percent at the least."""
    layers = {layer.heading: layer for layer in law("87038000", "CAN", "2025-06-09").lines[0].layers}
    assert layers["9903.94.03"].use_limit == "us_content_of_usmca_goods"
    layers = {layer.heading: layer for layer in law("84295210", "MEX", "2026-07-01").lines[0].layers}
    assert layers["9903.82.20"].instead_pct == 15.0
    assert "9903.82.20" not in {layer.heading for layer in law("84295210", "MEX", "2026-06-07").lines[0].layers}


def test_the_condition_of_a_lower_rate_is_told_where_the_goods_are_in_scope_in_part() -> None:
    """EO 14309, section 2(b): parts for British cars; heading 9903.82.05: metal melted or smelted in Britain."""
    for code, on, limit, rate in (
        ("8708305090", "2025-10-31", "parts_for_own_vehicles", 10.0),
        ("84181000", "2026-05-01", "origin_of_the_metal", 15.0),
    ):
        told = {layer.use_limit: layer.instead_pct for layer in law(code, "GBR", on).lines[0].layers}
        assert told[limit] == rate


@pytest.mark.parametrize(
    ("origin", "on", "told"),
    [
        ("FRA", "2019-10-17", False),  # 84 FR 54245
        ("FRA", "2019-10-18", True),
        ("GBR", "2021-03-03", True),
        ("GBR", "2021-03-04", False),  # 86 FR 13961
        ("FRA", "2021-03-10", True),
        ("FRA", "2021-03-11", False),  # 86 FR 14513
        ("GBR", "2026-07-03", False),
        ("GBR", "2026-07-04", True),  # five years from 4 July 2021, 86 FR 36313
        ("FRA", "2026-07-11", True),
        ("NIC", "2027-01-01", True),  # heading 9903.89.01
        ("JPN", "2020-01-01", False),
    ],
)
def test_lists_of_section_301_not_held_are_told_on_their_days(origin: str, on: str, told: bool) -> None:
    assert any("9903.89." in sentence for sentence in law("22042150", origin, on).not_known) is told


def test_an_origin_without_a_row_of_its_own_has_that_of_the_world() -> None:
    held = tables()
    rules = rules_for(held.by_origin, "KEN", date(2025, 6, 9))
    assert {(row.exporter_iso3, row.programme, row.rate_pct) for row in rules.on(SWEATERS)} == {
        ("WLD", "reciprocal", 10.0)
    }
    of_canada = rules_for(held.by_origin, "CAN", date(2025, 6, 9))
    assert {row.heading_ch99 for row in of_canada.on(SWEATERS)} == {"9903.01.10", "9903.01.26"}


@pytest.mark.parametrize(
    ("code", "origin", "on"),
    [
        ("85", "CHN", "2026-05-01"),
        ("8517.62.0", "CHN", "2026-05-01"),
        ("abcdef", "CHN", "2026-05-01"),
        ("８５１７６２", "CHN", "2026-05-01"),
        ("999999", "CHN", "2026-05-01"),
        ("8517620001", "CHN", "2026-05-01"),
        ("980100", "CHN", "2026-05-01"),
        ("851762", "XXX", "2026-05-01"),
        ("851762", "WLD", "2026-05-01"),
        ("851762", "USA", "2026-05-01"),
        ("851762", "China", "2026-05-01"),
        ("851762", "CHN", "2017-12-31"),
        ("851762", "CHN", "2028-01-01"),
    ],
)
def test_a_question_without_an_answer_is_refused_in_one_sentence(
    code: str, origin: str, on: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(LawError):
        law(code, origin, on)
    assert main(["law", code, "--from", origin, "--on", on]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(LawError, match="write it as 2026-05-01"):
        law("851762", "CHN", "1 May 2026")


def test_the_command_prints_the_answer_as_json_or_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "8507.60", "--from", "CHN", "--on", "2026-11-27", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    jsonschema.validate(answer, SCHEMA)
    assert answer == law("850760", "CHN", "2026-11-27").to_dict()
    assert main(["law", "8507.60", "--on", "2026-11-27"]) == 0
    text = capsys.readouterr().out
    assert all(sentence in text for sentence in answer["not_known"])
    assert "40.9% (28.4 to 53.4)" in text


def test_steel_is_told_as_due_and_not_as_exempt() -> None:
    """50 percent on steel, heading 9903.81.87, proclamation 10947 of 3 June 2025."""
    (line,) = law("72083700", "DEU", "2026-10-01").lines
    (steel,) = [layer for layer in line.layers if layer.programme == "steel"]
    assert (steel.role, steel.rate_pct) == ("in_scope", 50.0)


@pytest.mark.parametrize(
    ("code", "on", "owed"),
    [
        ("7210490091", "2025-06-03", {"fentanyl": 14.9, "steel": 10.1}),
        ("7210490091", "2025-06-04", {"steel": 50.0}),
        ("8703230190", "2025-06-03", {"ordinary": 2.05, "cars": 25.0}),
        (
            "8544429090",
            "2025-09-01",
            {"ordinary": 0.97, "copper": 24.57, "aluminium_derivatives": 4.16, "fentanyl": 11.93},
        ),
    ],
)
def test_of_the_duties_on_canada_and_on_metals_one_comes_first(code: str, on: str, owed: dict[str, float]) -> None:
    """EO 14289: cars, then goods of Canada, then metals; since Proclamation 10947 of 3 June 2025 metals before Canada.

    Copper stands in neither: cable owes 35% on all but its aluminium (8.3% of the value; copper is 49.1%). What
    claimed USMCA in 2025, of sheet 40.39%, of cars 18.04, of cable 62.82, owes neither the duty on Canada nor the
    ordinary one, and metals from the first.
    """
    (line,) = law(code, "CAN", on).lines
    assert {layer.programme: layer.rate_pct for layer in line.layers if layer.rate_pct} == pytest.approx(owed, abs=0.01)


@pytest.mark.parametrize(
    ("code", "origin", "on", "expected"),
    [
        # section 301 25, fentanyl 10; 50 on steel 0.3, 10.3, 11.1% and aluminium 0.2, 2.3, 10.7%, 10 on the rest
        ("8418100010", "CHN", "2025-11-10", (45.2, 50.1, 53.7)),
        (
            "8418100010",
            "CHN",
            "2026-04-05",
            (25.3, 40.1, 43.7),
        ),  # section 122, of which parts of aircraft are free; no fentanyl
    ],
)
def test_the_range_spans_the_metal_of_the_subsector(
    code: str, origin: str, on: str, expected: tuple[float, float, float]
) -> None:
    """Until 5 April 2026 derivatives owe on their metal: shares of The Budget Lab's file for NAICS 335."""
    assert tuple(law(code, origin, on).sum_pct) == pytest.approx(expected, abs=TOLERANCE)


def test_each_metal_of_a_good_has_its_own_heading() -> None:
    """Cable since 18 August 2025: 9903.78.01 on the copper in it, 9903.85.08 on the aluminium."""
    (line,) = law("8544429090", "VNM", "2025-09-01").lines
    headings = {layer.heading for layer in line.layers if layer.authority == "section_232" and layer.rate_pct}
    assert headings == {"9903.78.01", "9903.85.08"}


@pytest.mark.parametrize(
    ("code", "origin", "on", "said"),
    [
        ("8481809015", "CHN", "2020-06-01", True),
        ("8481809015", "CHN", "2024-06-15", False),  # heading 9903.88.69, whose lines are in hand
        ("8481809015", "DEU", "2020-06-01", False),
        ("9401806021", "CHN", "2020-06-01", False),  # left out of list 3: it owed nothing of Section 301
    ],
)
def test_exclusions_without_a_list_in_hand_are_said_not_to_be_counted(
    code: str, origin: str, on: str, said: bool
) -> None:
    assert (EARLIER_EXCLUSIONS in law(code, origin, on).not_known) is said


def test_washing_machines_are_said_to_owe_the_safeguard_in_part() -> None:
    told = law("8450200040", "KOR", "2020-06-01").not_known
    assert any(sentence.startswith("Section 201, washing machines: only goods on a list") for sentence in told)


@pytest.mark.parametrize(
    ("code", "origin", "value_usd", "quantity", "ordinary_pct", "per_unit"),
    [
        ("27090020", "NGA", 700_000, 10_000, 0.15, "10.5 cents a barrel"),  # 10.5¢/bbl
        ("04061008", "NZL", 36_000, 10_000, 41.9167, "$1.509 a kg"),
        ("62024065", "VNM", 10_000, 500, 21.87, "19.7% and 43.4 cents a kg"),  # 43.4¢/kg + 19.7%
        ("01042000", "NZL", 5_000, 100, 1.36, "68 cents a head"),
    ],
)
def test_an_ordinary_duty_by_quantity_is_worked_out_for_a_shipment(
    code: str, origin: str, value_usd: float, quantity: float, ordinary_pct: float, per_unit: str
) -> None:
    """HTS 2026 revision 10, column 1 general."""
    answer = law(code, origin, "2026-10-09", value_usd, quantity)
    for line in answer.lines:
        assert line.layers[0].rate_pct == pytest.approx(ordinary_pct, abs=5e-5)
        assert (line.layers[0].per_unit, line.layers[0].verification) == (per_unit, "official_file")
    jsonschema.validate(answer.to_dict(), SCHEMA)


def test_a_special_rate_by_quantity_is_worked_out_too() -> None:
    """2204.10.00, sparkling wine: 19.8¢/liter, of Jordan 8.8¢/liter, which is the low end and not nothing."""
    few, many = (law("22041000", "JOR", "2026-10-09", 10_000, litres).sum_pct for litres in (100, 200))
    assert many.low - few.low == pytest.approx(0.088)  # 100 litres more on $10,000
    assert many.central - few.central == pytest.approx(0.198)


def test_a_duty_on_parts_of_a_good_is_named_and_not_worked_out() -> None:
    """9105.29.30: 57¢ each + 3.7¢/jewel over 7 + 4.9% on the case."""
    answer = law("91052930", "JPN", "2026-10-09", 100, 2)
    assert all(line.layers[0].per_unit is None and line.layers[0].verification == "derived" for line in answer.lines)
    (sentence,) = [sentence for sentence in answer.not_known if "by one quantity" in sentence]
    assert all(line.code in sentence for line in answer.lines)
    assert not any("by one quantity" in sentence for sentence in law("04061008", "NZL", "2026-10-09").not_known)


@pytest.mark.parametrize(
    ("value_usd", "quantity"), [(1.0, None), (None, 1.0), (0.0, 1.0), (1.0, -2.0), (float("nan"), 1.0), (1.0, "two")]
)
def test_a_shipment_that_tells_nothing_is_refused(value_usd: float, quantity: float) -> None:
    with pytest.raises(LawError):
        law("27090020", "NGA", "2026-10-09", value_usd, quantity)


def test_lines_that_owe_by_different_units_take_no_one_quantity() -> None:
    with pytest.raises(LawError, match="kg and by liter"):
        law("200931", "BRA", "2026-10-09", 1_000, 10)


@pytest.mark.parametrize("amount", ["-3", "0", "many", "inf"])
def test_the_command_refuses_an_amount_that_is_no_number_above_0(
    amount: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["law", "2709.00.20", "--from", "NGA", f"--value={amount}", "--quantity", "1"])
    assert "--value" in capsys.readouterr().err
