"""The subject Elements: what of each ore stands under control, and which ores hold one element."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths import controls as rare_earths_controls
from parley.charts.bars import bars, stack
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import elements
from parley.measures.export_controls import ANNOUNCED, IN_FORCE, SUSPENDED, UNCLEAR

EVERY = ""
FULL = 104  # deposits add to 98 to 103 percent in print
SAY = words.beside(__file__)


def by_deposit(as_of: date) -> Figure:
    """The ores by what stands under control, or by their share of the element chosen."""
    element = controls.select("Element", [EVERY, *terms.ELEMENTS], "rare_element", EVERY, _element_name)
    return _under_control(as_of) if element == EVERY else _of(element, as_of)


def _element_name(symbol: str) -> str:
    return f"{terms.ELEMENTS[symbol].capitalize()} ({symbol})" if symbol else "All, by control"


@kept
def _under_control(as_of: date) -> Figure:
    rows = elements.by_deposit(content(as_of))
    caption = control_bars_caption(rows, _controlled(as_of))
    return Figure(
        "rare_elements", caption, rows, {"Chart": lambda palette: control_bars(rows, palette)}, state=(as_of,)
    )


@kept
def _of(element: str, as_of: date) -> Figure:
    rows = elements.of_element(content(as_of), element)
    return Figure(
        "rare_element_deposits",
        element_caption(rows),
        rows,
        {"Chart": lambda palette: element_bars(rows, palette)},
        note=state_of(_controlled(as_of), element),
        state=(element, as_of),
    )


def state_of(controlled: pd.DataFrame, element: str) -> str:
    """How the control of the element stands; of what nobody confirms, how it was when last checked."""
    if element not in controlled.index:
        return SAY("elements.state", "none")
    row: dict[Hashable, Any] = controlled.loc[element].to_dict()
    state = f"was {row['was']}" if row["state"] == UNCLEAR else row["state"]
    last = terms.day(row["since"] - pd.Timedelta(days=1))
    return SAY("elements.state", state.replace(" ", "_"), act=terms.month(row["act_on"]), last=last)


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


def deposit_name(location: str, country: str) -> str:
    """A deposit as a chart names it: without its province, with its country."""
    short = location.split(",", maxsplit=1)[0].removesuffix(" Central Lanthanide").replace("Southeast", "SE")
    return f"{short}, {country.replace('United States', 'US')}"


def act_words(act_on: pd.Timestamp, state: str) -> str:
    """An act of control in a legend: its month and the state of its controls on the day."""
    if pd.isna(act_on):
        return SAY("elements.act", "none")
    return SAY("elements.act", state.replace(" ", "_"), month=f"{act_on:%b %Y}")


def control_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a deposit, share of its oxide by act of control; at the right what the acts in force cover, where none is
    what all acts name, before any act the heavy elements.

    ``rows``: columns location, country, iso3, act_on, state, elements, share_of_reo_pct, heavy_pct, in drawing order.
    """
    is_any, in_force = bool(rows["act_on"].notna().any()), rows[rows["state"] == IN_FORCE]
    deposits = rows.drop_duplicates("location")
    covered = _covered(in_force if len(in_force) else rows, rows)
    named = deposits["location"].map(covered) if is_any else deposits["heavy_pct"]
    acts = rows.drop_duplicates(["act_on", "state"]).sort_values("act_on").to_dict("records")
    act_of = {act["act_on"]: act_words(act["act_on"], act["state"]) for act in acts}
    return stack(
        rows.assign(
            deposit=_deposit_names(rows),
            act=[act_words(day, "") if pd.isna(day) else act_of[day] for day in rows["act_on"]],
            is_later=rows["act_on"].notna() & (rows["act_on"] != acts[0]["act_on"]),
            hover=[
                f"<b>{terms.rate(s)}</b> {e}" for s, e in zip(rows["share_of_reo_pct"], rows["elements"], strict=True)
            ],
        ),
        palette,
        value="share_of_reo_pct",
        part="act",
        fills={
            act_words(a["act_on"], a["state"]): palette.pale if pd.isna(a["act_on"]) else palette.china for a in acts
        },
        name="deposit",
        row="location",
        totals={"In force" if len(in_force) else "In acts" if is_any else "Heavy": named.map(_share)},
        hover="hover",
        hatched="is_later",
        ends=(0, FULL),
    )


def _covered(rows: pd.DataFrame, deposits: pd.DataFrame) -> pd.Series:
    """The part of each deposit's oxide that acts of control among these rows name, percent."""
    named = rows[rows["act_on"].notna()].groupby("location")["share_of_reo_pct"].sum()
    return named.reindex(deposits["location"].unique(), fill_value=0.0)


def _share(share_pct: float) -> str:
    return "n/a" if pd.isna(share_pct) else terms.rate(share_pct, 0 if share_pct >= 1 else 1)


def _deposit_names(rows: pd.DataFrame) -> list[str]:
    return [deposit_name(place, country) for place, country in zip(rows["location"], rows["country"], strict=True)]


def control_bars_caption(rows: pd.DataFrame, controlled: pd.DataFrame) -> Caption:
    """How much of the most and of the least covered deposit stands under the controls in force on the day.

    ``controlled``: as ``measures.elements.under_control`` gives it, for what is no longer confirmed.
    """
    acts = rows.dropna(subset="act_on").drop_duplicates("act_on").sort_values("act_on")
    names = rows.drop_duplicates("location").set_index("location")
    finding = _heaviest(names) if acts.empty else _most_covered(rows, acts, controlled)
    listed = "; ".join(_alt(rows[rows["location"] == location], names) for location in names.index)
    measure = SAY("elements.measure_acts", "none" if acts.empty else "some")
    return Caption(finding, measure, f"Stacked bars by deposit. {listed}.")


def _heaviest(names: pd.DataFrame) -> str:
    richest = str(names["heavy_pct"].idxmax())
    return SAY(
        "elements.finding", "heavy", share=terms.rate(names["heavy_pct"].max(), 0), most_place=_place(richest, names)
    )


def _most_covered(rows: pd.DataFrame, acts: pd.DataFrame, controlled: pd.DataFrame) -> str:
    """The deposits most and least covered by what is in force; else by what was when last confirmed; else by acts."""
    states = set(acts["state"])
    lapsed = controlled[(controlled["state"] == UNCLEAR) & (controlled["was"] == IN_FORCE)]
    if IN_FORCE in states:
        covered = _covered(rows[rows["state"] == IN_FORCE], rows)
        case = next((state for state in (SUSPENDED, ANNOUNCED) if state in states), "force")
    elif len(lapsed):
        covered, case = _covered(rows[rows["act_on"].isin(lapsed["act_on"])], rows), "unclear"
    else:
        covered, case = _covered(rows, rows), "named"
    most, least = str(covered.idxmax()), str(covered.idxmin())
    rest = _covered(rows[rows["state"] == case], rows)[most]  # none where the case is no state
    return SAY(
        "elements.finding",
        case,
        share=terms.rate(covered[most], 0),
        most_place=most.partition(",")[0],
        least=_share(covered[least]),
        least_place=least.partition(",")[0],
        rest=_share(rest),
    )


def _alt(deposit: pd.DataFrame, names: pd.DataFrame) -> str:
    """A deposit to those who cannot see the bars: its part under each act with the act's state, its heavy elements."""
    parts = [
        SAY("elements.alt.share", share=terms.rate(r["share_of_reo_pct"]), act=act_words(r["act_on"], r["state"]))
        for r in deposit.dropna(subset="act_on").to_dict("records")
    ]
    row = deposit.iloc[0]
    shares = ", ".join(parts) or SAY("elements.alt.free")
    return SAY(
        "elements.alt.place", place=_place(row["location"], names), shares=shares, heavy=_share(row["heavy_pct"])
    )


def _place(location: Hashable, names: pd.DataFrame) -> str:
    return f"{str(location).split(',')[0]} ({names.at[location, 'country']})"


def element_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a deposit with the share of one element; upper bounds hollow, deposits without a figure say n/a.

    ``rows``: columns location, country, iso3, share_of_reo_pct, comparator, raw, in drawing order.
    """
    return bars(
        rows,
        palette,
        value=rows["share_of_reo_pct"].fillna(0),
        name=_deposit_names(rows),
        colour=[palette.country(iso3) for iso3 in rows["iso3"]],
        text=[_cell(row) for row in rows.to_dict("records")],
        hover=[f"<b>{row['raw']}</b> {row['mineral']}<br>{row['location']}" for row in rows.to_dict("records")],
        hollow=rows["comparator"] == "lt",
        keys={"hollow": "At most"} if (rows["comparator"] == "lt").any() else {},
    )


def _cell(row: dict[Hashable, Any]) -> str:
    return "n/a" if row["comparator"] == "not_available" else str(row["raw"])


def element_caption(rows: pd.DataFrame) -> Caption:
    """Where the element is richest."""
    name, top = terms.ELEMENTS[rows["element"].iloc[0]], rows.iloc[0]
    place, share = f"{top['location'].split(',')[0]} ({top['country']})", f"{top['raw']}%"
    finding = SAY("elements.richest", place=place, element=name, share=share)
    measure = SAY("elements.measure", element=name)
    listed = "; ".join(f"{r['location']} {_cell(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by deposit, percent {name}: {listed}.")
