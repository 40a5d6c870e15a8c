"""The subject Which law for an origin but China: the layers of ``parley.law`` as its list shows them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs import origins
from parley.app.tariffs.law_day import LawDay, has_range, law_caption
from parley.charts.figure import Caption
from parley.measures.law_index import ByOrigin, Listed, rules_for
from parley.measures.law_layers import EXEMPT_IN_PART, IN_PART, Layer
from parley.measures.preferences import SYMBOLS, pays_column_2
from parley.results.law.answer import LawAnswer, LawError, LineAnswer
from parley.results.law.lines import law
from parley.results.law.tables import tables
from parley.results.law.words import GOODS, HOW_KNOWN, list_rate, programme_name
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
STATES = {
    "in_scope": "in scope",
    "in_scope_partial": "some goods only",
    "exempt": "exempt from this duty",
    "exempt_partial": "some goods exempt",
    "suspended": "listed, not in force",
}
# measures named by an origin, whose names keep their capitals
OF_ORIGINS = {"india_russian_oil": "India, Russian oil", "column_2_russia": "Russia, column 2"}
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
ALL_PCT = 99.5  # what rounds to 100
COLUMNS = [
    "code",
    "date",
    "authority",
    "programme",
    "role",
    "rate_pct",
    "rate_basis",
    "use_limit",
    "heading_ch99",
    "valid_from",
    "lines",
    "share_pct",
    "event_id",
    "citation",
    "verification",
    "source_id",
    "source_url",
]


def covered_from(code: str, subheadings: Sequence[str], described: str, origin: str, on: date) -> Figure:
    """The law on a code of an origin. ``subheadings``: those under a heading of four digits, else the code alone.

    Raises NothingToShowError where the law has no answer.
    """
    try:
        answers = [law(each, origin, on) for each in subheadings]
    except LawError as error:
        raise NothingToShowError(str(error)) from None
    lines = [line for answer in answers for line in answer.lines]
    rows = _rows(code, lines, origin, on)
    is_out = origins.are_imports_out(on)
    short = with_open_points(_short(rows, is_out), _not_known(answers))
    rows = rows.assign(exporter_iso3=origin) if is_out else rows.assign(share_pct=float("nan"), exporter_iso3=origin)
    caption, note = _answer(code, described, lines, origin, on)
    return Figure("tariff_laws", caption, rows, short=short, note=note)


def with_open_points(short: pd.DataFrame, words: str) -> pd.DataFrame:
    """The list of laws with a last line: what may apply and is in no sum."""
    line = pd.DataFrame([(SAY("law.open_points"), words, terms.DASH)], columns=short.columns)
    return pd.concat([short, line], ignore_index=True)


def has_own_duty(codes: Sequence[str], origin: str, on: date) -> bool:
    """Whether a duty that us_tariff_scope lists no goods of, such as a safeguard, is about one of the codes."""
    listed = [row.product_code for row in rules_for(tables().by_origin, origin, on).duties]
    return any(code.startswith(each) or each.startswith(code) for each in listed for code in codes)


def _weights(lines: Sequence[LineAnswer]) -> list[float]:
    values = [float(line.value_usd or 0) for line in lines]
    return values if sum(values) else [1.0] * len(values)


def _rows(code: str, lines: Sequence[LineAnswer], origin: str, on: date) -> pd.DataFrame:
    """One row per layer: on how many lines it is, and their share of the imports of 2024."""
    total = sum(_weights(lines))
    hits: dict[Layer, tuple[int, float]] = {}
    of_layer: dict[Layer, _Rate] = {}
    for line, weight in zip(lines, _weights(lines), strict=True):
        for layer in dict.fromkeys(line.layers):
            count, share = hits.get(layer, (0, 0.0))
            hits[layer] = (count + 1, share + weight / total * 100)
            if layer not in of_layer:
                of_layer[layer] = _rate_of(layer, line.code, origin, on)
    acts = cache.table("events", on).set_index("event_id")["source_url"].to_dict()
    register = cache.sources()
    pages = register["landing_url"].fillna(register["url"]).to_dict()
    records = [
        (
            code,
            pd.Timestamp(on),
            layer.authority,
            layer.programme,
            layer.role,
            *of_layer[layer],
            layer.use_limit,
            layer.heading,
            pd.Timestamp(layer.valid_from) if layer.valid_from else pd.NaT,
            count,
            share,
            layer.event_id,
            layer.citation,
            layer.verification,
            layer.source_id,
            acts.get(layer.event_id) or pages.get(layer.source_id),
        )
        for layer, (count, share) in hits.items()
    ]
    return pd.DataFrame(records, columns=COLUMNS)


class _Rate(NamedTuple):
    """The rate of a layer in percent on the goods it is about, None where it frees them, and what it is added to."""

    pct: float | None
    basis: str


def _rate_of(layer: Layer, code: str, origin: str, on: date) -> _Rate:
    """What the goods of a layer pay: its heading's rate where it names some goods that the central sum leaves out."""
    if layer.role == EXEMPT_IN_PART:
        return _Rate(None, "")
    if layer.role != IN_PART or layer.rate_pct:
        return _Rate(layer.rate_pct, "additional")
    law_tables = tables()
    rules = rules_for(law_tables.by_origin, origin, on)
    listed = law_tables.scope.present(code, on, origin, frozenset())
    rows: list[ByOrigin | Listed] = [*rules.duties, *chain(*rules.replacing.values()), *chain(*listed.values())]
    of_heading = [row for row in rows if (row.programme, row.heading_ch99) == (layer.programme, layer.heading)]
    return next((_Rate(row.rate_pct, row.rate_basis or "") for row in of_heading), _Rate(None, ""))


def _answer(code: str, described: str, lines: Sequence[LineAnswer], origin: str, on: date) -> tuple[Caption, str]:
    """What a product of an origin owes, and a note on its imports of 2024 and on its range."""
    place = cache.place(origin)
    rated = [line for line in lines if line.sum_pct.central is not None]
    weights = _weights(rated)
    parts: dict[str, float] = {}
    for line, weight in zip(rated, weights, strict=True):
        for layer in line.layers:
            name = "ordinary" if layer.authority == "mfn" else _named(layer.authority, layer.programme)
            parts[name] = parts.get(name, 0.0) + (layer.rate_pct or 0.0) * weight / sum(weights)
    low, high = (_mean((line.sum_pct[end] or 0.0 for line in rated), weights) for end in (0, 2))
    specific = "" if rated else str(lines[0].layers[0].citation)
    value, count = sum(line.value_usd or 0 for line in lines), lines_told(len(lines))
    if not origins.are_imports_out(on):
        note = SAY("law.note", "unpublished", lines=count)
    elif value:
        note = SAY("law.note", "imported", value=terms.usd(value), lines=count)
    else:
        note = SAY("law.note", "not_imported", place=place, lines=count)
    unread = any(layer.verification in HOW_KNOWN for line in lines for layer in line.layers)
    is_estimate, is_latest = unread or origins.is_unsure(origin, on), on >= compiled_on()
    day = LawDay(pd.Timestamp(on), origins.confirmed_until(), is_estimate, is_latest)
    if has_range((low, high)):
        note = f"{note} {SAY('law.range', _range_by(lines, origin, on))}"
    return law_caption(code, described, parts, (low, high), specific, day, place), note


def _range_by(lines: Sequence[LineAnswer], origin: str, on: date) -> str:
    """What a range is by: the use of goods that lists name in part, or which goods claim a preferential duty."""
    by_use = any(layer.use_limit != "none" for line in lines for layer in line.layers)
    may_claim = origin in SYMBOLS and not pays_column_2(origin, on)
    return "both" if by_use and may_claim else "claim" if may_claim else "use"


def lines_told(count: int) -> str:
    """How many lines of the schedule a code has."""
    return SAY("law.lines", "one" if count == 1 else "several", count=terms.counted(count))


def _mean(rates: Iterable[float], weights: Sequence[float]) -> float:
    return sum(rate * weight for rate, weight in zip(rates, weights, strict=True)) / (sum(weights) or 1.0)


def _named(authority: str, programme: str) -> str:
    law_name = terms.AUTHORITIES[authority].split(",")[0]
    return f"{law_name} ({terms.small(_measure(programme))})"


def _measure(programme: str) -> str:
    return OF_ORIGINS.get(programme) or programme_name(programme)


def _not_known(answers: Sequence[LawAnswer]) -> str:
    """What is not known, each sentence once."""
    sentences = dict.fromkeys(sentence for answer in answers for sentence in answer.not_known)
    return ISO_DAY.sub(lambda day: terms.day(date.fromisoformat(day[0])), " ".join(sentences))


def _short(rows: pd.DataFrame, are_imports_out: bool) -> pd.DataFrame:
    """Three columns of Markdown: the law with its link, what it says of the product, its rate."""
    records: list[dict[str, Any]] = rows.to_dict("records")  # type: ignore[assignment]
    cells = [(law_link(r, _measure(r["programme"])), _says(r, are_imports_out), list_rate(r)) for r in records]
    return pd.DataFrame(cells, columns=["Law", "This product", "Rate, %"])


def law_link(row: dict[str, Any], measure: str) -> str:
    """A law and its measure in words as a link to its text, with its heading; the ordinary duty is one measure."""
    name = terms.AUTHORITIES[row["authority"]]
    if row["authority"] != "mfn":
        name = f"{name.split(',')[0]}: {measure}"
    heading = f" {row['heading_ch99']}" if isinstance(row["heading_ch99"], str) else ""
    return f"[{name}]({row['source_url']}){heading}" if isinstance(row["source_url"], str) else f"{name}{heading}"


def _says(row: dict[str, Any], are_imports_out: bool) -> str:
    """State, share of the imports where not all, since when, which goods, how far it is known."""
    parts = [STATES[row["role"]]]
    if row["share_pct"] < ALL_PCT:
        of_imports = f"{terms.rate(row['share_pct'], 0)} of imports"
        parts.append(of_imports if are_imports_out else SAY("law.some_lines"))
    if pd.notna(row["valid_from"]) and row["role"] != "suspended":
        parts.append(f"since {terms.day(row['valid_from'])}")
    if row["use_limit"] in GOODS:
        parts.append(GOODS[row["use_limit"]])
    if row["authority"] == "mfn":
        parts.append(str(row["citation"]).replace("$", "\\$"))
    if row["verification"] in HOW_KNOWN:
        parts.append(HOW_KNOWN[row["verification"]])
    return ", ".join(parts)
