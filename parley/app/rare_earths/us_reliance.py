"""The section US reliance: net import reliance by mineral, rare earths by edition, and where imports come from."""

from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.rare_earths.charts import us_reliance as charts
from parley.measures import reliance

SHOWN = {"year": "Minerals in one year", "editions": "Rare earths by edition"}
GROUPS = {
    reliance.CONTROLLED: "Under Chinese controls",
    reliance.CRITICAL: "US critical list",
    reliance.ALL: "All",
}

METHOD = """
**Net import reliance** = (imports - exports, for some minerals with changes of stocks) / consumption, as the US
Geological Survey prints it. Where it withholds the number it prints a bound (*>50 %*) or a word (*net exporter*);
both are shown as printed and never turned into a number. Figures of the newest year are estimates. Of the 2025 edition
the chapter on rare earths is here. Sheet and scrap mica are left out: the data file does not tell the two apart.
"""


def draw(as_of: date) -> None:
    """Reliance by mineral or by edition, and the import sources of one good."""

    @blocks.live("US import reliance")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        row = st.container(horizontal=True, gap="medium")
        with row:
            shown = controls.choose("Show", list(SHOWN), "rare_reliance_show", SHOWN.__getitem__)
        if shown == "editions":
            draw_editions(as_of, heading)
        else:
            draw_year(as_of, heading, row)

    @blocks.live("Import sources")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            edition = chosen_edition(reliance.SOURCES, "rare_sources_edition", as_of)
            goods = cache.derived(
                "import goods", (edition, as_of), lambda: list(reliance.goods(table(as_of), edition)["mineral"])
            )
            good = controls.select("Good", goods, "rare_sources_good", "Rare earths")
        rows = cache.derived(
            "import sources", (edition, good, as_of), lambda: reliance.sources(table(as_of), edition, good)
        )
        blocks.chart_block(
            charts.sources_caption(rows),
            rows,
            {"Chart": lambda palette: charts.source_bars(rows, palette)},
            "rare_sources",
            heading=heading,
            state=(edition, good, as_of),
        )


def draw_year(as_of: date, heading: DeltaGenerator, row: DeltaGenerator) -> None:
    """The ranking of one year and edition; further choices stand in ``row``."""
    with row:
        edition = chosen_edition(reliance.RELIANCE, "rare_reliance_edition", as_of)
        year = controls.choose("Year", reliance.years(table(as_of), edition), "rare_reliance_year")
        group = controls.choose("Minerals", list(GROUPS), "rare_reliance_group", GROUPS.__getitem__)
    state = (edition, year, group, as_of)
    rows = cache.derived("reliance", state, lambda: reliance.ranked(table(as_of), edition, year, group))
    if rows.empty:
        raise NothingToShowError(f"Edition {edition} marks none of its minerals so. Choose other minerals.")
    blocks.chart_block(
        cache.derived("reliance words", state, lambda: charts.reliance_caption(rows, group)),
        rows,
        {"Chart": lambda palette: charts.reliance_bars(rows, palette)},
        "rare_reliance",
        heading=heading,
        state=state,
    )


def draw_editions(as_of: date, heading: DeltaGenerator) -> None:
    """Rare-earth compounds and metals, edition against edition."""
    rows = cache.derived("reliance editions", (as_of,), lambda: reliance.by_edition(table(as_of)))
    if rows.empty:
        raise NothingToShowError(f"No figure of import reliance here had been published by {terms.day(as_of)}.")
    blocks.chart_block(
        charts.editions_caption(rows),
        rows,
        {"Chart": lambda palette: charts.edition_lines(rows, palette)},
        "rare_reliance_editions",
        heading=heading,
        state=(as_of,),
    )


def chosen_edition(statistic: str, key: str, as_of: date) -> str:
    """The edition chosen of those known on the date; a control only where there is a choice.

    Raises NothingToShowError where no edition had been published.
    """
    editions = reliance.editions(table(as_of), statistic)
    if not editions:
        raise NothingToShowError(f"No figure of import reliance here had been published by {terms.day(as_of)}.")
    return editions[0] if len(editions) == 1 else controls.choose("Edition", editions, key)


def table(as_of: date) -> pd.DataFrame:
    """All rows known on the date."""
    return cache.table("us_import_reliance", as_of)
