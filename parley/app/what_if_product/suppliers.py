"""The subject Who supplies instead: the change of US imports by origin. All values are modelled."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if import trade_base
from parley.app.what_if.all_models import Asked
from parley.app.what_if.starting_duties import CHINA
from parley.app.what_if_product import words as product_words
from parley.app.what_if_product.answer import Answer, stamped
from parley.charts.bars import RANGE, bars, bold
from parley.charts.figure import Caption
from parley.charts.labels import bn_beside
from parley.charts.theme import Palette
from parley.models.policy_scenario import Scenario

SAY = words.beside(__file__)
SUPPLIERS = 7
BN = 1e9
Columns = pd.DataFrame | Mapping[str, np.ndarray]  # by name the values: a frame, or what is lighter than one


def by_origin(scenario: Scenario, answer: Answer, models: Asked | None) -> Figure:
    origins, others = supplier_columns(answer)
    if not origins["change_usd"].any():
        raise NothingToShowError(SAY("suppliers.none"))
    return Figure(
        "what_if_origins",
        supplier_caption(origins, product_words.ways(origins["exporter_iso3"], models)),
        stamped(origins, trade_base.stamp(scenario)),
        {"Chart": lambda palette: supplier_bars(origins, palette)},
        note=product_words.model_note(scenario),
        remark=replaced(origins, others),
    )


def supplier_columns(answer: Answer) -> tuple[dict[str, np.ndarray], float]:
    """China and the origins whose sales change most, and the change from all origins but China."""
    codes, change, before = (answer.origins[c] for c in ("exporter_iso3", "change_usd", "value_usd_baseline"))
    china = int(np.flatnonzero(codes == "CHN")[0])
    order = np.lexsort((-before, -np.abs(change)))  # the largest suppliers where nothing moves
    chosen = [china, *order[order != china][:SUPPLIERS]]
    names = cache.country_names()
    rows = {"exporter_iso3": codes[chosen], "name": np.array([names[code] for code in codes[chosen]])}
    for each in ("value_usd_baseline", "value_usd", "change_usd", "low_usd", "high_usd"):
        if each in answer.origins:
            rows[each] = answer.origins[each][chosen]
    return rows, float(change.sum() - change[china])


def supplier_bars(rows: Columns, palette: Palette) -> go.Figure:
    """Changes of US imports by origin with whiskers over the horizons, China first, then the largest changes."""
    return dollar_bars(rows, palette, [palette.country(code) for code in rows["exporter_iso3"].tolist()])


def dollar_bars(rows: Columns, palette: Palette, colours: list[str]) -> go.Figure:
    """Changes with whiskers over the horizons.

    ``rows``: name, change_usd and, where the range is known, low_usd and high_usd, in
    the order to draw, and ``said`` where something else than the change stands beside a bar.
    """
    names, figures = rows["name"].tolist(), figures_of(rows)
    change, *ends = ([usd / BN for usd in rows[c].tolist()] for c in ("change_usd", "low_usd", "high_usd") if c in rows)
    hover = [f"<b>{figure}</b> {name}" for figure, name in zip(figures, names, strict=True)]
    if ends:
        spans = [_range(*(BN * end for end in three)) for three in zip(change, *ends, strict=True)]
        hover = [f"{words}<br>range {span}" for words, span in zip(hover, spans, strict=True)]
    return bars(
        {"name": names},
        palette,
        value=change,
        unit="bn",
        colour=colours,
        text=rows["said"].tolist() if "said" in rows else bold(figures),
        hover=hover,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        keys={"range": RANGE},  # the key's row is there before the ranges come
    )


def figures_of(rows: Columns, name: str = "change_usd") -> list[str]:
    """The figure of each row, ``bn_beside``; ``name``: the column it stands in."""
    columns = [rows[column].tolist() for column in (name, "low_usd", "high_usd") if column in rows]
    return [bn_beside(*values) for values in zip(*columns, strict=True)]


def _range(change_usd: float, low_usd: float, high_usd: float) -> str:
    unit, mark, decimals = terms.model_scale(change_usd, low_usd, high_usd)
    return terms.quantity(terms.span(low_usd / unit, high_usd / unit, decimals), mark)


def supplier_caption(rows: Columns, ways: Mapping[str, str] | None) -> Caption:
    """Finding, measure and alternative text of the supplier bars.

    ``ways``: more, less, or open where models differ, by exporter_iso3; None until all models have been asked.
    """
    changes = zip(rows["name"], figures_of(rows), strict=True)
    alt = "Bars, US dollars: " + ", ".join(f"{name} {figure}" for name, figure in changes)
    return Caption(_supplier_finding(rows, ways), SAY("suppliers", "measure"), alt)


def supplier_finding_in_motion(rows: Columns) -> str:
    """The finding while a slider is moved: where imports change most, not which way; ``rows`` as for the bars."""
    names = [terms.with_article(name) for _, name in _largest_first(rows)[:2]]
    return SAY("suppliers.finding", "no_range", leaders=terms.listed(names))


def _largest_first(rows: Columns) -> list[tuple[str, str]]:
    order = np.argsort(-np.abs(np.asarray(rows["change_usd"])), kind="stable")
    codes, names = rows["exporter_iso3"].tolist(), rows["name"].tolist()
    return [(codes[place], names[place]) for place in order]


def _supplier_finding(rows: Columns, ways: Mapping[str, str] | None) -> str:
    """Who sells more and who less, of those on whom all models agree; the largest changes of this one."""
    if ways is None:
        return supplier_finding_in_motion(rows)
    side, opposite = ways[CHINA], "less" if ways[CHINA] == "more" else "more"
    opposite_way = [name for code, name in _largest_first(rows) if code != CHINA and ways[code] == opposite]
    if not opposite_way:
        return _same_way(rows, ways)
    leaders = terms.listed([terms.with_article(name) for name in opposite_way[:2]])
    case = "lose" if side == "more" else "gain" if side == "less" else "gain_no_loss"
    largest = [code for code, _ in _largest_first(rows) if code != CHINA][: len(opposite_way[:2])]
    if any(ways[code] != opposite for code in largest):  # models differ on one that moves further in this one
        return SAY("suppliers.among", "agreed", inside=SAY("suppliers.finding", case, leaders=leaders))
    return SAY("suppliers.finding", case, leaders=leaders if case == "lose" else terms.capital(leaders))


def _same_way(rows: Columns, ways: Mapping[str, str]) -> str:
    """That China sells more, or less, with the two that move furthest with it where all models agree on these too."""
    side = ways[CHINA]
    if side == "open":
        return SAY("suppliers.finding", "open")
    others = [terms.with_article(name) for code, name in _largest_first(rows) if code != CHINA and ways[code] == side]
    if not others:
        change_usd = rows["change_usd"].tolist()[rows["exporter_iso3"].tolist().index(CHINA)]
        return SAY("suppliers.finding", f"china_{side}", size=terms.model_bn(abs(change_usd)))
    leaders = terms.listed([*others[:2], "China"])
    return SAY("suppliers.finding", f"all_{side}", leaders=leaders)


def replaced(rows: Columns, others_usd: float) -> str:
    """How much of what China loses others take in this model; empty where it loses nothing or they take nothing.

    ``others_usd``: change of imports from all origins but China.
    """
    china = rows["change_usd"].tolist()[rows["exporter_iso3"].tolist().index(CHINA)]
    share = round(-100 * others_usd / china) if china < 0 else 0
    if share <= 0:
        return ""
    return SAY("suppliers.replaced", "share" if share <= 100 else "more", share=terms.rate(share, 0))
