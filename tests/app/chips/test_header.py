"""The Chips page's facts on several dates, from the tables."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley import read_table, terms
from parley.app.chips import controls as acts
from parley.app.chips import duties, header, sales_to_china, taiwan
from parley.app.kit import controls
from parley.charts.theme import LIGHT
from parley.measures import chips
from parley.tables import read as tables
from tests import wording
from tests.apps import at_address, findings


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    st.cache_resource.clear()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("on", "year"), [(date(2026, 11, 24), "2025"), (date(2026, 6, 8), "2024"), (date(2024, 6, 1), None)], ids=str
)
def test_chips_imported_are_of_the_newest_year_published_and_left_out_before(on: date, year: str | None) -> None:
    facts, _, _ = header.header(on)
    assert [f.label for f in facts if f.label.startswith("Chips")] == ([f"Chips imported, {year}"] if year else [])


@pytest.mark.parametrize(("on", "part"), [(date(2026, 11, 24), "92%"), (date(2025, 6, 9), "80%")])
def test_the_part_of_computers_in_the_rise_follows_the_date(on: date, part: str) -> None:
    finding = taiwan.taiwan_caption(header.taiwan(on), chips.computers_in_rise(header.taiwan(on)), 2023).finding
    assert wording.told("chips", "taiwan.finding", finding)[1]["part"] == part


def test_the_facts_are_those_of_the_rows_shown() -> None:
    """38.1 bn of chips in 2024 are in print (US Census Bureau), which is read up to the revision of June 2026."""
    on = date(2026, 6, 8)
    facts = {f.label: f for f in header.header(on)[0]}
    bought = header.partners(header.CHIPS, on)
    assert plain(facts["Chips imported, 2024"].value) == "$38.1bn"
    assert facts["China's share"].value.startswith(
        f"{bought.loc[bought['exporter_iso3'] == 'CHN', 'share_pct'].item():.1f}"
    )
    assert plain(facts["Taiwan, all goods 2025"].value) == "$198bn"
    assert plain(facts["Section 301, chips"].value) == "50.0%"


def test_the_listed_duty_is_not_in_force_before_its_day_and_not_confirmed_after_the_last_told() -> None:
    assert header.layer(date(2024, 12, 31)) is None
    layer = header.layer(date(2025, 6, 9))
    assert layer is not None
    assert str(layer["valid_from"].date()) == "2025-01-01"
    assert layer["rate_pct"] == 50


def test_the_newest_year_is_of_the_revised_release_and_every_line_has_words() -> None:
    on = date(2026, 11, 24)
    bought, lines = header.partners(header.CHIPS, on), header.lines(header.CHIPS, on)
    assert set(bought["year"]) == set(lines["year"]) == {2025}
    assert bought["value_usd"].sum() == lines["value_usd"].sum()
    assert lines["description"].str.len().min() > 3


def test_duty_of_2024_is_on_chinese_goods_nearly_alone() -> None:
    rows = header.duty(date(2026, 6, 8)).set_index(["heading", "origin"])["effective_rate_pct"]
    table = read_table("us_imports_hs6_2024")
    china = table[(table["exporter_iso3"] == "CHN") & table["hs6"].str.startswith("8542")]
    assert rows["8542", "CHN"] == pytest.approx(china["duty_usd"].sum() / china["value_usd"].sum() * 100)
    assert rows["8542", "CHN"] > 20 > rows["8542", "ROW"] == 0


def test_words_on_controls_say_what_the_bars_show_on_the_day() -> None:
    """Design software was freed on 2 July 2025, the rule on AI chips withdrawn on 13 May 2025 (BIS, as reported); the
    pauses of the affiliates rule and of the controls of October 2025 were printed to 9 and 10 November 2026, that of
    the ban on gallium to 27 November 2026."""
    on = date(2026, 11, 24)
    rows = header.spells(on)
    words = acts.controls_caption(rows)
    told = plain(words.alt)
    counted = acts.states(rows)["state"].value_counts()
    assert (counted["suspended"], counted["ended"]) == (1, 2)
    for state in (
        "Design software ended 2 Jul 2025",
        "AI chips worldwide ended 13 May 2025",
        "Half-owned firms unclear since 10 Nov 2026",
        "5 more rare earths unclear since 11 Nov 2026",
        "Goods made abroad unclear since 11 Nov 2026",
        "Gallium ban, US suspended since 9 Nov 2025",
    ):
        assert f"{state};" in told or f"{state}." in told
    figure, names = acts.control_timeline(rows, LIGHT), []
    for bar in (trace for trace in figure.data if trace.type == "bar"):
        ends = [pd.Timestamp(b) + pd.Timedelta(milliseconds=x) for b, x in zip(bar.base, bar.x, strict=True)]
        names_at = dict(zip(figure.layout.yaxis.tickvals, figure.layout.yaxis.ticktext, strict=True))
        reach = [names_at[y] for y, end in zip(bar.y, ends, strict=True) if end > pd.Timestamp(on)]
        form = acts.ASIDE if bar.name == acts.FORMS[acts.ASIDE][0] else acts.UNSURE
        of_form = [state for state, drawn_as in acts.DRAWN_AS.items() if drawn_as == form]
        drawn = [acts.IN_FORCE] if bar.name.startswith("In force") else of_form
        assert all(any(f"{name} {state} since" in told for state in drawn) for name in reach)
        names += reach
    ended = [name for name in figure.layout.yaxis.ticktext if f"{name} ended" in told]
    lines = [name for name in figure.layout.yaxis.ticktext if not name.startswith("<b>")]
    assert sorted([*names, *ended]) == sorted(lines)


@pytest.mark.parametrize("actor", acts.ACTORS)
@pytest.mark.parametrize("on", [date(2026, 11, 24), controls.LONDON_TALKS])
def test_the_list_of_acts_links_what_was_read_and_shows_months_as_months(actor: str, on: date) -> None:
    words, short, rows = acts.listed_acts(actor, on)
    assert len(short) == len(rows) > 2
    linked = rows["source_url"].notna()
    assert short.loc[linked.to_numpy(), "Act, and where it was read"].str.contains(r"\]\(https?:").all()
    assert wording.told("chips", "acts.finding", words.finding)[0] == actor
    firms = rows["event_id"] == "us-entity-list-2022-12"
    assert [plain(w) for w in short.loc[firms.to_numpy(), "From, or announced"]] == ["Dec 2022"] * int(firms.sum())


@pytest.mark.parametrize(
    ("on", "acts_to", "duties_to"),
    [(date(2026, 11, 27), "28 Sep 2026", "9 Oct 2026"), (date(2025, 6, 9), "9 Jun 2025", "9 Jun 2025")],
    ids=str,
)
def test_acts_are_listed_to_the_day_their_sources_were_read(on: date, acts_to: str, duties_to: str) -> None:
    for actor in acts.ACTORS:
        words, _, _ = acts.listed_acts(actor, on)
        assert wording.told("chips", "acts.measure", words.measure)[1]["day"] == acts_to
    figure = duties.acts_on_duties(on)
    assert wording.told("chips", "duty.acts_measure", figure.caption.measure)[1]["day"] == duties_to
    assert wording.told("chips", "duty.acts", figure.caption.finding)[1]["count"] == terms.counted(len(figure.rows))


def test_controls_with_no_known_start_are_not_counted_as_in_force() -> None:
    on = date(2025, 6, 9)
    words = acts.controls_caption(header.spells(on))
    case, fields = wording.told("chips", "controls.finding", words.finding)
    assert (case, fields["force"], fields["count"]) == ("some", "Seven", "twelve")
    assert (acts.states(header.spells(on))["state"] == acts.START_UNKNOWN).sum() == 4


@pytest.mark.parametrize("on", [date(2025, 6, 9), date(2026, 11, 27)], ids=str)
@pytest.mark.parametrize("goods", header.PRODUCTS)
def test_no_two_lines_have_one_name(goods: str, on: date) -> None:
    names = header.lines(goods, on)["description"]
    assert list(names[names.duplicated()]) == []


SUBJECTS = {
    "Suppliers": "us_imports_hs6",
    "Controls": "events",
    "Taiwan": "us_imports_taiwan_hs6",
    "Sales to China": "us_exports_hs2_annual",
    "Duties": "us_imports_hs6",
}


def opened(subject: str, **query: str) -> AppTest:
    return at_address("chips", {"chip_section": subject, **query})


def told(app: AppTest) -> list[str]:
    return [e.value for kind in ("warning", "error", "info") for e in app.get(kind)]


@pytest.mark.parametrize("subject", list(SUBJECTS))
def test_a_lost_table_costs_its_subject_a_sentence(subject: str, data_copy: Path) -> None:
    (data_copy / f"{SUBJECTS[subject]}.parquet").unlink()
    tables.forget()
    app = opened(subject)
    assert [e.message for e in app.exception] == []
    assert [s for s in told(app) if f"data/{SUBJECTS[subject]}.parquet is missing" in s]
    assert [s for s in told(app) if "cannot be shown" in s] == []


def test_chips_by_product_end_with_2020() -> None:
    app = opened("Sales to China", chip_exports_of=sales_to_china.PRODUCTS)
    assert [h for h in findings(app) if "2020" in h]
