"""The section Elements: what the ores hold, how much of it stands under control, and where one element is found."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths import controls as rare_earths_controls
from parley.app.rare_earths.charts import elements as charts
from parley.measures import elements, export_controls

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Deposits by what stands under control, and by one element."""
    figures.block("Elements by deposit", lambda: by_deposit(as_of))
    figures.block("One element", lambda: of_element(as_of))


@kept
def by_deposit(as_of: date) -> Figure:
    """How much of each ore stands under control."""
    rows = deposits(as_of)
    return Figure(
        "rare_elements",
        charts.control_bars_caption(rows, _controlled(as_of), as_of),
        rows,
        {"Chart": lambda palette: charts.control_bars(rows, palette)},
        state=(as_of,),
    )


@kept
def deposits(as_of: date) -> pd.DataFrame:
    """The ores with what each holds under control."""
    return elements.by_deposit(content(as_of))


def of_element(as_of: date) -> Figure:
    """The ores by their share of the element chosen."""
    return _of(controls.select("Element", list(terms.ELEMENTS), "rare_element", "Dy", _element_name), as_of)


@kept
def _of(element: str, as_of: date) -> Figure:
    rows = elements.of_element(content(as_of), element)
    return Figure(
        "rare_element_deposits",
        charts.element_caption(rows, _state(_controlled(as_of), element)),
        rows,
        {"Chart": lambda palette: charts.element_bars(rows, palette)},
        state=(element, as_of),
    )


def _element_name(symbol: str) -> str:
    return f"{terms.ELEMENTS[symbol].capitalize()} ({symbol})"


def _state(controlled: pd.DataFrame, element: str) -> str:
    """How the control of the element stands; what nobody confirms is its state, not the act."""
    if element not in controlled.index:
        return SAY("elements.state", "none")
    row: dict[Hashable, Any] = controlled.loc[element].to_dict()
    is_confirmed = row["state"] != export_controls.NOT_CONFIRMED
    return SAY(
        "elements.state",
        "known" if is_confirmed else "unconfirmed",
        act=terms.month(row["act_on"]),
        state=row["state"] if is_confirmed else row["was"],
        last=terms.day(row["since"] - pd.Timedelta(days=1)),
    )


@kept
def content(as_of: date) -> pd.DataFrame:
    """Elements by deposit with the control of each on the day. Raises NothingToShowError before the yearbook."""
    table = cache.table("element_content", as_of)
    if table.empty:
        raise NothingToShowError(SAY("elements.none", day=terms.day(as_of)))
    return elements.with_control(table, _controlled(as_of))


def _controlled(as_of: date) -> pd.DataFrame:
    """The elements under control on the day: see ``measures.elements.under_control``."""
    return elements.under_control(rare_earths_controls.spells(as_of))
