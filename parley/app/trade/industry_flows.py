"""Who took China's place, industry by industry: a flow to those who gained, or China's shares in two years."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.charts.two_lists import said, summed, two_lists
from parley.measures import bilateral, places
from parley.tables import countries

NAICS = "us_imports_naics3_monthly"
AS_FLOW, AS_SHARES = "Flow", "China's share"
LARGEST = 14  # industries
OTHER = "other"
REST, OTHERS = "ROW", "All others"
SAY = words.beside(__file__)


class Industries(NamedTuple):
    """China's shortfall industry by industry: shares, and what partners gained."""

    shares: pd.DataFrame
    flows: pd.DataFrame


def by_industry(as_of: date) -> Figure:
    months_of_year = industry_years(as_of)
    view = controls.choose("Seen as", [AS_FLOW, AS_SHARES], "trade_flow_as")
    default = places.default_year(months_of_year)
    label = f"Compare {bilateral.BASE_YEAR} with"
    year = controls.choose(label, list(months_of_year), "trade_flow_year", default=default)
    return flow_of(year, as_of) if view == AS_FLOW else shortfalls_of(year, as_of)


@kept
def industry_years(as_of: date) -> dict[int, int]:
    """Months known of each year in the table by industry. Raises NothingToShowError when there is none."""
    one = {"naics3": ["334"], "partner_iso3": [bilateral.CHINA]}
    months_of_year = places.months_known(cache.part(NAICS, as_of, one, ["month"])["month"])
    if not months_of_year:
        raise NothingToShowError(SAY("place.no_industry", base=bilateral.BASE_YEAR, day=terms.day(as_of)))
    return months_of_year


@kept
def industries(year: int, as_of: date) -> Industries:
    """China's shortfall of a year by industry, the same months of both years."""
    months = range(1, industry_years(as_of)[year] + 1)
    both = [date(y, m, 1) for y in (bilateral.BASE_YEAR, year) for m in months]
    columns = ["naics3", "partner_iso3", "month", "value_usd", "source_id"]
    rows = cache.part(NAICS, as_of, {"month": both}, columns)
    of_year = Industries(places.by_industry(rows, year), places.flows(rows, year, countries.union_members()))
    if of_year.flows.empty:
        raise NothingToShowError(SAY("place.no_fall", base=bilateral.BASE_YEAR, year=year))
    return of_year


@kept_figure
def flow_of(year: int, as_of: date) -> Figure:
    of_year, names = industries(year, as_of), cache.country_names()
    flows, shortfall = of_year.flows, of_year.shares["shortfall_usd"]
    lists = flow_lists(places.gathered(flows), names)
    risen = float(-shortfall[shortfall < 0].sum())
    when = terms.year_to(industry_years(as_of)[year], year)
    return Figure(
        "trade_flow",
        flow_caption(lists, when, bilateral.BASE_YEAR),
        _taken_away(flows, year, as_of),
        {"Chart": lambda palette: two_lists(lists, palette)},
        note=SAY("place", "assumed_net", risen=terms.usd(risen)) if risen else SAY("place.assumed"),
    )


@kept_figure
def shortfalls_of(year: int, as_of: date) -> Figure:
    largest = industries(year, as_of).shares.head(LARGEST)
    months, base = industry_years(as_of)[year], bilateral.BASE_YEAR
    return Figure(
        "trade_industries",
        shares_caption(largest, year, base, months),
        _taken_away(largest, year, as_of),
        {"Chart": lambda palette: share_pairs(largest, palette, base, year)},
        note=SAY("place.largest", count=terms.counted(len(largest))),
    )


def _taken_away(rows: pd.DataFrame, year: int, as_of: date) -> pd.DataFrame:
    """Rows with names beside the codes, the months they sum, and the same months of the base year."""
    table = rows.copy()
    table.insert(1, "industry", table["naics3"].map(terms.INDUSTRY_LABELS))
    if "partner_iso3" in table:
        table.insert(3, "partner", table["partner_iso3"].map(cache.country_names()))
    last = industry_years(as_of)[year]
    spans = {"": year, "_before": bilateral.BASE_YEAR}
    ends = {"first_month": 1, "last_month": last}
    days = {f"{end}{which}": pd.Timestamp(of, month, 1) for which, of in spans.items() for end, month in ends.items()}
    return table.assign(**days)


def industry(code: str) -> str:
    """The short name of an industry; ``other`` for those gathered."""
    return "Other industries" if code == OTHER else terms.INDUSTRY_LABELS[code]


def flow_lists(rows: pd.DataFrame, names: Mapping[str, str]) -> dict[str, pd.Series]:
    """China's shortfall by industry, below zero, and what each partner gained: US dollars by name under their heads.

    ``rows``: naics3 (``other`` for those gathered), partner_iso3 (ROW for the rest), flow_usd.
    """
    return {
        "China's shortfall": -summed(rows, "naics3", (OTHER,), industry),
        "Gained by": summed(rows, "partner_iso3", (REST,), lambda code: OTHERS if code == REST else names[code]),
    }


def flow_caption(lists: Mapping[str, pd.Series], when: str, before: int) -> Caption:
    """China's shortfall against its earlier shares; ``when``: the year, or its months from January on."""
    total = terms.usd(float(lists["Gained by"].sum()))
    finding = SAY("flow.finding", base=before, value=total, when=when)
    return Caption(finding, SAY("flow.measure", base=before, when=when), said(lists))


def share_pairs(rows: pd.DataFrame, palette: Palette, before: int, year: int) -> go.Figure:
    """China's share of US imports of each industry in two years; ``rows``: naics3, share_before_pct, share_pct,
    change_pp.
    """
    names = [industry(code) for code in rows["naics3"]]
    shares = {before: rows["share_before_pct"].map(terms.rate), year: rows["share_pct"].map(terms.rate)}
    hover = {
        when: [f"<b>{share}</b> {when}<br>{name}" for share, name in zip(words, names, strict=True)]
        for when, words in shares.items()
    }
    return dots(
        rows,
        palette,
        marks=(
            Mark("share_before_pct", str(before), palette.china, hollow=True, hover=hover[before]),
            Mark("share_pct", str(year), palette.china, hover=hover[year]),
        ),
        name=names,
        text={
            **{str(when): words for when, words in shares.items()},
            "pp": rows["change_pp"].map(lambda change: terms.signed(change, 1)),
        },
    )


def shares_caption(rows: pd.DataFrame, year: int, before: int, months: int = 12) -> Caption:
    """The industry in which China's share fell most among those shown; ``months``: so many of each year."""
    steepest = rows.sort_values("change_pp").iloc[0]
    name = industry(str(steepest["naics3"]))
    finding = SAY(
        "industries.finding",
        industry=name.lower(),
        before=terms.rate(steepest["share_before_pct"]),
        after=terms.rate(steepest["share_pct"]),
    )
    spans = {"base": terms.year_to(months, before), "year": terms.year_to(months, year)}
    measure = SAY("industries.measure", **spans)
    pairs_in_words = "; ".join(
        f"{industry(str(r['naics3']))} {terms.number(r['share_before_pct'], 1)} to {terms.number(r['share_pct'], 1)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Dot chart, percent, {before} to {year}. {pairs_in_words}.")
