"""The subject Stages: shares from ore to magnet, China's mined share by edition, reserves and feed imports."""

from collections.abc import Callable, Hashable
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths import feed_imports, reserves
from parley.charts.bars import stack
from parley.charts.figure import Caption
from parley.charts.lines import lines
from parley.charts.theme import Palette
from parley.measures import supply

STAGE_NAMES = {"mine": "Mining", "refine": "Refining", "magnet": "Magnets"}
# fills from left to right; countries not named here share the last one
FILLS = {"CHN": "china", "MMR": "muted", "MYS": "grey", "AUS": "s301", "USA": "us", "ROW": "pale"}
SMALLEST_LABEL_PCT = 6.0  # of a part whose digit a phone has room for: 9 of some 150 px
STEEP_PP = 3  # a rise in a year that would run through a value written above the mark
EDITION_MARKS = ["china", "muted", "grey"]
SAY = words.beside(__file__)


def by_view(as_of: date) -> Figure:
    """The figure of the view chosen."""
    return VIEWS[controls.choose("Show", list(VIEWS), "rare_stages_show")](as_of)


@kept
def by_stage(as_of: date) -> Figure:
    """Suppliers at each stage. Raises NothingToShowError before the first shares."""
    rows = suppliers(as_of)
    if rows.empty:
        raise NothingToShowError(SAY("stages.none", day=terms.day(as_of)))
    views = {"Chart": lambda palette: stage_bars(rows, palette)}
    return Figure("rare_stages", stages_caption(rows), rows, views, note=SAY("stages.press"), state=(as_of,))


@kept
def suppliers(as_of: date) -> pd.DataFrame:
    """Shares of suppliers by stage."""
    return supply.stage_bars(cache.table("stage_shares", as_of))


@kept
def mined_by_edition(as_of: date) -> Figure:
    """China's share of mine output in every edition. Raises NothingToShowError before the first."""
    rows = china_by_edition(as_of)
    if rows.empty:
        raise NothingToShowError(SAY("editions.none", day=terms.day(as_of)))
    views = {"Chart": lambda palette: china_editions(rows, palette)}
    return Figure("rare_editions", editions_caption(rows), rows, views, note=SAY("editions.myanmar"), state=(as_of,))


@kept
def china_by_edition(as_of: date) -> pd.DataFrame:
    """China's mine output and its share, edition by edition."""
    return supply.china_by_edition(cache.table("mine_production", as_of))


VIEWS: dict[str, Callable[[date], Figure]] = {
    "Stages": by_stage,
    "Mining by edition": mined_by_edition,
    "Reserves": reserves.by_country,
    "Feed imports": feed_imports.by_origin,
}


def stage_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a stage and year, China at the left; a projection hollow under its stage, the index at the right.

    ``rows``: columns stage, year, kind, country, iso3, is_other, share_pct, hhi_low, hhi_high.
    """
    order = [iso3 for iso3 in FILLS if iso3 in set(rows["iso3"])]
    order[-1:-1] = sorted(set(rows["iso3"]) - set(FILLS))
    names = rows.drop_duplicates("iso3").set_index("iso3")["country"].to_dict() | {"ROW": "Rest of world"}
    shown = rows[rows["share_pct"] > 0]
    records = shown.to_dict("records")
    return stack(
        shown.assign(
            row=[f"{STAGE_NAMES[row['stage']]}, {row['year']}" for row in records],
            supplier=shown["iso3"].map(names),
            label=[_share_label(row["share_pct"], row["iso3"]) for row in records],
            is_projection=shown["kind"] == "projection",
            hover=[
                f"<b>{terms.rate(row['share_pct'])}</b> {row['country']}<br>{STAGE_NAMES[row['stage']]}, {row['year']} "
                f"({row['kind']})"
                for row in records
            ],
        ),
        palette,
        value="share_pct",
        part="supplier",
        fills={names[iso3]: str(getattr(palette, FILLS.get(iso3, "pale"))) for iso3 in order},
        name="row",
        totals={
            "HHI": [
                terms.span(row["hhi_low"], row["hhi_high"], 0)
                for row in shown.drop_duplicates(["stage", "year"]).to_dict("records")
            ]
        },
        inside="label",
        hollow="is_projection",
        hover="hover",
        keys={"hollow": "Projection"},
        ends=(0, 100),
    )


def _share_label(share_pct: float, iso3: str) -> str:
    if iso3 == "CHN":
        return f"<b>{terms.rate(share_pct, 0)}</b>"
    return terms.number(share_pct) if share_pct >= SMALLEST_LABEL_PCT else ""


def stages_caption(rows: pd.DataFrame) -> Caption:
    """Whether China's share rises from stage to stage, of one year and no projection; else the last stage."""
    now = rows[(rows["kind"] != "projection") & (rows["iso3"] == "CHN")]
    rising = now["year"].nunique() == 1 and len(now) > 1 and all(a < b for a, b in pairwise(now["share_pct"]))
    last = now.iloc[-1]
    case = "rising" if rising else str(last["stage"])
    finding = SAY("stages.finding", case, share=terms.rate(last["share_pct"], 0), year=last["year"])
    measure = SAY("stages.measure")
    listed = "; ".join(
        f"{STAGE_NAMES[r['stage']]} {r['year']}: China {terms.rate(r['share_pct'], 0)}, "
        f"HHI {terms.span(r['hhi_low'], r['hhi_high'], 0)}"
        for r in rows[rows["iso3"] == "CHN"].to_dict("records")
    )
    return Caption(finding, measure, f"Stacked bars of suppliers by stage. {listed}.")


def china_editions(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """China's share of mine output by year, each edition its own line: never one line from two sources, nor one across
    years counted otherwise.

    ``rows``: columns edition, year, share_pct, world_output_t, output_t, has_gross_weight, published_on. The edition
    whose figures reach furthest has China's colour; of two values of one year the lower stands under its mark.
    """
    newest_first = _newest_first(rows)
    low, high = float(rows["share_pct"].min() // 10 * 10), max(80.0, float(rows["share_pct"].max()) + 5)
    labels = [
        f"<b>{terms.number(share, 1)}</b>" if edition == newest_first[0] else terms.number(share, 1)
        for share, edition in zip(rows["share_pct"], rows["edition"], strict=True)
    ]
    fills = zip(map(edition_name, newest_first), EDITION_MARKS, strict=False)
    return lines(
        rows.assign(edition_name=rows["edition"].map(edition_name)),
        palette,
        x="year",
        y="share_pct",
        series="edition_name",
        fills={name: str(getattr(palette, token)) for name, token in fills},
        unit="%",
        release="has_gross_weight",
        words=labels,
        below=[_is_below(row, rows) for row in rows.to_dict("records")],
        exact=[
            f"{terms.rate(row['share_pct'])}, {terms.tonnes(row['output_t'])} of {terms.tonnes(row['world_output_t'])}"
            for row in rows.to_dict("records")
        ],
        ends={},
        reach=(low, high),
        height=320,
    )


def _is_below(row: dict[Hashable, Any], rows: pd.DataFrame) -> bool:
    """Whether a value stands under its mark: where another edition's, or a steep rise of its line, is above it."""
    of_year, of_edition = rows["year"] == row["year"], rows["edition"] == row["edition"]
    following = rows.loc[of_edition & (rows["year"] == row["year"] + 1), "share_pct"]
    others = rows.loc[of_year & ~of_edition, "share_pct"]
    return bool((others > row["share_pct"]).any() or (following > row["share_pct"] + STEEP_PP).any())


def edition_name(edition: str) -> str:
    """An edition as the legend names it: ``Summaries 2026`` for MCS2026, ``Yearbook 2022`` for MYB2022."""
    return edition.replace("MCS", "Summaries ").replace("MYB", "Yearbook ")


def editions_caption(rows: pd.DataFrame) -> Caption:
    """How the share of the newest year two editions report was revised; else the newest year of the newest edition."""
    by_date = rows.sort_values(["published_on", "year"])
    years = by_date[by_date.duplicated("year", keep=False)]
    if years.empty:
        last = by_date[by_date["edition"] == _newest_first(rows)[0]].iloc[-1]
        finding = SAY("editions.finding", "current", new=terms.rate(last["share_pct"]), year=last["year"])
    else:
        pair = years[years["year"] == years["year"].max()]
        old, new = (terms.rate(share) for share in pair["share_pct"].iloc[-2:])
        year = pair["year"].iloc[-1]
        finding = SAY("editions.finding", "same" if old == new else "revised", year=year, old=old, new=new)
    measure = SAY("editions.measure", first=rows["year"].min(), last=rows["year"].max())
    listed = "; ".join(
        f"{r['edition']} {r['year']} {terms.number(r['share_pct'], 1)}" for r in by_date.to_dict("records")
    )
    return Caption(finding, measure, f"Marks by year and edition, percent: {listed}.")


def _newest_first(rows: pd.DataFrame) -> list[str]:
    """Editions by the year their figures reach, then by publication: a yearbook comes out years after its year."""
    reach = rows.groupby("edition").agg(last=("year", "max"), published=("published_on", "max"))
    return [str(edition) for edition in reach.sort_values(["last", "published"], ascending=False).index]
