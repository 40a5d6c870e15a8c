"""Rows as a table on the page: heads and cells in a reader's words, the figures as they are."""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import cache, written

PROPER = {
    "ces": "CES",
    "china": "China",
    "cn": "China",
    "cobb": "Cobb",
    "douglas": "Douglas",
    "eu": "EU",
    "fob": "FOB",
    "gdp": "GDP",
    "hhi": "HHI",
    "hs": "HS",
    "june": "June",
    "leontief": "Leontief",
    "oecd": "OECD",
    "reo": "REO",
    "us": "US",
}
UNITS = {"_pct": "%", "_pp": "pp", "_usd": "US$", "_t": "t", "_kt": "kt", "_cny": "CNY"}
MARKS = {"%": "%", "US$": "$", "US$ bn": "bn", "US$ m": "m"}  # of units that stand at the end of heads, at a figure
HEADS = {
    "as_printed": "As printed",
    "cn_hs8": "Chinese tariff code (8 digits)",
    "event_id": "Event record",
    "heading_ch99": "Heading in chapter 99",
    "hs6": "HS code (6 digits)",
    "hts10": "HTS code (10 digits)",
    "hts4": "HTS heading (4 digits)",
    "iso2": "Country, two letters",
    "is_us_cn_headline": "In the headline rate",
    "n_months": "Months",
    "naics3": "NAICS industry (3 digits)",
    "size_kB": "Size, kB",
    "source_id": "Source record",
}
COUNTRIES = {"actor", "actor_account", "area", "economy", "iso3", "origin", "target"}
# Names of our own that are said as they are: a reader looks them up by them.
NAMES = {"citation", "code", "column", "one_row_per", "parameter", "table", "used_in"}
SNAKE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
LABELS = {"authority": terms.AUTHORITIES, "programme": terms.PROGRAMMES}  # of codes that may be one word
DAY = re.compile(r"\d{4}-\d\d-\d\d")
CODE = re.compile(r"[A-Z]{3}")
LETTER = re.compile(r"[A-Z][a-z]")  # how a name begins, no code and no number
BILLION, MILLION = 1e9, 1e6
CODED = ", code"  # ends the head of a column of codes
# Words of a column that a model answers with, the ends of a range, and of columns that are printed or set as they are.
MOVED, ENDS = {"change", "difference", "gain", "loss", "central", "middle"}, {"low", "high"}
EXACT = {"parameter", "published", "rate"}
ANSWER_FIGURES = 2
SAID_ROWS = 15  # of a chart, to those who cannot see it


def table(rows: pd.DataFrame, alt: str) -> None:
    """Rows as a table with readable heads and cells; long tables load as they are scrolled."""
    shown, columns, order = cache.of_rows("shown", rows, lambda: _shown(rows))
    written.flush()
    st.dataframe(
        shown,
        hide_index=True,
        column_config=columns,
        column_order=order,
        lazy=len(rows) > 2000,
        placeholder="",
        alt=alt,
        height=min(36 * (len(rows) + 1) + 2, 420),
    )


def _shown(rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any], list[str]]:
    """The rows as they are shown, how Streamlit's table shows each column, and the columns in order."""
    shown = readable(rows)
    order = sorted(map(str, rows.columns), key=lambda name: name.endswith("_id"))  # figures before their records
    answers = answered(rows)
    return shown, {c: _column(c, rows[c], shown[c], c in answers) for c in order}, order


def answered(rows: pd.DataFrame) -> set[str]:
    """The columns of a model's rows that are its answers: changes, and figures with a range beside them, and its ends.

    These are shown in two significant figures, which is as exact as their range. Parameters, rates and what others
    printed are not among them.
    """
    names = list(map(str, rows.columns))
    if "model" not in names:
        return set()
    moved = {name for name in names if MOVED & set(name.split("_"))}
    for before, name in zip(["", *names], names, strict=False):
        words = name.split("_")
        figure = "_".join(word for word in words if word not in ENDS)
        if len(figure) < len(name) and (figure or "central" in names):
            moved |= {name, figure} if figure in names or not before.endswith(f"_{figure}") else {name, before}
    return {name for name in moved.intersection(names) if not EXACT & set(name.split("_"))}


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as they are shown: countries by name, our own words for things in the field's, money in its unit, days
    written out as dates, which sort as such, yes or nothing in place of true and false. Codes of countries stay where
    another column names them.
    """
    return pd.DataFrame({name: _readable(str(name), rows[name], rows) for name in rows.columns}, index=rows.index)


def printed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as ``table`` shows them, every cell and head as text; what is missing stays empty."""
    shown, answers = readable(rows), answered(rows)
    cells = {str(name): _printed(str(name), rows[name], shown[name], name in answers) for name in rows.columns}
    heads = [_head(name, rows[name]) for name in cells]
    return pd.DataFrame(cells, index=rows.index).set_axis(heads, axis="columns")


def headed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as ``table`` shows them, under its heads, each number as exact as it is; codes of countries that names
    stand for, addresses and records of sources come last.
    """
    shown = readable(rows)
    columns: dict[str, pd.Series] = {}
    after: dict[str, pd.Series] = {}
    for name in map(str, rows.columns):
        label, is_coded = _head(name, rows[name]), _is_coded(name, rows[name], shown[name])
        label += CODED if is_coded else ""
        into = after if is_coded or name.endswith(("_id", "url")) else columns
        into[label if label not in into else f"{label} ({name})"] = shown[name]
        if (name in COUNTRIES or name.endswith("iso3")) and not shown[name].equals(rows[name]):
            after[f"{label}{CODED}"] = rows[name]
    return pd.DataFrame({**columns, **after}, index=rows.index)


def unit_of(name: str) -> str:
    """The unit at the end of a column's head, empty where it has none: ``%`` for ``rate_pct``."""
    return next((unit for suffix, unit in UNITS.items() if name.endswith(suffix) or f"{suffix}_" in name), "")


def in_words(rows: pd.DataFrame) -> str:
    """The rows for those who cannot see a chart of them: what all rows share once, then row by row the first ones."""
    return str(cache.of_rows("words", rows, lambda: _rows_in_words(rows)))


def _rows_in_words(rows: pd.DataFrame) -> str:
    figures = [name for name in rows.columns if not str(name).endswith(("_id", "url", "iso3"))]
    cells = printed(rows[figures].head(SAID_ROWS))
    of_countries = {*COUNTRIES, "code", "destination"}
    coded = [h for name, h in zip(figures, cells, strict=True) if name in of_countries and _are_codes(cells[h])]
    cells = cells.drop(columns=coded)  # whose names stand beside
    shared = [head for head in cells if len(cells) > 1 and cells[head].nunique() == 1]
    if len(rows) > SAID_ROWS:  # what the first rows share may change in those left out
        changing = [name for name in figures if rows[name].iloc[SAID_ROWS - 1 :].nunique(dropna=False) > 1]
        shared = [head for head in shared if head not in set(printed(rows[changing].head(SAID_ROWS)))]
    heads = [head for head in cells if head not in shared] or list(cells)
    name = next((head for head in heads if all(map(LETTER.match, cells[head]))), heads[0])
    lines = [
        f"{row[name]}: " + ", ".join(_with_unit(str(head), row[head]) for head in heads if head != name and row[head])
        for row in cells.to_dict("records")
    ]
    left_out = f"; {len(rows) - SAID_ROWS} more rows in the table" if len(rows) > SAID_ROWS else ""
    together = [f"{head}: {cells[head].iloc[0]}." for head in shared if cells[head].iloc[0]]
    return " ".join(["Chart.", *together, "; ".join(lines) + left_out + "."])


def _with_unit(head: str, cell: str) -> str:
    """A cell after its head, whose unit goes to the figure: ``Value $6bn``, ``Share 60.00%``."""
    name, _, unit = head.rpartition(", ")
    return f"{name} {terms.quantity(cell, MARKS[unit])}" if unit in MARKS else f"{head} {cell}"


def _printed(name: str, values: pd.Series, shown: pd.Series, is_answer: bool) -> pd.Series:
    say = _printer(name, values, shown, is_answer)
    return shown.map(lambda value: "" if pd.isna(value) else say(value))


def _printer(name: str, values: pd.Series, shown: pd.Series, is_answer: bool) -> Callable[[Any], str]:
    if pd.api.types.is_datetime64_any_dtype(shown):
        return terms.month if _is_month(name) else terms.day
    if pd.api.types.is_float_dtype(shown):
        if is_answer:
            return lambda value: _figure(value, ANSWER_FIGURES)
        is_rate = ("_pct" in name or "_pp" in name) and not _is_money(name, values)
        return (lambda value: terms.number(value, 2)) if is_rate else _figure
    return terms.number if pd.api.types.is_integer_dtype(shown) and "year" not in name else str


def _figure(value: float, digits: int = 4) -> str:
    """A number with so many significant figures at most, as ``%.4g`` but without an exponent."""
    text = terms.significant(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _head(name: str, values: pd.Series) -> str:
    return column_label(name) + (_scale(values)[1] if _is_money(name, values) else "")


def _readable(name: str, values: pd.Series, rows: pd.DataFrame) -> pd.Series:
    if values.dtype in (bool, object) and pd.api.types.is_bool_dtype(values.dropna().infer_objects()):
        return values.map({True: "yes", False: ""})
    if _is_money(name, values):
        return values / _scale(values)[0]
    if not pd.api.types.is_string_dtype(values) or name in NAMES or name.endswith(("_id", "url")):
        return values
    if name in COUNTRIES or name.endswith("_iso3"):
        names = cache.country_names()
        named = values.map(lambda code: names.get(code, code), na_action="ignore")
        return values if any(_alike(rows[other], named) for other in rows.columns if other != name) else named
    say, labels = terms.edition if "edition" in name else _words, LABELS.get(name, {})
    words = {word: labels.get(word) or say(word) for word in values.dropna().unique()}
    if words and all(DAY.fullmatch(word) for word in words):
        return pd.to_datetime(values)
    return values.map(words) if any(said != word for word, said in words.items()) else values


def _alike(values: pd.Series, names: pd.Series) -> bool:
    return pd.api.types.is_string_dtype(values) and bool((values == names).mean() > 0.5)


def _words(text: str) -> str:
    if SNAKE.fullmatch(text):
        return terms.AUTHORITIES.get(text) or terms.PROGRAMMES.get(text) or _as_head(text)
    return terms.day(pd.Timestamp(text)) if DAY.fullmatch(text) else text


def _is_month(name: str) -> bool:
    """Whether the days of a column stand for their months: ``month``, ``last_month``."""
    return "month" in name.split("_")


def _is_money(name: str, values: pd.Series) -> bool:
    return "_usd" in name and "_per_" not in name and pd.api.types.is_numeric_dtype(values)


def _scale(values: pd.Series) -> tuple[float, str]:
    """What a column of US dollars is divided by, and the word for it."""
    most = values.abs().max()
    return (BILLION, " bn") if most >= BILLION else (MILLION, " m") if most >= MILLION else (1.0, "")


def _column(name: str, values: pd.Series, shown: pd.Series, is_answer: bool) -> Any:
    label = column_label(name) + (CODED if _is_coded(name, values, shown) else "")
    if name.endswith("url"):
        return st.column_config.LinkColumn(label, display_text="Open")
    if pd.api.types.is_datetime64_any_dtype(shown):
        return st.column_config.DateColumn(label, format="MMM YYYY" if _is_month(name) else "D MMM YYYY")
    figures = f"%.{ANSWER_FIGURES if is_answer else 4}g"
    if _is_money(name, values):
        return st.column_config.NumberColumn(_head(name, values), format=figures)
    if pd.api.types.is_float_dtype(values):
        is_rate = not is_answer and ("_pct" in name or "_pp" in name)
        return st.column_config.NumberColumn(label, format="%.2f" if is_rate else figures)
    if pd.api.types.is_integer_dtype(values) and "year" not in name:
        return st.column_config.NumberColumn(label, format="localized")
    return st.column_config.Column(label)


def _is_coded(name: str, values: pd.Series, shown: pd.Series) -> bool:
    """Whether a column shows codes of countries that another column names."""
    return (name.endswith("iso3") and shown.equals(values)) or (name in COUNTRIES and _are_codes(shown))


def _are_codes(shown: pd.Series) -> bool:
    """Whether a column of countries, as shown, holds their codes and not their names."""
    cells = shown.dropna()
    return len(cells) > 0 and all(isinstance(cell, str) and CODE.fullmatch(cell) for cell in cells)


def column_label(name: str) -> str:
    """A column's name as a reader's head: ``rate_pct_baseline`` becomes ``Rate baseline, %``."""
    if name in HEADS:
        return HEADS[name]
    if name.endswith("_source_id"):
        return f"Source record, {_in_words(name.removesuffix('_source_id'))}"
    for suffix, unit in UNITS.items():
        if name.endswith(suffix) or f"{suffix}_" in name:
            return f"{_as_head(name.replace(suffix, '', 1))}, {unit}"
    return _as_head(name.removeprefix("is_").replace("iso3", "country"))


def _as_head(name: str) -> str:
    return terms.capital(_in_words(name))


def _in_words(name: str) -> str:
    return " ".join(PROPER.get(word, word) for word in name.split("_"))
