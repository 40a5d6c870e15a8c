"""A shipment in dollars: a real entry and the answers of customs to the cent, fees, what changes next."""

import json
from datetime import date

import jsonschema
import numpy as np
import pytest

import parley
from parley.measures import entry_fees
from parley.results.law.answer import LandedError
from parley.results.law.landed import BY, HARBOR, PROCESSING, landed, unit_of
from parley.results.law.landed_answer import Fee, LandedAnswer
from parley.results.law.tables import tables
from parley.tables.place import ROOT
from tests.seeds import seed

SCHEMA = json.loads((ROOT / "docs" / "landed.schema.json").read_text(encoding="utf-8"))


def one(*args: object, **more: object) -> LandedAnswer:
    """The one answer to a question of one origin."""
    (answer,) = parley.landed(*args, **more)  # type: ignore[arg-type]
    jsonschema.validate(answer.to_dict(), SCHEMA)
    return answer


def fee(answer: LandedAnswer, name: str) -> Fee:
    """A fee of an answer by its name."""
    (wanted,) = [each for each in answer.fees if each.name == name]
    return wanted


def test_a_real_entry_of_september_2026_to_the_cent() -> None:
    """Entry summary under HTS 2026 revision 19: 7326.90.8688 of China, 14,172 dollars, 77.90% in all."""
    answer = one("7326.90.8688", "CHN", 14_172, on="2026-09-15")
    assert answer.duty_usd.high == answer.duty_usd.central == 11_039.99
    assert answer.duty_usd.low == 11_039.99 - 3_543.00  # the article an exclusion describes
    charged = {charge.heading: charge.high_usd for charge in answer.lines}
    assert charged == {None: 410.99, "9903.88.03": 3_543.00, "9903.82.02": 7_086.00, "9903.05.90": 0.0}
    assert answer.next_change is not None
    assert (answer.next_change.on, answer.next_change.headings) == (date(2026, 11, 10), ("9903.88.69",))


@pytest.mark.parametrize("origin", ["CHN", "CAN", "VNM"])
def test_a_line_has_one_payable_rate_in_law_and_landed(origin: str) -> None:
    """Of lines drawn, some freed in part; a mean of imports stands apart."""
    on, numbers = date(2026, 9, 15), sorted(tables().imports.under("").lines)
    draw = np.random.default_rng(seed(20261202)).choice(numbers, 12, replace=False)
    compared = 0
    for number in ["7326908688", *map(str, draw)]:
        (line,) = parley.law(number, origin, on).lines
        if unit_of(number, origin, on) is None:
            assert one(number, origin, 10_000, on=on.isoformat()).rate_pct == line.payable_pct
            compared += 1
    assert compared


def test_the_entry_pays_a_rate_that_the_mean_of_imports_is_not() -> None:
    (line,) = parley.law("7326.90.8688", "CHN", "2026-09-15").lines
    assert line.payable_pct.central == pytest.approx(77.90)  # as on the entry summary
    low, mean, high = line.payable_pct.low, line.sum_pct.central, line.payable_pct.high
    assert low is not None and mean is not None and high is not None
    assert low < mean < high


@pytest.mark.parametrize(
    ("code", "value", "quantity", "on", "duty", "percentage", "harbor"),
    [
        ("0703.20.0015", 49_167, 25_719, "2018-04-15", 110.59, 170.31, 61.46),  # April 2018, questions 11 to 13
        ("8482.10.1080", 5_798, None, "2018-04-15", 139.15, 20.08, 7.25),  # question 19
        ("9619.00.6400", 10_500, None, "2019-04-15", 1_564.50, 36.37, 13.13),  # October 2020, question 33
    ],
)
def test_answers_of_the_brokers_examination(
    code: str, value: float, quantity: float | None, on: str, duty: float, percentage: float, harbor: float
) -> None:
    answer = one(code, "CHN", value, quantity, on=on)
    assert answer.duty_usd.central == duty
    assert fee(answer, PROCESSING).percentage_usd == percentage
    assert fee(answer, HARBOR).usd == harbor
    assert answer.total_usd == pytest.approx(duty + fee(answer, PROCESSING).usd + harbor)


def test_a_key_of_2017_by_its_parts() -> None:
    """April 2017, question 3: 9,875 dollars of 8482.10.1080; the day precedes the law we hold."""
    printed = tables().printed("84821010", date(2018, 1, 1))
    assert printed is not None and printed.ad_valorem_pct is not None
    assert entry_fees.cents(9_875, printed.ad_valorem_pct) == 237.00
    assert entry_fees.cents(9_875, 0.3464) == 34.21
    assert entry_fees.cents(9_875, 68.89) == 6_802.89
    assert refused("8482.10.1080", "CHN", 9_875, on="2017-04-15") == "on"


@pytest.mark.parametrize(
    ("value", "processing", "harbor"),
    [
        (9_981, 34.58, 12.48),
        (9_982.68, 34.58, 12.48),
        (50_000, 173.20, 62.50),
        (193_666.28, 670.86, 242.08),
        (193_700, 670.86, 242.13),
        (250_000, 670.86, 312.50),
    ],
)
def test_the_ends_of_the_fee_of_fiscal_year_2027(value: float, processing: float, harbor: float) -> None:
    answer = one("8471.30.0100", "CHN", value, on="2026-10-05")
    assert (fee(answer, PROCESSING).usd, fee(answer, HARBOR).usd) == (processing, harbor)
    assert fee(answer, PROCESSING).fiscal_year == 2027


@pytest.mark.parametrize("by", BY)
def test_only_cargo_by_sea_owes_the_harbor_fee(by: str) -> None:
    names = {each.name for each in one("8471.30.0100", "VNM", 45_000, by=by, on="2026-10-05").fees}
    assert names == ({PROCESSING, HARBOR} if by == "sea" else {PROCESSING})


def test_goods_of_mexico_owe_by_what_most_of_them_claim() -> None:
    """Most imports of 7326.90.8688 claim the agreement: no ordinary duty, no processing fee; the high end has both."""
    mexico, canada = parley.landed("7326.90.8688", ["MEX", "CAN"], 14_172, by="land", on="2026-09-15")
    assert (mexico.origin, canada.origin) == ("MEX", "CAN")
    assert mexico.duty_usd == (7_086.00, 7_086.00, 7_496.99)
    assert mexico.fees_usd == 0.0
    assert mexico.total_high_usd == 7_496.99 + 49.09


def test_every_origin_asked_has_one_answer_in_its_order_and_members_that_of_the_union() -> None:
    answers = parley.landed("8507.60.00", ["VNM", "DEU", "CHN", "EU27"], 45_000, 1_200, on="2026-10-05")
    assert [answer.origin for answer in answers] == ["VNM", "DEU", "CHN", "EU27"]
    assert answers[1].law_of == "EU27"
    assert answers[1].duty_usd == answers[3].duty_usd
    for answer in answers:
        assert answer.total_usd is not None and answer.per_unit_usd is not None
        assert answer.per_unit_usd == pytest.approx(answer.total_usd / 1_200, abs=1e-4)
        assert answer.landed_usd == pytest.approx(answer.total_usd + 45_000)
        for reading in ("low", "central", "high"):
            summed = sum(getattr(charge, f"{reading}_usd") for charge in answer.lines)
            assert summed == pytest.approx(getattr(answer.duty_usd, reading), abs=0.005)


def test_a_code_of_several_lines_spans_them_and_says_so() -> None:
    of_heading, many = one("6403.99", "CHN", 10_000, on="2026-10-05"), tables()
    lines = {line[:8] for line in many.imports.under("640399").lines}
    each = [one(line, "CHN", 10_000, on="2026-10-05").duty_usd for line in lines]
    assert of_heading.duty_usd.low == min(duty.low for duty in each if duty.low is not None)
    assert of_heading.duty_usd.high == max(duty.high for duty in each if duty.high is not None)
    assert of_heading.duty_usd.low != of_heading.duty_usd.high


def test_orders_on_other_origins_than_those_listed_are_not_held() -> None:
    china, vietnam, japan = parley.landed("7317.00.5502", ["CHN", "VNM", "JPN"], 10_000, on="2026-10-05")
    assert china.orders is not None
    assert [order.case_number for order in china.orders] == ["A-570-909"]
    assert vietnam.orders is None and japan.orders is None


def test_the_next_change_is_the_first_day_on_which_the_same_shipment_owes_something_else() -> None:
    before = one("8482.10.1080", "CHN", 5_798, on="2018-04-15")
    change = before.next_change
    assert change is not None and change.kind == "rates" and change.on == date(2018, 9, 24)
    after = one("8482.10.1080", "CHN", 5_798, on=change.on)
    assert after.rate_pct == change.after_pct
    assert one("8482.10.1080", "CHN", 5_798, on="2018-09-23").rate_pct == before.rate_pct == change.before_pct


def test_a_line_whose_text_gives_no_number_says_so() -> None:
    """Watches owe on their parts: 51 cents each + 6.25% on the case, strap or band + 5.3% on the battery."""
    answer = one("9102.11.10", "CHE", 10_000, on="2026-10-05")
    assert any("no rate by value" in sentence for sentence in answer.not_counted)


def refused(*args: object, **more: object) -> str:
    """The field a question is refused for; the message names it."""
    with pytest.raises(LandedError) as error:
        landed(*args, **more)  # type: ignore[arg-type]
    assert str(error.value).startswith(f"{error.value.field}: ")
    return error.value.field


@pytest.mark.parametrize(
    ("field", "question"),
    [
        ("code", {"code": "84"}),
        ("code", {"code": "9903.88.03"}),
        ("code", {"code": "8429.51.1000"}),
        ("origins", {"origins": ["XXX"]}),
        ("origins", {"origins": ["USA"]}),
        ("origins", {"origins": []}),
        ("value_usd", {"value_usd": None}),
        ("value_usd", {"value_usd": 0}),
        ("value_usd", {"value_usd": -1}),
        ("value_usd", {"value_usd": float("nan")}),
        ("value_usd", {"value_usd": "45000"}),
        ("quantity", {"quantity": -3}),
        ("quantity", {"code": "0703.20.0015"}),
        ("by", {"by": "rocket"}),
        ("on", {"on": "1 May"}),
        ("on", {"on": "2017-12-31"}),
    ],
)
def test_what_cannot_be_worked_out_is_refused_by_field(field: str, question: dict[str, object]) -> None:
    assert refused(**({"code": "8482.10.1080", "value_usd": 45_000, "on": "2026-10-05"} | question)) == field
