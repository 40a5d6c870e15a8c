"""The section Stages: shares and concentration from ore to magnet, and China's mined share edition against edition."""

from datetime import date

import pandas as pd

from parley import terms
from parley.app.kit import cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import concentration as index_charts
from parley.app.rare_earths.charts import supply_stages as charts
from parley.charts.figure import Caption
from parley.measures import supply

METHOD = """
**Share of mine output** = China's output / world total as the edition prints it (rounded), all rare earths as oxide.
China's figure is its production quota. The table gives the share of the unrounded sum of countries beside it. The US
Geological Survey revises the year before with each edition; editions are never joined into one line.

**Stages** are other goods: the International Energy Agency counts neodymium, praseodymium, dysprosium and terbium only.
Its refined tonnage of 2024 exceeds the mined one; it is shown as published. For magnets one share is known, read in
press reports, and no table of countries.

**HHI** (Herfindahl-Hirschman index) = sum of squared shares in percent; 10,000 is a single supplier. The lower bound
leaves out what is not broken down by country, the upper one counts it as a single supplier; the truth lies between.
"""


def draw(as_of: date) -> None:
    """Suppliers by stage with the index of concentration, and China's share of mine output by edition."""
    figures.block("Stages", lambda: by_stage(as_of))
    figures.block("Editions", lambda: by_edition(as_of))


def by_stage(as_of: date) -> Figure:
    """Suppliers at each stage, and how concentrated they are."""
    bars = stage_bars(as_of)
    if bars.empty:
        raise NothingToShowError(f"No shares by stage had been published by {terms.day(as_of)}.")
    return Figure(
        "rare_stages",
        _stages_caption(as_of),
        bars,
        {
            "Chart": lambda palette: charts.stage_bars(bars, palette),
            "Concentration": lambda palette: index_charts.index_ranges(bars, palette),
        },
        note="Magnets, and shares of the 2024 edition: read in press reports",
        state=(as_of,),
    )


@kept
def stage_bars(as_of: date) -> pd.DataFrame:
    """Shares of suppliers by stage."""
    return supply.stage_bars(cache.table("stage_shares", as_of))


@kept
def _stages_caption(as_of: date) -> Caption:
    return charts.stages_caption(stage_bars(as_of))


def by_edition(as_of: date) -> Figure:
    """China's share of mine output in every edition."""
    mined = china_by_edition(as_of)
    if mined.empty:
        raise NothingToShowError(f"No edition of mine output had been published by {terms.day(as_of)}.")
    return Figure(
        "rare_editions",
        _editions_caption(as_of),
        mined,
        {"Chart": lambda palette: charts.china_editions(mined, palette)},
        note="Myanmar is gross weight to 2021 and oxide from 2022, a break in the yearbook's world total",
        state=(as_of,),
    )


@kept
def china_by_edition(as_of: date) -> pd.DataFrame:
    """China's mine output and its share, edition by edition."""
    return supply.china_by_edition(cache.table("mine_production", as_of))


@kept
def _editions_caption(as_of: date) -> Caption:
    return charts.editions_caption(china_by_edition(as_of))
