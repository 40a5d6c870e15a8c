"""The line, the facts and the known-until line of the Rare earths page, computed from its tables."""

from datetime import date
from typing import Literal

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.rare_earths import controls as rare_earths_controls
from parley.app.rare_earths import stages
from parley.measures import export_controls, exports, supply

SAY = words.beside(__file__)


@kept
def header(as_of: date) -> tuple[list[Metric], str]:
    """The page's facts and the line below them."""
    bars, editions = stages.suppliers(as_of), stages.china_by_edition(as_of)
    magnets = exports.months(cache.table("china_rare_earth_exports", as_of), exports.MAGNETS, ["WLD", "USA"])
    return metrics(editions, bars, magnets), covers(rare_earths_controls.spells(as_of))


def covers(spells: pd.DataFrame) -> str:
    """Since when rare earths need licences, in a line under the facts."""
    first = export_controls.of_the_earths(spells)
    first = first[first["state"] == export_controls.IN_FORCE]
    if first.empty:
        return SAY("header.covers", "none")
    act = first[first["valid_from"] == first["valid_from"].min()]
    of_act = spells[spells["event_id"].isin(set(act["event_id"]))]
    states = set(of_act["state"])
    case = "unclear" if export_controls.UNCLEAR in states else "force"
    return SAY(
        "header.covers",
        "suspended" if export_controls.SUSPENDED in states else case,
        count=terms.counted(act["item"].nunique()),
        since=terms.day(act["valid_from"].iloc[0]),
    )


def metrics(by_edition: pd.DataFrame, bars: pd.DataFrame, months: pd.DataFrame) -> list[Metric]:
    """Mined share and its revision, refined share and the index, newest month of magnet exports and those to the US."""
    facts = [mined(by_edition), refined(bars)]
    world, us = (exports.latest_month(months, p) for p in ("WLD", "USA"))
    month = None if world is None else world["period_start"]
    facts.append(_month("Magnets", world))
    same = us is not None and us["period_start"] == month
    facts.append(_month("Magnets to the US", us, dated=not same))
    return [f for f in facts if f is not None]


def mined(by_edition: pd.DataFrame) -> Metric | None:
    """China's share of mine output: the newest year two editions report, revised; else against the year before."""
    if by_edition.empty:
        return None
    revised = supply.revised_share(by_edition)
    old: pd.Series | None
    if revised is not None:
        new, old = revised
        note = SAY("header.mined", "revised", edition=old["published_on"].year)
        why = SAY("header.mined_help", "revised", edition=new["published_on"].year, before=old["published_on"].year)
    else:
        newest = by_edition.sort_values(["year", "published_on"]).iloc[-1]
        earlier = by_edition[(by_edition["edition"] == newest["edition"]) & (by_edition["year"] == newest["year"] - 1)]
        new, old = newest, earlier.iloc[-1] if len(earlier) else None
        note = SAY("header.mined", "newest", year=new["year"] - 1)
        why = SAY("header.mined_help", "newest", edition=new["published_on"].year)
    # of the printed shares, which rest on totals rounded to 10,000 t: the change must not look finer than they are
    moved = None if old is None else round(new["share_pct"], 1) - round(old["share_pct"], 1)
    change = "" if moved is None else terms.points(moved)
    sources = pd.DataFrame([new] if old is None else [new, old])
    label, share = f"China mined, {new['year']}", terms.rate(new["share_pct"])
    return Metric(
        label,
        share,
        change,
        note if change else "",
        why,
        _arrow(moved),
        sources_of(sources).parts,
    )


def _arrow(change: float | None) -> Literal["up", "down", "off"]:
    """The way a change points; none where there is no change."""
    if change is None or pd.isna(change) or change == 0:
        return "off"
    return "up" if change > 0 else "down"


def refined(bars: pd.DataFrame) -> Metric | None:
    """China's share of refined magnet rare earths with both bounds of the index."""
    rows = bars[(bars["stage"] == "refine") & (bars["iso3"] == "CHN") & (bars["kind"] != "projection")]
    if rows.empty:
        return None
    row = rows.iloc[0]
    index = f"HHI {terms.span(row['hhi_low'], row['hhi_high'], 0)}"
    return Metric(
        f"Refined (magnet), {row['year']}",
        terms.rate(row["share_pct"]),
        index,
        help=SAY("header.refined_help"),
        source=sources_of(rows.head(1)).parts,
    )


def _month(label: str, row: pd.Series | None, dated: bool = True) -> Metric:
    if row is None:
        return Metric(label, SAY("header.no_month"))
    label = f"{label}, {row['period_start']:%b %Y}" if dated else label
    change = terms.change_pct(row["change_pct"]) if pd.notna(row["change_pct"]) else ""
    help_ = SAY("header.month_help")
    undated = "" if dated else SAY("header.in_month", month=terms.month(row["period_start"]))
    note = SAY("header.earlier") if change else undated
    source = sources_of(row.to_frame().T).parts
    return Metric(label, terms.tonnes(row["quantity_t"]), change, note, help_, _arrow(row["change_pct"]), source)


def known_until() -> str:
    """Until when exports and controls are known; on an earlier date, that figures are those published by then."""
    if not controls.is_latest():
        return SAY("header.known", "earlier", day=terms.day(controls.as_of()))
    return _latest_known()


@kept
def _latest_known() -> str:
    last = cache.sources()["last_known_on"]
    return SAY(
        "header.known",
        "latest",
        exports=terms.month(last["gacc_rare_earth_exports"]),
        eu=terms.month(last["eurostat_critical_imports"]),
        uk=terms.month(last["hmrc_critical_imports"]),
        controls=terms.day(last["export_control_events"]),
    )
