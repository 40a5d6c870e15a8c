"""A law: the goods it lists by chapter, and the words over its rates, headings, origins and acts."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.tariffs.charts.programmes import Course, Key
from parley.charts import ranked_bars
from parley.charts.figure import Caption
from parley.charts.labels import money_beside
from parley.charts.theme import Palette

SAY = words.beside(__file__)
ALL_OTHERS = "WLD"


def chapter_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a chapter with US imports of the lines listed. ``rows``: name, value_usd, lines."""
    told = [
        f"{money_beside(value)}, {_lines(count)}" for value, count in zip(rows["value_usd"], rows["lines"], strict=True)
    ]
    return ranked_bars.ranked_bars(rows.assign(words=told), palette, palette.us)


def _lines(count: int) -> str:
    return SAY("law.lines", "one" if count == 1 else "several", count=terms.number(count))


def goods_caption(
    rows: pd.DataFrame,
    chapters: pd.DataFrame,
    shown: int,
    title: str,
    days: tuple[date, date],
    role: str,
    origins: str = "",
) -> Caption:
    """How much the US imports of the goods a law lists.

    ``rows``: the lists; ``chapters``: imports by chapter, of which the first are ``shown``; ``days``: the day the lists
    are of, which is before that of the page where the law has ended; ``role``: exempt, lower or taxed, what the lists
    do; ``origins``: those whose imports are counted, where not all.
    """
    on, as_of = days
    drawn = chapters.head(shown)
    year, count = int(rows["year"].iloc[0]), terms.number(rows["product_code"].nunique())
    value = terms.usd(float(chapters["value_usd"].sum()))
    partly = rows["role"].str.endswith("partial")
    most = SAY("law.up_to", value=value) if partly.any() else value
    told: dict[str, str | int] = {"law": title, "count": count, "value": most, "year": year}
    told["imports"] = SAY("law.imports", "from", places=origins) if origins else SAY("law.imports", "all")
    if on < as_of:
        finding = SAY("law.goods_title", f"{role}_then", day=terms.day(on), **told)
    else:
        finding = SAY("law.goods_title", role, **told)
    some = int(rows.loc[partly, "product_code"].nunique())
    part = SAY("law.partial", "one" if some == 1 else "several", count=terms.counted(some)) if some else ""
    measure = SAY(
        "law.goods_measure",
        "largest" if len(chapters) > len(drawn) else "all",
        year=year,
        count=count,
        value=value,
        origins=SAY("law.origins", places=origins) if origins else "",
        part=part,
        shown=terms.counted(len(drawn)),
        all=terms.counted(len(chapters)),
    )
    alt = "; ".join(f"{r['name']} {terms.usd(r['value_usd'])}, {_lines(r['lines'])}" for r in drawn.to_dict("records"))
    return Caption(finding, measure, f"Bars, {year}. {alt}.")


def time_caption(
    rows: pd.DataFrame,
    courses: Mapping[Key, Course],
    title: str,
    on: pd.Timestamp,
    moved: pd.Timestamp | None = None,
) -> Caption:
    """Since when the law is in force, and whether it had ended by the day or when sources last confirm it.

    ``moved``: the day from which acts on other metals charge its goods, where they do.
    """
    standing = rows[rows["valid_to"] == on]
    sure = rows[rows["state"] == "in_force"]
    told = {"law": title, "first": terms.day(rows["valid_from"].min()), "day": terms.day(on)}
    if standing.empty and moved is not None:
        finding = SAY("law.time_title", "moved", law=title, first=told["first"], moved=terms.day(moved))
    elif standing.empty:
        finding = SAY("law.time_title", "none", **told)
    elif standing["state"].eq("in_force").any():
        finding = SAY("law.time_title", "some", **told)
    elif sure.empty:
        finding = SAY("law.time_title", "never", **told)
    else:
        finding = SAY("law.time_title", "unconfirmed", confirmed=terms.day(sure["valid_to"].max()), **told)
    of_each = "; ".join(
        f"{terms.PROGRAMMES.get(programme, programme)}: " + ", then ".join(terms.rates(*step) for step in course)
        for (_, programme), course in courses.items()
    )
    return Caption(finding, SAY("law.time_measure"), f"Timeline, one row per programme, percent. {of_each}.")


def acts_caption(rows: pd.DataFrame, title: str, listed: int) -> Caption:
    """How many acts and rulings made the law."""
    count = terms.counted(len(rows))
    case = "one" if len(rows) == 1 else "several"
    finding = SAY("law.acts_title", case, count=terms.capital(count), law=title)
    measure = SAY("law.acts_measure", "first" if len(rows) > listed else "all", shown=listed)
    return Caption(finding, measure, f"List. {finding}.")


def headings_caption(rows: pd.DataFrame, title: str) -> Caption:
    """How many headings list the law's goods."""
    count = rows["heading_ch99"].nunique(dropna=False)
    finding = SAY("law.headings_title", "one" if count == 1 else "several", law=title, count=terms.counted(count))
    return Caption(finding, SAY("law.headings_measure"), f"List. {finding}.")


def origins_caption(rows: pd.DataFrame, title: str) -> Caption:
    """How many origins have a rate of their own."""
    number = rows.loc[rows["exporter_iso3"] != ALL_OTHERS, "exporter_iso3"].nunique()
    case = {0: "none", 1: "one"}.get(number, "several")
    finding = SAY("law.origins_title", case, law=title, count=terms.counted(number))
    return Caption(finding, SAY("law.origins_measure"), f"List. {finding}.")
