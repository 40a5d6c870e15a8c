"""The subject Goods: US imports of a year by section, chapter and subheading, and by partner."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures, line_names
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.line_names import SECTIONS
from parley.app.trade.charts import goods as charts
from parley.charts.figure import Caption
from parley.charts.ranked_bars import short
from parley.measures import products
from parley.measures.trade import WORLD

COUNT = 15
BY_GOODS, BY_PARTNER = "Goods", "Partners"
EVERY_SECTION, EVERY_CHAPTER = "All sections", "All chapters"
SAY = words.beside(__file__)
COLUMNS = ["exporter_iso3", "year", "section", "chapter", "hs6", "value_usd", "duty_usd", "source_id"]
KINDS = {"section": "section", "chapter": "chapter", "subheading": "subheading (HS6)", "partner": "partner"}


def draw(as_of: date) -> None:
    """Ranked bars of the goods of a partner, or of the partners that supply the goods chosen."""

    figures.block("Goods", lambda: largest_imports(as_of))


def largest_imports(as_of: date) -> Figure:
    """The goods or partners with the largest imports of the choice."""
    return imports_of(_choice(as_of), as_of)


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


@kept
def imports_of(choice: Choice, as_of: date) -> Figure:
    """The goods or partners with the largest imports of one choice."""
    ranking = ranked(choice, as_of)
    whose = list(ranking.rows["code"]) if choice.level == "partner" else [choice.partner] * len(ranking.rows)
    return Figure(
        "trade_imports",
        _caption(ranking, choice),
        _taken(ranking, choice),
        {"Chart": lambda palette: charts.import_bars(ranking.rows, whose, palette)},
        note=SAY("goods.revised") if cache.imports_vintage(as_of).has_members else SAY("goods.first_print"),
        state=(*choice, as_of),
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


def _choice(as_of: date) -> Choice:
    names = cache.country_names()
    year = controls.choose("Year", _years(as_of), "trade_goods_year")
    by = controls.choose("Rank", [BY_GOODS, BY_PARTNER], "trade_rank")
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


def _years(as_of: date) -> list[int]:
    """The years known, newest first. Raises NothingToShowError before the figures were out."""
    years = cache.imports_vintage(as_of).years
    if not years:
        raise NothingToShowError(SAY("goods.none", day=terms.day(as_of)))
    return sorted(years, reverse=True)


@kept
def _suppliers(year: int, as_of: date) -> list[str]:
    """Partners by the value of US imports, largest first."""
    part = cache.imports(as_of, year, columns=["exporter_iso3", "value_usd"])
    return list(part.groupby("exporter_iso3")["value_usd"].sum().sort_values(ascending=False).index)


@kept
def chapters(section: str, as_of: date) -> dict[str, str]:
    """The chapters of a section by their words, code first."""
    codes = cache.table("hs_codes", as_of)
    own = codes[codes["level"].eq(2) & codes["section"].eq(section)]
    return {f"{code}, {short(text)}": code for code, text in zip(own["code"], own["description"], strict=True)}


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
    return charts.imports_caption(*ranking, imports, KINDS[choice.level], choice.year, bool(choice.section))
