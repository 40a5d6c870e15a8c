"""One statement of the report of 9 June 2025 as the Briefing page answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures.briefing import REPORT_DAY


@dataclass(frozen=True)
class Chart:
    """A figure of a statement: its words, what draws it, and the events it numbers."""

    caption: Caption
    figure: Callable[[Palette], go.Figure]
    acts: pd.DataFrame | None = None


@dataclass(frozen=True)
class Answer:
    """One statement: what was said, what the tables said that day, what is known since, the rows, where to read on.

    ``short_then`` and ``short_since`` stand in the overview; ``page`` and ``query`` open the place that shows it
    whole, where there is one.
    """

    subject: str
    says: str
    verdict: str
    then: str
    since: str
    short_then: str
    short_since: str
    rows: pd.DataFrame
    page: str | None = None
    link: str = ""
    note: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    chart: Chart | None = None
    is_confirmed: bool = True  # whether sources confirm what is known since for the as-of date


def since_day(as_of: date) -> date:
    """The day of the right-hand column: the as-of date, never before the report."""
    return max(as_of, REPORT_DAY)


def nothing_later(as_of: date) -> bool:
    """Whether the as-of date leaves nothing to say about what came after the report."""
    return as_of <= REPORT_DAY


def later(words: str, as_of: date) -> str:
    """The right-hand column: these words, or nothing where the as-of date hides what came after."""
    return "" if nothing_later(as_of) else words


def short(words: str, as_of: date) -> str:
    """The same in the overview: these words, or a dash."""
    return terms.DASH if nothing_later(as_of) else words
