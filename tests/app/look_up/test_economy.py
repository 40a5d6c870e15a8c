"""An economy's page: months that are one month, an average told one way, models that claim no direction for others."""

from datetime import date

import pandas as pd
import pytest

from parley import terms
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.look_up import economy, economy_lists, economy_trade, law_steps, model, product, two_days
from parley.app.tariffs import origins, partners
from parley.tables.read import compiled_on
from tests.apps import at_address, hints
from tests.wording import told

DAYS = [compiled_on(), date(2025, 6, 9), date(2025, 11, 15)]


@pytest.mark.parametrize(
    ("imports", "exports", "case", "month", "end"),
    [
        ("2026-01", "2022-12", "import_export_ends", "January 2026", "December 2022"),
        ("2022-12", "2026-01", "export_import_ends", "January 2026", "December 2022"),
        ("2022-12", "2022-12", "both", "December 2022", ""),
        ("2026-01", "", "import", "January 2026", ""),
    ],
)
def test_one_sentence_is_of_one_month(imports: str, exports: str, case: str, month: str, end: str) -> None:
    cells = [("import", imports, 38e9), ("export", exports, 30.5e9)]
    rows = pd.DataFrame(
        [(flow, pd.Timestamp(day), value) for flow, day, value in cells if day], columns=["flow", "month", "value_usd"]
    )
    found, fields = told("look_up", "flows.title", economy_trade.flows_caption(rows, "X").finding)
    assert (found, fields["month"], fields.get("end", "")) == (case, month, end)


def test_of_the_union_imports_are_told_without_exports_of_three_years_before() -> None:
    rows = economy_trade.months("EU27", compiled_on()).groupby("flow")["month"].max()
    finding = economy_trade.by_month("EU27", compiled_on()).caption.finding
    fields = told("look_up", "flows.title", finding)[1]
    assert rows["import"] > rows["export"]
    assert fields["end"] == f"{rows['export']:%B %Y}" and "sold" not in fields


@pytest.mark.parametrize("as_of", DAYS)
def test_the_average_on_the_union_is_one_figure_wherever_it_is_told(as_of: date) -> None:
    rows = economy.steps("EU27", as_of)
    newest = rows[rows["valid_from"] == rows["valid_from"].max()]
    by_law = partners.by_law(as_of).rows.query("exporter_iso3 == 'EU27'")["rate_pct"]
    both = partners.changed(pd.Timestamp("2025-01-01"), as_of).rows.query("exporter_iso3 == 'EU27'")["rate_pct"]
    total = newest["sum_pct"].iloc[0]
    assert both.item() == pytest.approx(total)
    assert by_law.sum() == pytest.approx(total, abs=0.01)  # the laws of one line are rounded apart
    assert newest["rate_pct"].sum() == pytest.approx(total, abs=0.01)
    assert "mfn" in set(newest["authority"])


def test_the_model_of_one_sector_claims_no_direction() -> None:
    finding = model.ended("NOR", compiled_on()).caption.finding
    fields = told("look_up", "ended.title", finding)[1]
    income = model.without_duties("NOR", compiled_on()).iloc[0]
    assert fields["change"] == f"+{income['change_pct']:.2f}%"


@pytest.mark.parametrize(
    ("iso3", "case"), [("ISR", "same_fall"), ("NOR", "fall_fall"), ("LUX", "rise_rise"), ("TUN", "rise_same")]
)
def test_a_change_that_prints_as_nothing_is_none(iso3: str, case: str) -> None:
    finding = economy_lists.effects(iso3, compiled_on()).caption.finding
    assert told("look_up", "effects.title", finding)[0] == case


@pytest.mark.parametrize(
    ("iso3", "goods"),
    [("CHE", "Precious metals and stones"), ("LUX", "Goods under special US provisions")],
)
def test_a_chapter_is_named_by_what_it_mostly_holds(iso3: str, goods: str) -> None:
    finding = economy_trade.sells(iso3, compiled_on()).caption.finding
    assert told("look_up", "sells.title", finding)[1]["goods"] == goods


def test_chinas_page_does_not_miss_its_trade_with_itself() -> None:
    app = at_address("look_up", {"economy": "China"})
    assert economy_lists.SAY("china.none", name="China") not in hints(app)


@pytest.mark.parametrize("code", ["LSO", "DEU"])
def test_an_average_of_another_source_is_told_on_no_day_later_than_the_law_it_knew(code: str) -> None:
    """The Budget Lab's code knew the law of 8 June 2026."""
    shown = economy.average(code, compiled_on())
    assert told("look_up", "average.measure", shown.caption.measure)[1]["day"] == "8 Jun 2026"
    assert economy.SAY("economy.average_ended", known=terms.day(economy.LAW_KNOWN_TO)) in shown.note
    assert (economy.SAY("economy.average_note") in shown.note) == (code == "DEU")
    assert economy.steps(code, compiled_on())["valid_to"].max() == pd.Timestamp("2026-06-08")
    (fact,) = [fact for fact in economy.facts(code, compiled_on()) if fact.label == "Average tariff by law"]
    assert told("look_up", "product.fact.last", fact.note)[1]["day"] == "8 Jun 2026"
    before = economy.average(code, date(2025, 6, 9))
    assert told("look_up", "average.measure", before.caption.measure)[1]["day"] == "9 Jun 2025"
    assert "8 Jun 2026" not in before.note.replace(terms.NBSP, " ")


def test_the_average_line_by_line_is_told_to_the_day_and_has_the_newest_law() -> None:
    """Brazil's duty under section 301 began on 22 July 2026; El Salvador may claim its agreement."""
    rows = economy.steps("BRA", compiled_on())
    assert rows["valid_to"].max() == pd.Timestamp(compiled_on())
    begun = rows[rows["valid_from"] == pd.Timestamp("2026-07-22")].set_index("authority")["rate_pct"]
    assert 2 < begun["section_301"] < 25
    assert economy.average("BRA", compiled_on()).note == economy.SAY("economy.average_lines")
    assert economy.average("SLV", compiled_on()).note == economy.SAY("economy.average_unclaimed")


@pytest.mark.parametrize("code", ["VNM", "CHE"])
def test_the_average_of_an_economy_is_that_of_its_goods_by_product(code: str) -> None:
    duties = origins.goods(code, compiled_on()).duties
    paid = (duties["statutory_rate_pct"] * duties["value_usd"]).sum() / duties["value_usd"].sum()
    assert economy.steps(code, compiled_on())["sum_pct"].iloc[-1] == pytest.approx(paid, abs=1e-6)


def test_goods_for_civil_aircraft_are_said_to_be_in_the_lowest_reading_alone() -> None:
    airliners = law_steps.since_2018("880240", "EU27", compiled_on())
    assert told("look_up", "steps.title", airliners.caption.finding)[1]["goods"].lower() == "large aircraft"
    assert airliners.note == product.SAY("steps.average", note=product.SAY("steps.civil"))
    whole = product.SAY("steps.average", note=product.SAY("steps.note"))
    assert law_steps.since_2018("9503", "EU27", compiled_on()).note == whole


def test_an_average_at_its_highest_says_from_what_it_rose() -> None:
    """Averages begin in January 2025: the highest of them is none of all time."""
    case, fields = told("look_up", "average.title", economy.average("CUB", compiled_on()).caption.finding)
    assert (case, fields["now"]) == ("rose", "10.0%")
    assert float(fields["before"].rstrip("%")) < 10


def test_a_rate_of_a_few_days_is_no_peak_of_a_title() -> None:
    """The source has 50.1% on the goods of Lesotho from 5 to 9 April 2025, between 0.1 and 10.1%."""
    shown = economy.average("LSO", date(2025, 6, 9))
    case, fields = told("look_up", "average.title", shown.caption.finding)
    assert (case, fields["before"], fields["now"]) == ("rose", "0.1%", "10.1%")
    assert shown.note == economy.SAY("average.brief", peak="50.1%")
    rows = economy.steps("LSO", date(2025, 6, 9))
    days, first = two_days._days(rows, "goods from Lesotho")
    assert pd.Timestamp("2025-04-05") in days  # it may be chosen
    assert two_days.in_force(rows, first)["sum_pct"].iloc[0] < 1
    china = economy.average("CHN", date(2025, 6, 9))
    assert (
        told("look_up", "average.title", china.caption.finding)[1]["peak"] == "118.3%"
    )  # stood from 9 April to 13 May


def test_before_its_source_begins_the_average_is_not_held() -> None:
    with pytest.raises(NothingToShowError):
        economy.steps("LSO", date(2018, 7, 1))


def test_the_average_of_an_origin_keeps_the_emergency_powers_to_the_day_customs_stopped() -> None:
    """The ruling was on 20 February 2026; its duties were collected to 23 February."""
    days = {f"{day:%Y-%m-%d}" for day in economy.steps("BRA", date(2026, 2, 24))["valid_from"]}
    assert "2026-02-24" in days and "2026-02-20" not in days
    assert economy.steps("BRA", date(2026, 2, 22))["valid_to"].max() == pd.Timestamp("2026-02-22")
    assert economy.steps("LSO", date(2026, 2, 22))["valid_to"].max() == pd.Timestamp("2026-02-19")
