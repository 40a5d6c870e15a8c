"""Effects of the tariffs of 2 April 2025 by country in one model, as ranked bars."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.outlook.charts import effects as charts
from parley.charts.figure import Caption
from parley.measures import tariff_effects as measures
from parley.tables import compiled_on

SCENARIOS = {"no_retaliation": "Nobody answers", "optimal_retaliation": "Others answer"}
SAY = words.beside(__file__)
LARGEST, ENDS = "Largest economies", "Ends of the ranking"


def ranked_countries(as_of: date) -> Figure:
    """One scenario and variable, for the largest economies or the ends of the ranking."""
    variable = controls.select(
        "Effect on", offered(as_of), "outlook_country_effect", "welfare", terms.EFFECTS.__getitem__
    )
    scenario = controls.choose("Scenario", list(SCENARIOS), "outlook_country_scenario", SCENARIOS.__getitem__)
    which = controls.choose("Countries", [LARGEST, ENDS], "outlook_country_which")
    shown = ranking(variable, scenario, which, as_of)
    return Figure(
        "outlook_countries",
        shown.caption,
        shown.rows,
        {"Chart": lambda palette: charts.country_bars(shown.drawn, cache.country_names(), palette)},
        note=SAY("countries.note", count=len(shown.rows)),
        state=(variable, scenario, which, as_of),
    )


class Ranking(NamedTuple):
    """A ranking of countries: words, every row, and those drawn."""

    caption: Caption
    rows: pd.DataFrame
    drawn: pd.DataFrame


@kept
def offered(as_of: date) -> list[str]:
    """Variables of the results. Raises NothingToShowError before the paper was out."""
    variables = set(cache.table("tariff_effects_by_country", as_of)["variable"])
    if not variables:
        raise NothingToShowError(SAY("countries.unpublished", day=terms.day(as_of)))
    return [variable for variable in terms.EFFECTS if variable in variables]


@kept
def ranking(variable: str, scenario: str, which: str, as_of: date) -> Ranking:
    """All countries ranked, and those to draw."""
    every = measures.ranked(cache.table("tariff_effects_by_country", as_of), scenario, variable)
    gdp = cache.table("country_macro", compiled_on())
    if which == LARGEST:
        sizes = gdp.rename(columns={"year": "gdp_year", "source_id": "gdp_source_id"})
        every = every.merge(sizes, on="iso3", how="left", validate="one_to_one")
        drawn = measures.largest(every, gdp)
    else:
        drawn = measures.ends(every)
    caption = charts.country_caption(drawn, every, cache.country_names(), scenario)
    return Ranking(caption, every, drawn)
