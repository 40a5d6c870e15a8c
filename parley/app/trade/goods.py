"""The subject Goods: US imports of a year by section, chapter and subheading, and by partner."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls, line_names
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.kit.line_names import SECTIONS
from parley.charts.bars import bars
from parley.charts.figure import Caption
from parley.charts.labels import short
from parley.charts.theme import Palette
from parley.measures import products
from parley.measures.trade import WORLD
from parley.terms import goods

COUNT = 15
BY_GOODS, BY_PARTNER, BY_SHARE = "Goods", "Partners", "China's share"
EVERY_SECTION, EVERY_CHAPTER = "All sections", "All chapters"
SAY = words.beside(__file__)
COLUMNS = ["exporter_iso3", "year", "section", "chapter", "hs6", "value_usd", "duty_usd", "source_id"]
KINDS = {"section": "section", "chapter": "chapter", "subheading": "subheading (HS6)", "partner": "partner"}
ALMOST_ALL = 99.5  # percent, from which on a part that is not all would be printed as 100


class Choice(NamedTuple):
    """The year, what is ranked, of which partner (ISO code or ``all``), section and chapter (empty: all)."""

    year: int
    ranked: str
    partner: str
    section: str
    chapter: str

    @property
    def level(self) -> str:
        """What a bar is."""
        if self.ranked == BY_PARTNER:
            return "partner"
        return "subheading" if self.chapter else "chapter" if self.section else "section"


class Ranking(NamedTuple):
    """The largest rows, and the sum and number of all."""

    rows: pd.DataFrame
    total_usd: float
    in_all: int


@kept_figure
def imports_of(choice: Choice, as_of: date) -> Figure:
    ranking = ranked(choice, as_of)
    whose = list(ranking.rows["code"]) if choice.level == "partner" else [choice.partner] * len(ranking.rows)
    return Figure(
        "trade_imports",
        _caption(ranking, choice),
        _taken(ranking, choice),
        {"Chart": lambda palette: import_bars(ranking.rows, whose, palette)},
        note=SAY("goods.revised") if cache.imports_vintage(as_of).has_members else SAY("goods.first_print"),
    )


def _taken(ranking: Ranking, choice: Choice) -> pd.DataFrame:
    """The rows with the year and, where they are goods, whose they are and their share of all goods of the choice:
    the partner's share of all partners has a name of its own.
    """
    rows = ranking.rows
    if choice.level == "partner":
        return rows.assign(year=choice.year)
    return products.of_all_partners(rows).assign(
        share_pct=rows["value_usd"] / ranking.total_usd * 100,
        year=choice.year,
        exporter_iso3=WORLD if choice.partner == products.ALL else choice.partner,
    )


def ranking_wanted(as_of: date) -> tuple[int, str]:
    """The year and what is ranked. Raises NothingToShowError on a day that knew no year."""
    years = sorted(cache.imports_vintage(as_of).years, reverse=True)
    if not years:
        raise NothingToShowError(SAY("goods.none", day=terms.day(as_of)))
    year = controls.choose("Year", years, "trade_goods_year")
    return year, controls.choose("Rank", [BY_GOODS, BY_PARTNER, BY_SHARE], "trade_rank")


def choice_of(year: int, by: str, as_of: date) -> Choice:
    """Which goods or partners of a year are ranked."""
    names = cache.country_names()
    partner = products.ALL
    if by == BY_GOODS:
        partners = {"All partners": products.ALL} | {names[code]: code for code in _suppliers(year, as_of)}
        name = controls.select("Partner", list(partners), "trade_supplier", names["CHN"])
        partner = partners.get(name, "CHN")
    section = controls.select("Section", [EVERY_SECTION, *SECTIONS], "trade_goods_section", EVERY_SECTION)
    if section == EVERY_SECTION:
        return Choice(year, by, partner, "", "")
    of_section = chapters(SECTIONS[section], as_of)
    chapter = controls.select("Chapter", [EVERY_CHAPTER, *of_section], "trade_goods_chapter", EVERY_CHAPTER)
    return Choice(year, by, partner, SECTIONS[section], of_section.get(chapter, ""))


@kept
def _suppliers(year: int, as_of: date) -> list[str]:
    """Partners by the value of US imports, largest first."""
    part = cache.imports(as_of, year, columns=["exporter_iso3", "value_usd"])
    return list(part.groupby("exporter_iso3")["value_usd"].sum().sort_values(ascending=False).index)


@kept
def chapters(section: str, as_of: date) -> dict[str, str]:
    codes = cache.table("hs_codes", as_of)
    of_section = codes[codes["level"].eq(2) & codes["section"].eq(section)]
    return {
        f"{code}, {short(text)}": code for code, text in zip(of_section["code"], of_section["description"], strict=True)
    }


def ranked(choice: Choice, as_of: date) -> Ranking:
    """The rows of one choice with their names. Raises NothingToShowError when there are none."""
    where = {"chapter": [choice.chapter]} if choice.chapter else {"section": [choice.section]} if choice.section else {}
    part = cache.imports(as_of, choice.year, 6, where, COLUMNS)
    every = (
        products.by_partner(part)
        if choice.level == "partner"
        else products.by_goods(part, choice.partner, choice.level)
    )
    if every.empty:
        raise NothingToShowError(SAY("goods.no_choice", year=choice.year, day=terms.day(as_of)))
    rows = every.head(COUNT)
    names = cache.country_names()
    is_partner = choice.level == "partner"
    rows.insert(1, "name", [names[c] if is_partner else goods_name(c, choice.level) for c in rows["code"]])
    return Ranking(rows, float(every["value_usd"].sum()), len(every))


def goods_name(code: str, level: str) -> str:
    """A section, chapter, heading or subheading in words, its code first."""
    if level == "section":
        return (
            f"{code}, {terms.SECTION_LABELS[code]}" if code in terms.SECTION_LABELS else "Special provisions (98, 99)"
        )
    labels = line_names.in_titles()
    return f"{code} {labels[code]}" if code in labels else code


def _caption(ranking: Ranking, choice: Choice) -> Caption:
    case = "part" if choice.section else ""
    if choice.partner != products.ALL:
        case = f"{case}_from".removeprefix("_")
    goods = (
        f"goods in chapter {choice.chapter}"
        if choice.chapter
        else terms.in_a_sentence(terms.SECTION_LABELS.get(choice.section, ""))
    )
    partner = terms.with_article(cache.country_names().get(choice.partner, ""))
    imports = SAY("goods.imports", case or "all", goods=goods, partner=partner)
    return imports_caption(*ranking, imports, KINDS[choice.level], choice.year)


def import_bars(rows: pd.DataFrame, whose: Sequence[str], palette: Palette) -> go.Figure:
    """``rows``: name, value_usd, effective_rate_pct; ``whose``: where the goods of each row come from, ISO code."""
    return bars(
        rows,
        palette,
        value=rows["value_usd"] / 1e9,
        unit="bn",
        colour=[palette.country(code) for code in whose],
        text={"Value": rows["value_usd"].map(terms.usd), "Duty": rows["effective_rate_pct"].map(terms.rate)},
    )


def imports_caption(rows: pd.DataFrame, total_usd: float, in_all: int, imports: str, kind: str, year: int) -> Caption:
    """The largest of the rows and its part of all.

    ``in_all``: how many rows there are, shown or not; ``imports`` says what is imported, ``kind`` what a row is.
    """
    first = rows.iloc[0]
    case, name = "goods", said(str(first["name"]), kind)
    if kind == "partner":
        case, name = "partner", terms.with_article(str(first["name"]), "The")
    if in_all == 1:
        case = "only_partner" if kind == "partner" else "only"
    share = first["value_usd"] / total_usd * 100
    fields = {
        "code": _code(str(first["name"]), kind) or name,
        "part": terms.rate(share, 0) if share < ALMOST_ALL else SAY("goods.over", share=terms.rate(ALMOST_ALL)),
        "imports": imports,
        "value": terms.usd(first["value_usd"]),
    }
    named = (name, re.sub(r" \([a-z]+ [^()]*\)$", "", name))
    finding = terms.fitting(SAY("goods.finding", case, name=terms.capital(each), year=year, **fields) for each in named)
    shown = "largest" if in_all > len(rows) else "all"
    totals: dict[str, str | int] = {
        "kind": kind,
        "year": year,
        "total": terms.usd(total_usd),
        "count": terms.counted(len(rows)),
    }
    measure = terms.fitting(
        SAY("goods.measure", shown, imports=of, **totals) for of in (imports, SAY("goods.imports", "these"))
    )
    rows_in_words = "; ".join(
        f"{r['name']} {terms.usd(r['value_usd'])}, duty {terms.rate(r['effective_rate_pct'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Bars, {year}. {rows_in_words}.")


def names_of(name: str, kind: str) -> list[str]:
    """A row's name in a title: with its code, then without it where it has other words."""
    whole = said(name, kind)
    return [whole, re.sub(r" \([a-z]+ [^()]*\)$", "", whole)]


def said(name: str, kind: str) -> str:
    """A row's name in a sentence, its code last: ``electrical machinery and equipment (chapter 85)``.

    Goods without a short name that is true of them are told by their code: ``subheading 392690``.
    """
    is_section = re.match(r"([IVX]+), ", name) if kind == "section" else None
    if kind == "section":
        text = terms.in_a_sentence(name[is_section.end() :]) if is_section else name
        return f"{text} (section {is_section[1]})" if is_section else text
    code, _, text = name.partition(" ")
    level, noun = kind.removesuffix(" (HS6)"), goods.noun(code, text)
    return f"{noun} ({level} {code})" if noun else f"{level} {code}"


def _code(name: str, kind: str) -> str:
    """What a row is with its code: ``chapter 97``; nothing for a row without one."""
    code = re.match(r"\d+|[IVX]+(?=, )", name)
    return f"{kind.removesuffix(' (HS6)')} {code[0]}" if code else ""
