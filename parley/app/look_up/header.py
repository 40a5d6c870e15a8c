"""What the pages of one thing share: their heading and the tab, their closing list, what a chart leaves out."""

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from parley import terms, words
from parley.app.kit import blocks, sheet

SAY = words.beside(__file__)


def draw(head: DeltaGenerator, title: str, covers: str) -> None:
    """Write the thing by name, in the place above the choices and on the tab of the browser."""
    with sheet.apart(), head:
        blocks.page_header(title, covers)
    blocks.tab(title)


def missing(kind: str) -> None:
    """Write what no page of a kind of thing can tell, and whose data it would be."""
    blocks.finding(SAY("missing.title"))
    blocks.note(SAY("missing", kind))


def of_all(rows: pd.DataFrame, shown: pd.DataFrame) -> tuple[str, dict[str, str]]:
    """Return the case of a measure, ``largest`` or ``all``, and its fields: the value of all rows, how many are shown.

    ``rows``: all, with value_usd; ``shown``: those in the chart.
    """
    case = "largest" if len(rows) > len(shown) else "all"
    total = terms.usd(float(rows["value_usd"].sum()))
    return case, {"total": total, "shown": terms.counted(len(shown)), "count": terms.number(len(rows))}
