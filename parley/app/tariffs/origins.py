"""The law on goods of any origin but China, as the subjects Products and Which law of the Tariffs page show it."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.measures import product_rates as measures
from parley.measures import products as nomenclature
from parley.measures.law_index import ByOrigin, rules_for
from parley.measures.usmca import ORIGINS
from parley.results.law.averages import origin_rates
from parley.results.law.tables import tables
from parley.results.law.words import programme_name
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
CHINA = "CHN"
FIRST_PRINT = "us_imports_hs10_2024"
BROAD = "broad_with_exemptions"


class OriginGoods(NamedTuple):
    """Rates by subheading with section and chapter, and the part of the imports whose rate is not known, in percent."""

    duties: pd.DataFrame
    unknown_pct: float


def choice(key: str) -> str:
    """The origin whose goods are shown; China unless another is chosen."""
    names = cache.country_names()
    return controls.select("Origin", [CHINA, *_others()], key, CHINA, lambda code: names.get(code, code))


@kept
def _others() -> list[str]:
    names = cache.country_names()
    codes = cache.part(FIRST_PRINT, compiled_on(), columns=["exporter_iso3"])["exporter_iso3"].unique()
    return sorted((str(code) for code in codes if code != CHINA), key=lambda code: names.get(code, code))


def are_imports_out(on: date) -> bool:
    """Whether imports by product, and what was collected on them, had come out by a day."""
    return bool(cache.imports_vintage(on).years)


@kept
def goods(origin: str, on: date) -> OriginGoods:
    """The law of a day on all goods imported from an origin in 2024."""
    columns = ["hts10", "hs6", "value_usd", "duty_usd"]
    every = cache.part(FIRST_PRINT, compiled_on(), {"exporter_iso3": [origin]}, columns)
    every = every[every["value_usd"] > 0]
    lines = origin_rates(every, origin, on)
    chapter = lines["hts10"].str[:2]
    section_of = nomenclature.sections(cache.table("hs_codes", compiled_on()))
    lines = lines.assign(chapter=chapter, section=chapter.map(section_of))
    rated = lines[lines[measures.RATE].notna()]
    return OriginGoods(
        measures.weighted(rated, ["section", "chapter", "hs6"]),
        100 - rated["value_usd"].sum() / lines["value_usd"].sum() * 100,
    )


def broad_name(origin: str, on: date) -> str:
    """The names of the duties on most goods of an origin in force on a day; empty when there was none."""
    return terms.listed([programme_name(row.programme) for row in _broad(origin, on)])


def _broad(origin: str, on: date) -> list[ByOrigin]:
    duties = rules_for(tables().by_origin, origin, on).duties
    return [row for row in duties if row.coverage == BROAD and row.rate_pct and row.programme != "fentanyl"]


def sources(origin: str, on: date) -> dict[str, str]:
    """Where the rate on most goods is from; empty when there was none."""
    broad = _broad(origin, on)
    return {"broad": broad[0].source_id} if broad else {}


def confirmed_until() -> pd.Timestamp:
    """The last day that legal texts in hand reach."""
    return pd.Timestamp(tables().known_until)


def is_unsure(origin: str, on: date) -> bool:
    """Whether some of the law on an origin is not told by the sources, or known from another year only."""
    law_tables = tables()
    rules = rules_for(law_tables.by_origin, origin, on)
    limits = {row.use_limit for rows in (rules.duties, *rules.replacing.values()) for row in rows}
    return origin in ORIGINS or bool(limits & {"own_exempt_list", "within_quota"}) or on < law_tables.editions[0][0]
