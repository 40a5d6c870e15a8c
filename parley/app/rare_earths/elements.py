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
from parley.charts.figure import Caption
from parley.charts.labels import SHARE_TICKS, column_head, figures_column
from parley.charts.theme import Palette, draft, hatch, names_axis, x_axis
from parley.measures import elements
from parley.measures.export_controls import ANNOUNCED, IN_FORCE, NOT_CONFIRMED, SUSPENDED

EVERY = ""
FULL = 104  # deposits add to 98 to 103 percent in print
ROW_PX = 27
STATE_WORDS = {NOT_CONFIRMED: "state not confirmed"}  # the act is certain, what became of it is not
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
    is_confirmed = row["state"] != NOT_CONFIRMED
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


def deposit_name(location: str, country: str) -> str:
    """A deposit as a chart names it: without its province, with its country."""
    short = location.split(",", maxsplit=1)[0].removesuffix(" Central Lanthanide").replace("Southeast", "SE")
    return f"{short}, {country.replace('United States', 'US')}"


def act_words(act_on: pd.Timestamp, state: str) -> str:
    """An act of control in a legend: its month and the state of its controls on the day."""
    return "No control" if pd.isna(act_on) else f"Act of {act_on:%b %Y}, {STATE_WORDS.get(state, state)}"


def control_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a deposit, share of its oxide by act of control; at the right what the acts in force cover, where none is
    what all acts name, before any act the heavy elements.

    ``rows``: columns location, country, iso3, act_on, state, elements, share_of_reo_pct, heavy_pct, in drawing order.
    """
    deposits = rows.drop_duplicates("location").reset_index(drop=True)
    is_any, in_force = bool(rows["act_on"].notna().any()), rows[rows["state"] == IN_FORCE]
    covered = _covered(in_force if len(in_force) else rows, rows)
    told = deposits["location"].map(covered) if is_any else deposits["heavy_pct"]
    place = {location: i for i, location in enumerate(deposits["location"])}
    figure = draft(palette, height=ROW_PX * len(place) + 122, margin=(140, 56, 80, 30))
    acts = rows.drop_duplicates(["act_on", "state"]).sort_values("act_on")
    for number, act in enumerate(acts.to_dict("records")):
        part = rows[(rows["act_on"] == act["act_on"]) | (rows["act_on"].isna() & pd.isna(act["act_on"]))]
        figure.add_bar(
            orientation="h",
            x=part["share_of_reo_pct"],
            y=[place[location] for location in part["location"]],
            name=act_words(act["act_on"], act["state"]),
            marker=_fill(act, number, palette),
            customdata=[(terms.rate(s), e) for s, e in zip(part["share_of_reo_pct"], part["elements"], strict=True)],
            hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}<extra></extra>",
        )
    shares = [terms.NBSP + _share(share) for share in told]
    figures_column(figure, shares, FULL, list(place.values()), palette.ink, size=12)
    column_head(figure, "In force" if len(in_force) else "In acts" if is_any else "Heavy", palette.muted, xshift=4)
    figure.update_layout(
        barmode="stack",
        bargap=0.24,
        showlegend=True,
        legend={"x": -0.02, "y": 1.05, "traceorder": "normal"},
        xaxis=x_axis(
            palette,
            range=[0, FULL],
            **SHARE_TICKS,
            showline=False,
            ticks="",
        ),
        yaxis=_deposit_axis(deposits, palette),
    )
    return figure.done()


def _covered(rows: pd.DataFrame, deposits: pd.DataFrame) -> pd.Series:
    """The part of each deposit's oxide that acts of control among these rows name, percent."""
    named = rows[rows["act_on"].notna()].groupby("location")["share_of_reo_pct"].sum()
    return named.reindex(deposits["location"].unique(), fill_value=0.0)


def _share(share_pct: float) -> str:
    return "n/a" if pd.isna(share_pct) else terms.rate(share_pct, 0 if share_pct >= 1 else 1)


def _fill(act: dict[Hashable, Any], number: int, palette: Palette) -> dict[str, Any]:
    if pd.isna(act["act_on"]):
        return {"color": palette.pale, "line": {"width": 0}}
    return {"color": palette.china, "line": {"width": 0}} if number == 0 else hatch(palette.china, palette)


def _deposit_axis(deposits: pd.DataFrame, palette: Palette) -> dict[str, Any]:
    return names_axis(
        palette, [deposit_name(r["location"], r["country"]) for r in deposits.to_dict("records")], room=0.1, size=12
    )


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
    lapsed = controlled[(controlled["state"] == NOT_CONFIRMED) & (controlled["was"] == IN_FORCE)]
    if IN_FORCE in states:
        covered = _covered(rows[rows["state"] == IN_FORCE], rows)
        case = next((state for state in (SUSPENDED, ANNOUNCED) if state in states), "force")
    elif len(lapsed):
        covered, case = _covered(rows[rows["act_on"].isin(lapsed["act_on"])], rows), "unconfirmed"
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
    figure = draft(palette, height=ROW_PX * len(rows) + 44, margin=(140, 48, 8, 30))
    colours = [palette.country(iso3) for iso3 in rows["iso3"]]
    bound = rows["comparator"] == "lt"
    figure.add_bar(
        orientation="h",
        x=rows["share_of_reo_pct"].fillna(0),
        y=list(range(len(rows))),
        marker={
            "color": [palette.background if b else c for b, c in zip(bound, colours, strict=True)],
            "line": {"width": [1.5 if b else 0 for b in bound], "color": colours},
        },
        text=[_cell(r) for r in rows.to_dict("records")],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 12, "color": palette.ink},
        customdata=[(r["raw"], r["mineral"], r["location"]) for r in rows.to_dict("records")],
        hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    figure.update_layout(
        bargap=0.28,
        xaxis=x_axis(palette, range=[0, float(rows["share_of_reo_pct"].max())], nticks=5, ticksuffix=f"{terms.NBSP}%"),
        yaxis=_deposit_axis(rows, palette),
    )
    return figure.done()


def _cell(row: dict[Hashable, Any]) -> str:
    return "n/a" if row["comparator"] == "not_available" else str(row["raw"])


def element_caption(rows: pd.DataFrame) -> Caption:
    """Where the element is richest."""
    name, top = terms.ELEMENTS[rows["element"].iloc[0]], rows.iloc[0]
    place, share = f"{top['location'].split(',')[0]} ({top['country']})", f"{top['raw']}{terms.NBSP}%"
    finding = SAY("elements.richest", place=place, element=name, share=share)
    measure = SAY("elements.measure", "bound" if (rows["comparator"] == "lt").any() else "known", element=name)
    listed = "; ".join(f"{r['location']} {_cell(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by deposit, percent {name}: {listed}.")
