"""Below By product: the average US tariff on goods from all countries by sector."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs.charts import by_sector as charts
from parley.charts.figure import Caption
from parley.measures.partners import last_known_day
from parley.measures.sector_rates import sector_rates
from parley.tables import compiled_on

SAY = words.beside(__file__)
SHOWN = 15


def draw(as_of: date) -> None:
    """The sectors with the highest rate, before the duties of 2025 and on the last day known."""

    figures.block("By sector", lambda: highest_sectors(as_of))


def highest_sectors(as_of: date) -> Figure:
    """The sectors with the highest rate; its rows are all sectors."""
    caption, rows = sectors(as_of)
    return Figure(
        "tariff_sectors",
        caption,
        rows,
        {"Chart": lambda palette: charts.sector_pairs(rows.head(SHOWN), palette)},
        note=SAY("sectors.note", count=terms.counted(len(rows))),
        state=(as_of,),
    )


@kept
def sectors(as_of: date) -> tuple[Caption, pd.DataFrame]:
    """Words and all sectors, highest first. Raises NothingToShowError before 2025."""
    steps = cache.table("us_tariff_sector_steps", as_of)
    rows = sector_rates(steps, last_known_day(steps, as_of))
    if rows.empty:
        raise NothingToShowError(SAY("sectors.none", day=terms.day(as_of)))
    return charts.sectors_caption(rows.head(SHOWN), len(rows), as_of < compiled_on()), rows
