"""The subject Prices: what shops and importers pay, by section; modelled percentages with their ranges."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if import trade_base
from parley.app.what_if_product import answer as product_answer
from parley.app.what_if_product import words as product_words
from parley.app.what_if_product.answer import STAMP
from parley.charts.bars import bars, bold
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.models.policy_scenario import Scenario
from parley.results.answers.product_solution import assumed

SAY = words.beside(__file__)
SHOWN = 8
MEASURES = {"retail_price": ("Chinese goods in shops", "china"), "import_price": ("All imports at the border", "grey")}


def by_section(scenario: Scenario) -> Figure:
    rows = price_rows(scenario).assign(**trade_base.stamp(scenario))
    return Figure(
        "what_if_prices",
        prices_caption(rows, assumed(scenario).retail_pass_through),
        rows,
        {"Chart": lambda palette: price_ranges(rows, palette)},
        note=product_words.model_note(scenario),
    )


def price_rows(scenario: Scenario) -> pd.DataFrame:
    """Retail and import prices by section whose duty moves, the largest rise of retail prices first.

    Raises NothingToShowError when no duty on Chinese goods moves.
    """
    return prices_of(product_answer.table(scenario, "section"))


def prices_of(sections: pd.DataFrame) -> pd.DataFrame:
    """``price_rows`` of the results by section."""
    rows = sections[sections["retail_price_change_pct"] != 0]
    if rows.empty:
        raise NothingToShowError(SAY("prices.none"))
    kept = ("section", "retail_price", "import_price", "rate_pct")
    columns = [name for name in map(str, rows) if name.startswith(kept)]
    order = rows["retail_price_change_pct"].abs().sort_values(ascending=False).index
    named = rows.loc[order, columns].reset_index(drop=True)
    named.insert(1, "name", named["section"].map(terms.SECTION_LABELS))
    return named.assign(**STAMP)


def price_ranges(rows: pd.DataFrame, palette: Palette, *, is_moving: bool = False) -> go.Figure:
    """Two bars a section with their ranges: retail prices of the Chinese goods, import prices of all origins.

    ``rows``: name and, for both measures, ``*_change_pct`` with ``_low`` and ``_high``; the first SHOWN are drawn.
    ``is_moving``: without the ranges.
    """
    shown = rows.head(SHOWN)
    parts = [
        pd.DataFrame(
            {
                "name": shown["name"],
                "measure": label,
                **{end: shown[f"{measure}_change{end}_pct"] for end in ("", "_low", "_high")},
            }
        )
        for measure, (label, _) in MEASURES.items()
    ]
    marks = pd.concat(parts).sort_index(kind="stable")
    figures = [terms.signed(change, decimals_of(change)) for change in marks[""]]
    spans = [
        f"{terms.span(low, high, decimals_of(change))}%"
        for change, low, high in zip(marks[""], marks["_low"], marks["_high"], strict=True)
    ]
    named = zip(figures, marks["measure"], marks["name"], spans, strict=True)
    return bars(
        marks,
        palette,
        value="",
        series="measure",
        fills={label: str(getattr(palette, colour)) for label, colour in MEASURES.values()},
        text=bold(figures),
        hover=[f"<b>{size}%</b> {of}<br>{name}<br>range {span}" for size, of, name, span in named],
        low=None if is_moving else "_low",
        high=None if is_moving else "_high",
    )


def prices_caption(rows: pd.DataFrame, retail_pass_through: float) -> Caption:
    """The section whose goods change most in shops in the product model; both measures in words, with ranges."""
    top = rows.iloc[0]
    finding = SAY(
        "prices",
        "finding",
        goods=terms.in_a_sentence(str(top["name"])),
        retail=_change(top, "retail_price"),
        border=_change(top, "import_price"),
    )
    measure = SAY("prices", "measure", pass_through=terms.rate(100 * retail_pass_through, 0))
    prices_in_words = "; ".join(_told(row) for row in rows.head(SHOWN).to_dict("records"))
    return Caption(finding, measure, f"Marks with whiskers, percent. {prices_in_words}.")


def finding_in_motion(rows: pd.DataFrame) -> str:
    """The finding while a slider is moved: both changes with their sign; ``rows`` as for the marks."""
    top = rows.iloc[0]
    retail, border = _changes(top.to_dict())
    goods = terms.in_a_sentence(str(top["name"]))
    return SAY("prices", "no_range", goods=goods, retail=retail, border=border)


def _change(row: pd.Series, measure: str) -> str:
    """Whether a price is more or less, and by how much, with its range, where that has one sign."""
    change, low, high = (float(row[f"{measure}_change{end}_pct"]) for end in ("", "_low", "_high"))
    size = terms.rate(abs(change), decimals_of(change))
    if terms.prints_as_zero(size):
        return SAY("prices.change", "none")
    case = "open" if low < 0 < high else "more" if change > 0 else "less"
    return SAY("prices.change", case, size=size)


def _told(row: dict[Any, Any]) -> str:
    retail, border = _changes(row)
    return f"{row['name']}: in shops {retail}, at the border {border}"


def _changes(row: Mapping[Any, Any]) -> list[str]:
    """Both changes with their signs."""
    changes = (float(row[f"{measure}_change_pct"]) for measure in MEASURES)
    return [terms.change_pct(change, decimals_of(change)) for change in changes]


def decimals_of(change_pct: float) -> int:
    """Decimals of the change of a price and of its range: one, as in the facts, and none from twenty percent on."""
    return min(terms.decimals_of(change_pct), 1)
