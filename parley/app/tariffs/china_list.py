"""The section China's list: the additional duty on US goods line by line before April 2025."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.tariffs.charts import china_list as charts
from parley.charts.figure import Caption
from parley.measures import lines as measures
from parley.tables import compiled_on

SAY = words.beside(__file__)
ALL = "All sections"
CHAPTER_WORDS = 22  # letters that fit beside a bar on a phone
TABLE = "china_retaliation_hs8"
WORDED = ["description", "chapter", "section"]
SHOWN = ["cn_hs8", "additional_rate_pct", "valid_from", "valid_to", *WORDED, "published_on", "source_id"]


def draw(as_of: date) -> None:
    """Lines by rate, for all sections or the chapters of one, and a search by code or word."""

    figures.block("China's list", lambda: lines_by_rate(as_of))
    figures.block("Search in China's list", lambda: lines_found(as_of))


def lines_by_rate(as_of: date) -> Figure:
    """How many lines have which rate, in all sections or the chapters of one."""
    section = controls.select("Section", [ALL, *terms.SECTION_LABELS], "tariff_list_section", ALL, _section_name)
    caption, rows = distribution(section, as_of)
    views = {"Chart": lambda palette: charts.band_bars(rows, palette)}
    return Figure("tariff_china_list", caption, rows, views, state=(section, as_of))


def lines_found(as_of: date) -> Content:
    """The lines the code or words typed find; nothing where nothing is typed."""
    typed = controls.search("Code or word", "tariff_list_search", "1201, soya, engines ...")
    return Figure("tariff_china_lines", *search(typed, as_of)) if typed else lambda: None


def _section_name(section: str) -> str:
    return section if section == ALL else f"{section} {terms.SECTION_LABELS[section]}"


@kept
def listed(as_of: date) -> pd.DataFrame:
    """The lines with chapter and section. Raises NothingToShowError before the list was dated."""
    lines = cache.table(TABLE, as_of)
    if lines.empty:
        raise NothingToShowError(SAY("list.before"))
    chapter = lines["cn_hs8"].str[:2]
    section_of = measures.sections(cache.table("hs_codes", compiled_on()))
    return lines.assign(chapter=chapter, section=chapter.map(section_of))


@kept
def distribution(section: str, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """Lines by rate, per section or per chapter of one section. Raises NothingToShowError where there are none."""
    lines = listed(as_of)
    if section == ALL:
        rows = measures.counted(lines, "section")
        label = rows["section"].map(terms.SECTION_LABELS)
        rank = rows["section"].map({s: i for i, s in enumerate(terms.SECTION_LABELS)})
        what = "US goods"
    else:
        lines = lines[lines["section"] == section]
        if lines.empty:
            raise NothingToShowError(SAY("list.empty", section=_section_name(section)))
        rows = measures.counted(lines, "chapter")
        label, rank = rows["chapter"].map(_chapters()), rows["chapter"].astype(int)
        what = f"US {terms.in_a_sentence(terms.SECTION_LABELS[section])}"
    rows = rows.assign(label=label, date=lines["published_on"].iloc[0], rank=rank)
    rows = rows.sort_values(["rank", "band"], ignore_index=True).drop(columns="rank")
    return charts.bands_caption(lines, rows, what), rows


def _chapters() -> dict[str, str]:
    codes = cache.table("hs_codes", compiled_on())
    chapters = codes[codes["level"] == 2]
    return {c: f"{c} {_short(d)}" for c, d in zip(chapters["code"], chapters["description"], strict=True)}


def _short(words: str) -> str:
    head = words.split(";", maxsplit=1)[0].split(",", maxsplit=1)[0]
    return head if len(head) <= CHAPTER_WORDS - 3 else f"{head[: CHAPTER_WORDS - 4].rstrip()}…"


def search(typed: str, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """The lines a code or words find. Raises NothingToShowError where nothing is found."""
    rows = measures.found(listed(as_of), typed, "cn_hs8")
    if rows.empty:
        raise NothingToShowError(SAY("list.unknown", typed=typed))
    return charts.found_caption(rows, typed), rows[SHOWN].reset_index(drop=True)
