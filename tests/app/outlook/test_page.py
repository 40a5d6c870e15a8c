"""The sections of the Outlook page: what can be chosen leads to rows, and what cannot be shown is a sentence."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parley import read_table, terms
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.outlook import effects, errors, header, houses, paths, revisions
from parley.charts.theme import LIGHT
from parley.tables.read import compiled_on
from tests import reader
from tests.apps import at_address, choices, findings
from tests.wording import told

ROOT = Path(__file__).resolve().parents[3]
LONDON, LATEST = date(2025, 6, 9), compiled_on()


Some = Callable[[Iterable[Any]], list[Any]]


@pytest.mark.parametrize("day", [LATEST, date(2025, 4, 12), date(2020, 3, 1), date(2018, 7, 1)])
def test_every_path_and_revision_offered_is_of_the_day_with_a_title_of_few_words(day: date, some: Some) -> None:
    of_areas = [(measure, area) for measure, areas in paths.areas_by_measure(day).items() for area in areas]
    for measure, area in some(of_areas):
        spans = paths.year_spans(measure, area, day).values()
        of_spans = [paths.paths_of(measure, area, years, day) for years in spans]
        years = revisions.revised(measure, area, day)
        of_years = [revisions.revisions_of(measure, area, year, day) for year in years]
        for figure in of_spans + of_years:
            assert len(figure.rows) and figure.rows["published_on"].max() <= pd.Timestamp(day)
            assert reader.count(figure.caption.finding) <= reader.MOST_WORDS
        for figure in of_years:
            assert figure.rows["change_pp"].notna().any()
            assert {"event_before", "event_before_on"} <= set(figure.rows.columns)


@pytest.mark.parametrize("day", [LATEST, LONDON])
def test_every_edition_offered_revised_several_areas(day: date, some: Some) -> None:
    offered = revisions.editions(day)
    published = read_table("forecast_editions").set_index("edition")["published_on"]
    assert [published[e] for e in offered] == sorted((published[e] for e in offered), reverse=True)
    for edition, year in some((edition, year) for edition, years in offered.items() for year in years):
        assert len(revisions.revised_areas(edition, year, day).rows) > 1


def test_a_tariff_event_stands_beside_the_revision_it_came_before() -> None:
    rows = revisions.revisions_of("real_gdp_growth", "WLD", 2025, LATEST).rows.set_index("edition")
    assert rows.at["EO117", "event_before"] == "Geneva truce"
    assert pd.isna(rows.at["EO116", "event_before"])


@pytest.mark.parametrize("shown", [errors.errors, errors.of_editions, errors.of_houses])
def test_no_error_is_shown_before_the_outcomes_were_published(shown: object) -> None:
    assert callable(shown)
    with pytest.raises(NothingToShowError, match="Outlook of June 2026"):
        shown(LONDON)


@pytest.mark.parametrize("day", [LATEST, LONDON])
def test_every_measure_of_other_houses_has_a_word_and_rows(day: date) -> None:
    known = read_table("forecasts", day)
    for measure in houses.measures_of_houses(day):
        assert measure in terms.MEASURES
        area = houses.houses.areas_of_houses(known, measure)[0]
        year = houses.houses.years_of_houses(known, measure, area)[0]
        assert len(houses.printed(measure, area, year, day).rows)


@pytest.mark.parametrize("day", [LATEST, LONDON, date(2026, 8, 1)])
def test_every_area_and_year_of_other_houses_has_a_forecast(day: date, some: Some) -> None:
    """South Korea opened on 2025, of which the IMF's only figure is an estimate made in 2026."""
    known = read_table("forecasts", day)
    measures = houses.measures_of_houses(day)
    of_areas = [(measure, area) for measure in measures for area in houses.houses.areas_of_houses(known, measure)]
    for measure, area in some(of_areas):
        years = houses.houses.years_of_houses(known, measure, area)
        assert [year for year in years if houses.printed(measure, area, year, day).rows.empty] == []
    assert houses.houses.years_of_houses(read_table("forecasts"), "real_gdp_growth", "KOR") == [2027, 2026]


def test_a_choice_without_a_forecast_names_the_area() -> None:
    with pytest.raises(NothingToShowError, match="South Korea for 2025"):
        houses.printed("real_gdp_growth", "KOR", 2025, LATEST)


@pytest.mark.parametrize(
    ("area", "said"), [("WLD", "the world"), ("NON_US", "the average economy outside the US"), ("EA", "the euro area")]
)
def test_the_area_of_an_effect_reads_as_in_a_sentence(area: str, said: str) -> None:
    rows = read_table("tariff_effects")
    of_area = rows[
        rows["area"].eq(area) & rows["effect_kind"].eq(rows.loc[rows["area"].eq(area), "effect_kind"].iloc[0])
    ]
    first = of_area[of_area["variable"].eq(of_area["variable"].iloc[0]) & of_area["unit"].eq(of_area["unit"].iloc[0])]
    shown = effects.chosen(first, {"area": area}, False)
    assert told("outlook", "effects.finding", shown.caption.finding)[1]["area"] == said


@pytest.mark.parametrize("day", [LATEST, LONDON])
def test_effects_are_offered_under_words_of_their_own(day: date) -> None:
    offered = effects.offered_effects(day)
    table = read_table("tariff_effects", day)
    assert len(offered) == len(table[["variable", "effect_kind", "unit"]].drop_duplicates())


def test_every_word_of_the_effects_is_known_to_the_terms() -> None:
    table = read_table("tariff_effects")
    assert set(table["variable"]) <= set(terms.EFFECTS)
    assert set(table["effect_kind"]) == set(terms.EFFECT_KINDS)
    assert set(table["unit"]) == set(terms.EFFECT_UNITS)
    assert set(table["shock_kind"]) == set(terms.SHOCK_KINDS)
    assert set(table["horizon_kind"]) == set(terms.HORIZONS)
    assert set(table["area"]) <= set(effects.area_names())


def test_the_chart_draws_the_newest_shocks_and_the_table_holds_all() -> None:
    rows = read_table("tariff_effects").query("variable == 'real_gdp' and unit == 'percent'")
    shown = effects.chosen(rows, {"area": "all"}, False)
    assert len(shown.rows) == len(rows)
    newest = rows[rows["shock_id"].isin(shown.rows["shock_id"].drop_duplicates().head(effects.SHOCKS_SHOWN))]
    names = [word for word in shown.views["Chart"](LIGHT).layout.yaxis.ticktext if not word.startswith("<b>")]
    assert len(names) == len(newest.drop_duplicates(effects.SHOCK)) >= effects.SHOCKS_SHOWN
    assert told("outlook", "press", shown.note) == ("some", {})
    with pytest.raises(NothingToShowError, match=re.escape(effects.SAY("effects.no_choice"))):
        effects.chosen(rows, {"area": "JPN", "institution": "OECD"}, False)


@pytest.mark.parametrize("which", [effects.LARGEST, effects.ENDS])
@pytest.mark.parametrize("scenario", list(effects.SCENARIOS))
def test_every_variable_by_country_ranks_all_countries(which: str, scenario: str) -> None:
    for variable in effects.country_effects(LATEST):
        shown = effects.ranking(variable, scenario, which, LATEST)
        assert len(shown.rows) == 194
        assert 20 <= len(shown.views["Chart"](LIGHT).data[0].x) <= 22
        case = "share" if variable == "tariff_revenue_to_gdp" else "change"
        assert told("outlook", "countries.finding", shown.caption.finding)[0] == case


def test_results_by_country_are_not_shown_before_the_paper_was_out() -> None:
    unpublished = effects.SAY("countries.unpublished")
    with pytest.raises(NothingToShowError, match=re.escape(unpublished)):
        effects.country_effects(LONDON)


def test_the_subject_of_a_chart_is_named_as_in_a_sentence() -> None:
    assert header.subject("real_gdp_growth", "WLD") == "world growth"
    assert header.subject("headline_inflation", "USA") == "inflation in the US"
    assert header.subject("core_inflation", "G20_AE") == "core inflation in advanced G20 economies"


@pytest.mark.parametrize(
    "query",
    [
        {"outlook_area": "Atlantis", "outlook_measure": "Luck", "outlook_span": "1900"},
        {"outlook_section": "Revisions", "outlook_year": "1900", "outlook_edition": "EO1"},
        {"outlook_section": "Errors", "outlook_errors_by": "By luck", "outlook_error_year": "x"},
        {"outlook_section": "Other houses", "outlook_house_area": "USA", "outlook_house_measure": "Inflation"},
        {"outlook_section": "Effects of tariffs", "outlook_effect": "none", "outlook_effect_area": "Mars"},
        {"outlook_section": "Effects of tariffs", "outlook_effects_of": "194 countries", "outlook_country_effect": "x"},
        {"outlook_section": "No such subject"},
    ],
)
def test_an_address_that_asks_for_what_is_not_there_opens_the_page(query: dict[str, str]) -> None:
    app = at_address("outlook", query)
    assert list(app.exception) == []
    assert list(app.warning) == []
    assert len(findings(app)) >= 1


def test_the_choices_of_an_address_stand_in_the_card_and_change_its_finding() -> None:
    app = at_address("outlook", {"outlook_section": "Other houses", "outlook_house_area": "China"})
    assert choices(app)["outlook_house_area"]["chosen"] == ["China"]
    before = findings(app)
    assert any("China" in words for words in before)
    app.session_state["outlook_house_area"] = "USA"
    app.run()
    assert choices(app)["outlook_house_area"]["chosen"] == ["United States"]
    assert findings(app) != before
