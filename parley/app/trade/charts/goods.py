"""US imports of one year by goods or by partner, and US exports to China by chapter and product group."""

import re
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts import ranked_bars
from parley.charts.figure import Caption
from parley.charts.labels import money_ticks
from parley.charts.theme import Palette
from parley.terms import goods

ALMOST_ALL = 99.5  # percent, from which on a part that is not all would be printed as 100
SAY = words.beside(__file__)


def import_bars(rows: pd.DataFrame, whose: Sequence[str], palette: Palette) -> go.Figure:
    """Imports, one bar a row with its value and the effective duty at its end.

    ``rows``: name, value_usd, effective_rate_pct; ``whose``: where the goods of each row come from, ISO code, which
    gives the bar its colour.
    """
    words = [f"{_size(v)}, {terms.rate(r)}" for v, r in zip(rows["value_usd"], rows["effective_rate_pct"], strict=True)]
    words[0] += " duty"  # the first row says what the second figure is
    return ranked_bars.ranked_bars(rows.assign(words=words), palette, [palette.country(code) for code in whose])


def export_bars(rows: pd.DataFrame, base: int, palette: Palette) -> go.Figure:
    """Exports to China by chapter with its value and the change on the base year, where there is one.

    ``rows``: name, value_usd, change_pct (missing in the base year itself); ``base``: that year.
    """
    words = [
        _size(v) if pd.isna(c) else f"{_size(v)}, {terms.change_pct(c, 0)}"
        for v, c in zip(rows["value_usd"], rows["change_pct"], strict=True)
    ]
    if pd.notna(rows["change_pct"].iloc[0]):
        words[0] += f" since {base}"  # the first row says what the second figure is
    return ranked_bars.ranked_bars(rows.assign(words=words), palette, palette.us)


def product_pairs(rows: pd.DataFrame, base: int, year: int, palette: Palette) -> go.Figure:
    """Exports to China by product group of the agreement in two years, US$ billion."""
    marks = pd.DataFrame(
        {
            "name": [
                f"{r['phase_one_product']} ({r['phase_one_group']}), "
                f"{_size(r['value_base_usd'])} to {_size(r['value_usd'])}"
                for r in rows.to_dict("records")
            ],
            "before": rows["value_base_usd"] / 1e9,
            "now": rows["value_usd"] / 1e9,
            "before_words": rows["value_base_usd"].map(terms.usd),
            "now_words": rows["value_usd"].map(terms.usd),
        }
    )
    top = float(marks[["before", "now"]].max().max())
    return ranked_bars.pairs(marks, base, year, money_ticks(top), ("us", "us"), palette)


def _size(value_usd: float) -> str:
    """A value at the end of a bar, in the unit that suits it: ``259 m``, ``80,623``."""
    return terms.usd(value_usd).removeprefix(f"US${terms.NBSP}")


def imports_caption(
    rows: pd.DataFrame, total_usd: float, in_all: int, imports: str, kind: str, year: int, within: bool = False
) -> Caption:
    """The largest of the rows and its part of all.

    ``in_all``: how many rows there are, shown or not; ``imports`` says what is imported, ``kind`` what a row is;
    ``within``: the rows are of one section, whose name leaves the title no room for a code and a value.
    """
    first = rows.iloc[0]
    case, name = "within" if within else "goods", said(str(first["name"]), kind)
    if kind == "partner":
        case, name = "partner", terms.with_article(str(first["name"]), "The")
    if in_all == 1:
        case = "only_partner" if kind == "partner" else "only"
    share = first["value_usd"] / total_usd * 100
    finding = SAY(
        "goods.finding",
        case,
        name=terms.capital(name) if case != "within" else _without_code(name),
        code=_code(str(first["name"]), kind) or name,
        part=terms.rate(share, 0) if share < ALMOST_ALL else SAY("goods.over", share=terms.rate(ALMOST_ALL)),
        imports=imports,
        year=year,
        value=terms.usd(first["value_usd"]),
    )
    shown = "largest" if in_all > len(rows) else "all"
    measure = SAY(
        "goods.measure",
        shown,
        year=year,
        kind=kind,
        total=terms.usd(total_usd),
        count=terms.counted(len(rows)),
        every=terms.counted(in_all),
    )
    told = "; ".join(
        f"{r['name']} {terms.usd(r['value_usd'])}, duty {terms.rate(r['effective_rate_pct'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Bars, {year}. {told}.")


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


def _without_code(said_name: str) -> str:
    """A name in a sentence as its beginning, without the code behind it."""
    name = re.sub(r" \([a-z]+ [^()]*\)$", "", said_name)
    return terms.capital(name)


def _code(name: str, kind: str) -> str:
    """What a row is with its code: ``chapter 97``; nothing for a row without one."""
    code = re.match(r"\d+|[IVX]+(?=, )", name)
    return f"{kind.removesuffix(' (HS6)')} {code[0]}" if code else ""


def exports_caption(rows: pd.DataFrame, total_usd: float, year: int, base: int) -> Caption:
    """All exports to China in the year, and its largest chapters."""
    names = [f"{ranked_bars.clauses(str(r['name']))} ({terms.usd(r['value_usd'])})" for r in rows.to_dict("records")]
    first = rows.iloc[0]
    finding = SAY(
        "exports.finding",
        total=terms.usd(total_usd),
        year=year,
        name=said(str(first["name"]), "chapter"),
        value=terms.usd(first["value_usd"]),
    )
    measure = SAY(
        "exports.measure", "base" if year == base else "change", year=year, count=terms.counted(len(rows)), base=base
    )
    return Caption(finding, measure, f"Bars, US$ bn, {year}. All chapters {terms.usd(total_usd)}; {'; '.join(names)}.")


def products_caption(rows: pd.DataFrame, base: int, year: int) -> Caption:
    """The sum of the goods named in the agreement in both years."""
    now, before = float(rows["value_usd"].sum()), float(rows["value_base_usd"].sum())
    change = round((now / before - 1) * 100)
    finding = SAY(
        "exports.agreement",
        "above" if change > 0 else "below" if change < 0 else "same",
        value=terms.usd(now),
        year=year,
        change=terms.rate(abs(change), 0),
        base=base,
    )
    measure = SAY("exports.agreement_measure", base=base, year=year)
    every = f"All shown {terms.usd(before)} to {terms.usd(now)}, {terms.change_pct(change, 0)}"
    told = "; ".join(
        f"{r['phase_one_product']} {terms.usd(r['value_base_usd'])} to {terms.usd(r['value_usd'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Dot chart, US$ bn, {base} to {year}. {every}; {told}.")
