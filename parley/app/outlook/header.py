"""What stands above every section of the Outlook page, computed from the editions, and names its sections share."""

from datetime import date
from typing import Literal

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.outlook import notes
from parley.measures import events as dated
from parley.measures import forecasts as measures

EVENTS = (
    "us-301-l1",
    "us-301-l3a",
    "us-301-l3b",
    "us-301-l4a",
    "us-301-l4a-cut",
    "us-ieepa-fent-1",
    "us-ieepa-recip-125",
    "geneva",
    "busan",
    "scotus",
    "us-301-fl",
)
SUBJECTS = {
    "real_gdp_growth": "growth",
    "headline_inflation": "inflation",
    "core_inflation": "core inflation",
    "consumption_deflator_inflation": "consumption-deflator inflation",
}
AREA_NAMES = {
    "G20_AE": "G20 advanced economies",
    "AE": "Advanced economies",
    "EMDE": "Emerging and developing economies",
}

SAY = words.beside(__file__)
WITH_ARTICLE = {
    "WLD": "the world",
    "USA": "the US",
    "GBR": "the UK",
    "EA": "the euro area",
    "EA16": "the 16-member euro area",
    "EA17": "the 17-member euro area",
    "OECD": "the OECD area",
    "G20": "the G20",
    "G20_AE": "advanced G20 economies",
    "AE": "advanced economies",
    "EMDE": "emerging economies",
}


def tables(as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    return cache.table("forecasts", as_of), cache.table("forecast_editions", as_of)


@kept
def header(as_of: date) -> tuple[list[Metric], str]:
    """The page's facts and until when they are known."""
    forecasts, editions = tables(as_of)
    return metrics(forecasts, editions), known_until(forecasts, editions, as_of)


def acts(as_of: date, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The main tariff events known on the day that fall between two days, with ``date`` and ``title``."""
    return dated.between(dated.key_events(cache.table("events", as_of), EVENTS), first, last)


def subject(measure: str, area: str) -> str:
    """``world growth``, else ``growth in China``, ``inflation in the United States``."""
    word = SUBJECTS.get(measure, terms.MEASURES[measure].lower())
    if word.startswith("world "):
        return word
    return f"world {word}" if area == "WLD" else f"{word} in {place(area)}"


def place(area: str) -> str:
    """An area in a sentence: ``the euro area``, ``China``."""
    return WITH_ARTICLE.get(area) or terms.with_article(area_name(area))


def area_name(code: str) -> str:
    return AREA_NAMES.get(code) or cache.country_names().get(code, code)


def metrics(forecasts: pd.DataFrame, editions: pd.DataFrame) -> list[Metric]:
    """World growth in two years, and the two sides' in the first of them, each with its last revision."""
    years = measures.known_years(forecasts, "WLD") or measures.known_years(forecasts, "USA")
    first = _current_year(forecasts, editions, years)
    wanted = [("World", "WLD", year) for year in years[:2]] + [("US", "USA", first), ("China", "CHN", first)]
    facts = [
        _metric(name, measures.paths(forecasts, editions, area, [year]), forecasts, editions)
        for name, area, year in wanted
        if year
    ]
    return [f for f in facts if f is not None]


def _current_year(forecasts: pd.DataFrame, editions: pd.DataFrame, years: list[int]) -> int | None:
    newest = measures.current_edition(forecasts, editions, "OECD")
    rows = forecasts[(forecasts["edition"] == newest) & (forecasts["horizon_years"] == 0)]
    return int(rows["target_year"].iloc[0]) if len(rows) else next(iter(years), None)


def _metric(name: str, path: pd.DataFrame, forecasts: pd.DataFrame, editions: pd.DataFrame) -> Metric | None:
    if path.empty:
        return None
    row = path.iloc[-1]
    moved = None if pd.isna(row["change_pp"]) else round(float(row["change_pp"]), 1)
    arrow: Literal["up", "down", "off"] = "off" if not moved else "up" if moved > 0 else "down"
    newest = path.tail(1)
    scenarios = notes.scenarios(forecasts[forecasts["edition"] == row["edition"]], newest, editions)
    edition = terms.dated_edition(row["edition"], row["published_on"])
    help_ = notes.sentences(
        f"{row['title']}, {_published(row)}",
        SAY("header.press") if measures.in_press(newest).all() else "",
        scenarios,
        SAY("header.change_help"),
    )
    return Metric(
        f"{name}, {row['target_year']}",
        terms.rate(row["value_pct"]),
        "" if moved is None else terms.points(moved),
        SAY("header.central", edition=edition) if scenarios else edition,
        f"{help_}.",
        arrow,
        sources_of(newest).parts,
    )


def _published(row: pd.Series) -> str:
    return terms.day(row["published_on"]) if row["date_basis"] == "day" else terms.month(row["published_on"])


def known_until(forecasts: pd.DataFrame, editions: pd.DataFrame, as_of: date) -> str:
    oecd = editions[editions["institution"] == "OECD"]
    current = measures.current_edition(forecasts, editions, "OECD")
    if current is None:
        return SAY("header.known", "none", day=terms.day(as_of))
    row = oecd[oecd["edition"] == current].iloc[0]
    missing = notes.not_found(forecasts, oecd)
    case = "missing" if missing else "whole"
    return SAY("header.known", case, title=row["title"], published=_published(row), missing=missing)


def share_of(count: int, of: int) -> str:
    """So many of all: ``nine of ten``, ``all nine``, ``both``."""
    if count < of:
        return SAY("errors.share", "some", count=terms.counted(count), all=terms.counted(of))
    return SAY("errors.share", "both") if of == 2 else SAY("errors.share", "all", all=terms.counted(of))
