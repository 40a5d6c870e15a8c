"""The subject Which law: law by law, whether a product of an origin is in scope, exempt or neither, and since when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, line_names
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.tariffs import law_origins, origins
from parley.app.tariffs.law_day import has_range, law_caption, law_day
from parley.app.tariffs.origins import CHINA
from parley.app.tariffs.products import SCHEDULE, with_metal
from parley.charts.figure import Caption
from parley.measures import product_laws as laws
from parley.measures import product_rates as rates
from parley.results.law.tables import tables
from parley.results.law.words import GOODS, HOW_KNOWN, list_rate, orders_told
from parley.search.find import find
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
OFFERED = 40
NOTHING = ""  # no product is chosen yet
FIRST = "850760"  # lithium-ion batteries: a list, a later list, an exemption and a duty on some goods only
NAMES = {
    "ordinary_pct": "ordinary",
    "section_301_pct": "Section 301 lists",
    "section_232_pct": "Section 232",
    "fentanyl_pct": "fentanyl",
}
ON_MOST_GOODS = ("reciprocal", "surcharge_2026", "forced_labour_2026")
EXEMPT = "exempt from this duty"
STATES = {
    "in_scope": "in scope",
    "partly": "in scope",
    "some_goods": "some goods only",
    "outranked": "listed, another list decides",
    "partly_exempt": "exempt",
    "some_goods_exempt": "some goods exempt",
    "exempt": EXEMPT,
    "under_232": f"{EXEMPT} because under Section 232",
    "suspended": "listed, not in force",
}
READ = ("official_file", "primary_text")  # what was read in the text itself


def laws_of_product(as_of: date) -> Figure:
    """The laws that touch the product chosen among those found."""
    typed = controls.search("HS code or words", "tariff_law_search", "8507.60, laptop, toys ...")
    origin = origins.choice("tariff_law_origin")
    options = products_found(typed, origin)
    prompt = {NOTHING: SAY("law.choose", count=terms.number(len(options)))}
    names = prompt | options
    code = controls.select("Product", list(names), "tariff_law_code", _named(typed, options), names.__getitem__)
    if code == NOTHING:
        raise NothingToShowError(SAY("law.which"))
    return law_on(code, origin, as_of)


def _named(typed: str, options: Mapping[str, str]) -> str:
    """The product whose code is typed in full, an example where nothing is; none for words, however few they find."""
    if not typed:
        return FIRST if FIRST in options else NOTHING
    digits = "".join(letter for letter in typed if letter not in ". ")
    return digits if digits in options else NOTHING


@kept_figure
def law_on(code: str, origin: str, as_of: date) -> Figure:
    """Every law that touches a code of an origin on the day."""
    under = list(_subheadings(code)) if len(code) < len(FIRST) else [code]
    if origin == CHINA and not law_origins.has_own_duty(under, origin, as_of):
        return covered(code, as_of)
    return law_origins.covered_from(code, under, _description(code).rstrip("."), origin, as_of)


def _subheadings(code: str) -> pd.Series:
    codes = cache.table("hs_codes", compiled_on())
    return codes.loc[(codes["level"] == 6) & codes["code"].str.startswith(code[:6]), "code"]


@kept
def products_found(typed: str, origin: str = CHINA) -> dict[str, str]:
    """Codes of four to ten digits and what they are.

    Words offer what the search finds in its order, digits the codes that begin so and nothing typed the largest
    subheadings, both by imports from the origin. Raises NothingToShowError where nothing fits.
    """
    names = _goods()
    digits = "".join(letter for letter in typed if letter not in ". ")
    is_number = digits.isascii() and digits.isdigit()
    if typed and not is_number:
        hits = find(typed, limit=OFFERED, kinds=("product",), of_a_kind=OFFERED)
        codes = [hit.id for hit in hits if hit.id in names]
    else:
        values = _values(origin)
        begun = [c for c in names if c.startswith(digits[: len(FIRST)]) and (typed or len(c) == len(FIRST))]
        codes = sorted(begun, key=lambda code: (-values.get(code, 0), code))[:OFFERED]
    if not codes:
        raise NothingToShowError(SAY("law.unknown", typed=typed))
    options = {code: f"{code} {names[code]}" for code in codes}
    if is_number and len(digits) in (8, 10) and digits[:8] in _schedule():
        return {digits: f"{digits}, of {next(iter(options.values()))}"}
    return ({FIRST: f"{FIRST} {names[FIRST]}"} if not typed else {}) | options


@kept
def _goods() -> dict[str, str]:
    """Headings and subheadings of chapters 1 to 97 with their words."""
    codes = cache.table("hs_codes", compiled_on())
    codes = codes[codes["level"].isin([4, 6]) & codes["section"].notna()]
    return dict(zip(codes["code"], codes["description"], strict=True))


def _schedule() -> set[str]:
    lines = cache.part("us_mfn_rates", compiled_on(), {"hts_edition": [SCHEDULE]}, ["hts8"])
    return set(lines["hts8"])


@kept
def _values(origin: str) -> dict[str, float]:
    imports = cache.part("us_imports_hs6_2024", compiled_on(), {"exporter_iso3": [origin]}, ["hs6", "value_usd"])
    by_heading = imports.groupby(imports["hs6"].str[:4])["value_usd"].sum()
    return dict(zip(imports["hs6"], imports["value_usd"], strict=True)) | by_heading.to_dict()


def _description(code: str) -> str:
    return line_names.of_codes().get(code[:6], "goods of this code")


def covered(code: str, as_of: date) -> Figure:
    """Every law that touches a code of China on the day, and the rate they add up to."""
    last = compiled_on()
    hs6 = _subheadings(code)
    columns = ["hts10", "exporter_iso3", "value_usd", "duty_usd"]
    lines = laws.lines_of(cache.part("us_imports_hs10_2024", last, {"hs6": list(hs6)}, columns), code)
    matched = rates.match(lines["hts10"], cache.table("us_tariff_scope", last))
    mfn = cache.part("us_mfn_rates", last, {"hts_edition": [SCHEDULE]})
    lines = with_metal(rates.with_ordinary(lines, mfn, matched))
    layers = cache.table("tariff_layers", as_of)
    rows = _rows(laws.ordinary(lines, mfn), laws.laws(lines, matched, layers, as_of), code, as_of)
    owed = rates.range_on(lines, matched, layers, as_of)
    if not origins.are_imports_out(as_of):
        rows = rows.assign(share_pct=float("nan"))
    mean = _mean(owed, rows)
    orders = orders_told({*owed.central["hts10"].str[:6]}, CHINA, tables().orders, cache.place(CHINA))
    short = law_origins.with_open_points(_short(rows), orders)
    note = _note(mean, len(lines), as_of)
    return Figure(
        "tariff_laws", _caption(code, mean, rows, as_of), rows.assign(exporter_iso3=CHINA), short=short, note=note
    )


def _rows(ordinary: pd.DataFrame, of_laws: pd.DataFrame, code: str, as_of: date) -> pd.DataFrame:
    base = ordinary.assign(
        authority="mfn",
        programme="ordinary",
        state="in_scope",
        rate_pct=ordinary["ad_valorem_pct"],
        rate_text=ordinary["general_rate_text"],
        rate_basis="additional",
        verification="official_file",
    ).drop(columns=["ad_valorem_pct", "general_rate_text"])
    rows = pd.concat([base, of_laws], ignore_index=True)
    acts = cache.table("events", compiled_on()).set_index("event_id")["source_url"]
    register_links = (
        rows["source_id"].map(cache.sources()["landing_url"]).fillna(rows["source_id"].map(cache.sources()["url"]))
    )
    rows = rows.assign(
        code=code, date=pd.Timestamp(as_of), source_url=rows["event_id"].map(acts).fillna(register_links)
    )
    first = ["code", "date", "authority", "programme", "state", "rate_pct", "rate_text", "rate_basis", "heading_ch99"]
    return rows[[*first, *(c for c in rows.columns if c not in first)]]


def _mean(spread: rates.Range, rows: pd.DataFrame) -> pd.Series:
    """The rate of all lines together and its parts: weighted by imports of 2024, a plain mean where there were none."""
    owed = spread.central.assign(low_pct=spread.low[rates.RATE], high_pct=spread.high[rates.RATE])
    if owed["value_usd"].sum() > 0:
        return rates.weighted(owed, []).iloc[0]
    return owed[[*rates.PARTS, rates.RATE, *rates.ENDS]].mean(skipna=False)


def _caption(code: str, mean: pd.Series, rows: pd.DataFrame, as_of: date) -> Caption:
    broad = rows.loc[rows["programme"].isin(ON_MOST_GOODS), "programme"]
    names = NAMES | {"broad_pct": terms.PROGRAMMES[broad.iloc[0]].lower() if len(broad) else ""}
    parts = {name: float(mean[column]) for column, name in names.items()}
    printed = rows.loc[rows["authority"] == "mfn", "rate_text"]
    specific = str(printed.iloc[0]) if pd.isna(mean["ordinary_pct"]) and len(printed) else ""
    day = law_day(as_of, unread=not rows.loc[rows["state"] != "suspended", "verification"].isin(READ).all())
    return law_caption(code, _description(code).rstrip("."), parts, _ends(mean), specific, day)


def _ends(mean: pd.Series) -> tuple[float, float]:
    return float(mean["low_pct"]), float(mean["high_pct"])


def _note(mean: pd.Series, lines: int, as_of: date) -> str:
    """What was collected on how much in 2024, and what the range is by."""
    count = law_origins.lines_told(lines)
    if not origins.are_imports_out(as_of):
        collected = SAY("law.note", "unpublished", lines=count)
    elif "value_usd" in mean:
        rate, value = terms.rate(mean["collected_2024_pct"]), terms.usd(mean["value_usd"])
        collected = SAY("law.note", "collected", rate=rate, value=value, lines=count)
    else:
        collected = SAY("law.note", "not_imported", place=cache.place(CHINA), lines=count)
    return f"{collected} {SAY('law.range', 'use')}" if has_range(_ends(mean)) else collected


def _short(rows: pd.DataFrame) -> pd.DataFrame:
    """Three columns of Markdown: the law with its link, what it says of the product, its rate."""
    records: list[dict[str, Any]] = rows.to_dict("records")  # type: ignore[assignment]
    cells = [(law_origins.law_link(r, terms.PROGRAMMES.get(r["programme"], "")), _says(r), _rate(r)) for r in records]
    return pd.DataFrame(cells, columns=["Law", "This product", "Rate, %"])


def _says(row: dict[str, Any]) -> str:
    """State, share of the imports it is about where not all, since when, and until when the act itself says."""
    parts = [STATES[row["state"]]]
    is_part = row["state"] in ("partly", "partly_exempt")
    if is_part and pd.isna(row["share_pct"]):
        parts.append(SAY("law.some_lines"))
    elif is_part or (row["state"] == "in_scope" and row["share_pct"] < law_origins.ALL_PCT):
        parts.append(f"{terms.rate(row['share_pct'], 0)} of imports")
    if row["state"] != "suspended" and row["authority"] != "mfn":
        parts.append(f"since {terms.day(row['valid_from'])}")
    if pd.notna(row["scheduled_end"]):
        parts.append(f"set to end {terms.day(row['scheduled_end'])}")
    if row["use_limit"] != "none" and isinstance(row["use_limit"], str):
        parts.append(f"{GOODS[row['use_limit']]} only")
    if row["verification"] in HOW_KNOWN:
        parts.append(HOW_KNOWN[row["verification"]])
    return ", ".join(parts)


def _rate(row: dict[str, Any]) -> str:
    text = row["rate_text"]
    if isinstance(text, str) and (pd.isna(row["rate_pct"]) or row["rate_pct"] == 0):
        return text.replace("|", " or ").replace("$", "\\$")
    if row["state"] in ("exempt", "under_232") and row["rate_pct"]:
        return SAY("law.exempt_rate", rate=list_rate(row))
    return list_rate(row)
