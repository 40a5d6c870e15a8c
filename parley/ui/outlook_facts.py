"""The sentence, the facts and the known-until line of the Outlook page, computed from the editions."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from parley import terms
from parley.charts.figure import Caption
from parley.charts.forecasts import paths_caption, revisions_caption
from parley.measures import events as dated
from parley.measures import forecasts as measures
from parley.ui import cache, controls
from parley.ui.blocks import Metric, NothingToShowError

EVENTS = ("us-301-l1", "us-ieepa-fent-1", "us-ieepa-recip-125", "geneva", "busan", "scotus", "us-301-fl")

WITH_ARTICLE = {
    "USA": "the United States",
    "GBR": "the United Kingdom",
    "EA": "the euro area",
    "EA16": "the euro area (16 members)",
    "EA17": "the euro area (17 members)",
    "OECD": "the OECD area",
    "G20": "the G20",
}


@dataclass(frozen=True)
class Paths:
    """The editions' paths of one area: words, rows, target years, and the tariff events within the time shown."""

    caption: Caption
    rows: pd.DataFrame
    years: list[int]
    acts: pd.DataFrame


def _tables(as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    return cache.table("forecasts", as_of), cache.table("forecast_editions", as_of)


def header(as_of: date) -> tuple[str, list[Metric], str]:
    """The page's answer, its facts and the known-until line."""
    forecasts, editions = _tables(as_of)
    years = measures.known_years(forecasts, "WLD")
    world = measures.paths(forecasts, editions, "WLD", years) if years else forecasts.head(0)
    return answer(world), metrics(forecasts, editions), known_until(forecasts, editions)


def areas(as_of: date) -> list[str]:
    """Areas with a path. Raises NothingToShowError before two editions on one year were known."""
    known = measures.areas_with_paths(cache.table("forecasts", as_of))
    if not known:
        raise NothingToShowError(f"No two editions on one and the same year were known on {terms.day(as_of)}.")
    return known


def paths(area: str, as_of: date) -> Paths:
    """What the block of paths shows of one area."""
    forecasts, editions = _tables(as_of)
    years = measures.known_years(forecasts, area)
    path = measures.paths(forecasts, editions, area, years)
    first, last = path["published_on"].min(), path["published_on"].max()
    acts = dated.between(dated.key_events(cache.table("events", as_of), EVENTS), first, last)
    return Paths(paths_caption(path, growth(area)), path, years, acts)


def revisions(shown: Paths, area: str, year: int) -> tuple[Caption, pd.DataFrame]:
    """Words and rows of the revisions of one target year. Raises NothingToShowError with a single edition."""
    moves = shown.rows[shown.rows["target_year"] == year]
    if moves["change_pp"].isna().all():
        raise NothingToShowError(f"Only one edition has a figure for {year}: nothing to compare yet.")
    return revisions_caption(moves, growth(area)), moves


def errors(as_of: date) -> pd.DataFrame:
    """Every scored forecast. Raises NothingToShowError before the outcomes were published."""
    scored = measures.forecast_errors(cache.table("forecasts", as_of), cache.table("gdp_actuals", as_of))
    if scored.empty:
        raise NothingToShowError(
            f"Outcomes are those of Economic Outlook 119 of June 2026: on {terms.day(as_of)} no forecast can be scored."
        )
    return scored


def errors_of_year(scored: pd.DataFrame, year: int, as_of: date) -> pd.DataFrame:
    """The scored forecasts of one target year with the dates of their editions."""
    return measures.errors_of_year(scored, cache.table("forecast_editions", as_of), year)


def current_houses(as_of: date) -> pd.DataFrame:
    """World growth in each house's current edition. Raises NothingToShowError when none was known."""
    known = measures.current_by_institution(*_tables(as_of), "WLD")
    if known.empty:
        raise NothingToShowError(f"No house's forecast of world growth was known on {terms.day(as_of)}.")
    return known


def growth(area: str) -> str:
    """``world growth``, else ``growth in China``, ``growth in the United States``."""
    name = WITH_ARTICLE.get(area, cache.country_names().get(area, area))
    return "world growth" if area == "WLD" else f"growth in {name}"


def answer(world: pd.DataFrame) -> str:
    """The path of world growth in one sentence, from the rows of the first target year shown."""
    if world.empty:
        return f"No OECD forecast of world growth had been published by {terms.day(controls.as_of())}"
    year = int(world["target_year"].min())
    path = world[world["target_year"] == year].sort_values("published_on")
    low, last = path.sort_values("value_pct", kind="stable").iloc[0], path.iloc[-1]
    if len(path) > 1 and low["edition"] != last["edition"]:
        return (
            f"The {terms.rate(low['value_pct'])} of {_when(low)} was the low point of the OECD's path for world growth "
            f"in {year}; {terms.edition(last['edition'])} {_says(last)} {terms.rate(last['value_pct'])}"
        )
    lowest = ", the lowest of its editions so far" if len(path) > 1 else ""
    return f"The OECD puts world growth in {year} at {terms.rate(last['value_pct'])}{lowest}"


def _says(row: pd.Series) -> str:
    return "records" if row["horizon_years"] < 0 else "has"


def _when(row: pd.Series) -> str:
    return str(terms.month(row["published_on"]))


def metrics(forecasts: pd.DataFrame, editions: pd.DataFrame) -> list[Metric]:
    """World growth in two years, and the two sides' in the first of them, each with its last revision."""
    years = measures.known_years(forecasts, "WLD") or measures.known_years(forecasts, "USA")
    first = _current_year(forecasts, editions, years)
    wanted = [("World", "WLD", year) for year in years[:2]] + [("US", "USA", first), ("China", "CHN", first)]
    facts = [_metric(name, measures.paths(forecasts, editions, area, [year])) for name, area, year in wanted if year]
    return [f for f in facts if f is not None]


def _current_year(forecasts: pd.DataFrame, editions: pd.DataFrame, years: list[int]) -> int | None:
    """The year under way in the newest edition."""
    newest = measures.current_edition(forecasts, editions, "OECD")
    rows = forecasts[(forecasts["edition"] == newest) & (forecasts["horizon_years"] == 0)]
    return int(rows["target_year"].iloc[0]) if len(rows) else next(iter(years), None)


def _metric(name: str, path: pd.DataFrame) -> Metric | None:
    if path.empty:
        return None
    row = path.iloc[-1]
    moved = None if pd.isna(row["change_pp"]) else round(float(row["change_pp"]), 1)
    arrow: Literal["up", "down", "off"] = "off" if not moved else "up" if moved > 0 else "down"
    help_ = f"{row['title']}, {_published(row)}. Change from the edition before with a figure for this year."
    return Metric(
        f"{name}, {row['target_year']}",
        terms.rate(row["value_pct"]),
        "" if moved is None else terms.points(moved),
        terms.edition(row["edition"]),
        help_,
        arrow,
    )


def _published(row: pd.Series) -> str:
    return terms.day(row["published_on"]) if row["date_basis"] == "day" else terms.month(row["published_on"])


def known_until(forecasts: pd.DataFrame, editions: pd.DataFrame) -> str:
    """The edition current on the date, and later ones of which we hold no figure."""
    oecd = editions[editions["institution"] == "OECD"].sort_values("published_on")
    current = measures.current_edition(forecasts, editions, "OECD")
    if current is None:
        return f"No edition had been published by {terms.day(controls.as_of())}."
    row = oecd[oecd["edition"] == current].iloc[0]
    later = oecd[oecd["published_on"] > row["published_on"]]
    words = f"Current edition: {row['title']}, {_published(row)}."
    if len(later):
        words += f" No figures here from: {terms.listed(list(later['title']))}."
    return words


def houses(rows: pd.DataFrame) -> str:
    """Which houses have a forecast of world growth on the day."""
    names = list(dict.fromkeys(rows["institution"]))
    return f"World growth by {terms.counted(len(names))} houses: {terms.listed(names)}"
