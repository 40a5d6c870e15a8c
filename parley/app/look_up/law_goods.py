"""The goods a law lists, by value of US imports; its headings; and the rates it gives single origins."""

from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up.charts import law as charts
from parley.app.look_up.product_trade import years
from parley.app.tariffs.charts.by_product import dotted
from parley.app.trade.goods import goods_name
from parley.measures import product_rates as rates
from parley.measures.tariffs import in_force
from parley.results.law_words import GOODS, programme_name
from parley.tables import compiled_on

SAY = words.beside(__file__)
EXEMPT = ("exempt", "exempt_partial")
TAXED = ("in_scope", "in_scope_partial")
SHOWN = 12
BASES = {"metal_share": " on the metal", "total": " in all"}
KEPT = ["authority", "programme", "product_code", "code_len", "role", "rate_pct", "rate_basis", "use_limit"]
KEPT += ["heading_ch99", "valid_from", "valid_to", "exporter_iso3", "citation", "verification", "source_id"]


@kept
def on_the_day(authority: str, programme: str, as_of: date) -> pd.DataFrame:
    """The rows of lists in force on the day, of a law that has ended on its last: goods taxed, else goods exempt.

    Raises NothingToShowError where our tables hold no list.
    """
    where = {"authority": [authority], **({"programme": [programme]} if programme else {})}
    every = cache.part("us_tariff_scope", compiled_on(), where, KEPT)
    ended = every.loc[every["valid_to"] <= pd.Timestamp(as_of), "valid_to"]
    rows, on = in_force(every, as_of), as_of
    if rows.empty and len(ended):
        on = ended.max().date()
        rows = in_force(every, on)
    rows = rows.assign(date=pd.Timestamp(on))
    taxed = rows[rows["role"].isin(TAXED)]
    chosen = taxed if len(taxed) else rows[rows["role"].isin(EXEMPT)]
    if chosen.empty:
        raise NothingToShowError(SAY("law.no_list", day=terms.day(as_of)))
    return chosen.reset_index(drop=True)


def is_exempt(rows: pd.DataFrame) -> bool:
    """Whether the rows name what a law leaves out."""
    return bool(rows["role"].isin(EXEMPT).all())


@kept
def _imports(as_of: date) -> pd.DataFrame:
    """US imports of the newest year by ten-digit line, all origins."""
    year = years(as_of)[-1]
    rows = cache.imports(as_of, year, 10, {}, ["hts10", "value_usd", "source_id"])
    sums = rows.groupby("hts10", as_index=False)["value_usd"].sum()
    dated: pd.DataFrame = sums.assign(year=year, imports_source_id=rows["source_id"].iloc[0])
    return dated


@kept
def valued(authority: str, programme: str, as_of: date) -> pd.DataFrame:
    """The lists' rows with US imports under each code in the newest year, the largest first; codes may overlap."""
    rows, imports = on_the_day(authority, programme, as_of), _imports(as_of)
    matched = pd.concat(
        rates.match(imports["hts10"], rows[rows["exporter_iso3"] == place].assign(exporter_iso3="WLD"))
        for place in rows["exporter_iso3"].unique()
    )
    values = matched.drop_duplicates(["code", "product_code"]).merge(
        imports[["hts10", "value_usd"]], left_on="code", right_on="hts10"
    )
    by_code = values.groupby("product_code")["value_usd"].sum()
    found = rows.assign(
        value_usd=rows["product_code"].map(by_code).fillna(0.0),
        year=imports["year"].iloc[0],
        imports_source_id=imports["imports_source_id"].iloc[0],
    )
    return found.sort_values(["value_usd", "product_code"], ascending=[False, True], ignore_index=True)


@kept
def by_chapter(authority: str, programme: str, as_of: date) -> pd.DataFrame:
    """US imports of the listed lines by chapter, each line once. Columns chapter, name, value_usd, lines."""
    rows, imports = on_the_day(authority, programme, as_of), _imports(as_of)
    lines = imports["hts10"]
    named = pd.Series(False, index=lines.index)
    for digits, codes in rows.groupby("code_len")["product_code"]:
        named |= lines.str[: int(str(digits))].isin(set(codes))
    held = imports[named].assign(chapter=lines[named].str[:2])
    sums = held.groupby("chapter", as_index=False).agg(value_usd=("value_usd", "sum"), lines=("hts10", "size"))
    ordered = sums.sort_values("value_usd", ascending=False, ignore_index=True)
    return ordered.assign(name=[goods_name(chapter, "chapter", as_of) for chapter in ordered["chapter"]])


@kept
def listed(authority: str, programme: str, title: str, as_of: date) -> Figure:
    """The goods listed by chapter, and every code with its imports to take away."""
    rows, chapters = valued(authority, programme, as_of), by_chapter(authority, programme, as_of)
    if chapters.empty:
        raise NothingToShowError(SAY("law.no_imports"))
    drawn = chapters.head(SHOWN)
    views = {"Chart": lambda palette: charts.chapter_bars(drawn, palette)}
    days = (rows["date"].iloc[0].date(), as_of)
    caption = charts.goods_caption(rows, chapters, SHOWN, title, days, is_exempt(rows))
    note = SAY("law.goods_note")
    return Figure("look_up_law_goods", caption, rows, views, note=note, state=(authority, programme, as_of))


@kept
def headings(authority: str, programme: str, title: str, as_of: date) -> Figure:
    """The headings of chapter 99 under which the lists stand, with their rates and numbers of codes."""
    rows = on_the_day(authority, programme, as_of)
    keys = ["heading_ch99", "programme", "role", "rate_pct", "rate_basis"]
    grouped = rows.groupby(keys, dropna=False, as_index=False).agg(
        codes=("product_code", "nunique"), valid_from=("valid_from", "min"), source_id=("source_id", "first")
    )
    grouped = grouped.sort_values(["codes", "heading_ch99"], ascending=[False, True], ignore_index=True)
    cells = [
        (
            r["heading_ch99"] if isinstance(r["heading_ch99"], str) else terms.DASH,
            f"{programme_name(r['programme'])}, {_codes(r)}, since {terms.day(r['valid_from'])}",
            _rate(r),
        )
        for r in grouped.to_dict("records")
    ]
    short = pd.DataFrame(cells, columns=["Heading", "Goods", "Rate, %"])
    return Figure("look_up_headings", charts.headings_caption(grouped, title), grouped, short=short)


def _codes(row: dict[Any, Any]) -> str:
    """How many codes, and whether the law covers some of their goods only."""
    told = f"{terms.number(row['codes'])} {'code' if row['codes'] == 1 else 'codes'}"
    return f"{told} {SAY('law.in_part')}" if row["role"].endswith("partial") else told


def _rate(row: dict[Any, Any]) -> str:
    if row["role"] in EXEMPT:
        return "exempt"
    if pd.isna(row["rate_pct"]):
        return terms.DASH
    return f"{terms.number(row['rate_pct'], 1)}{BASES.get(row['rate_basis'], '')}"


@kept
def by_origin(authority: str, programme: str, title: str, as_of: date) -> Figure:
    """The rates a law gives single origins on the day. Raises NothingToShowError where it gives none."""
    where = {"authority": [authority], **({"programme": [programme]} if programme else {})}
    rows = in_force(cache.part("us_duties_by_origin", compiled_on(), where), as_of)
    rows = rows[rows["exporter_iso3"] != "WLD"]
    if rows.empty:
        raise NothingToShowError(SAY("law.no_origins", law=title, day=terms.day(as_of)))
    names = cache.country_names()
    rows = rows.assign(name=rows["exporter_iso3"].map(names)).sort_values(["name", "programme"], ignore_index=True)
    several = rows.duplicated(["exporter_iso3", "programme", "product_code"], keep=False)
    short = pd.DataFrame(
        [
            (
                r["name"],
                f"{programme_name(r['programme'])}"
                + ("" if r["product_code"] == "all" else f", {dotted(r['product_code'])}")
                + _of_several(r)
                + f", since {terms.day(r['valid_from'])}",
                _rate({**r, "role": ""}),
            )
            for r in rows.assign(is_one_of_several=several).to_dict("records")
        ],
        columns=["Origin", "Programme", "Rate, %"],
    )
    caption = charts.origins_caption(rows, title)
    return Figure("look_up_law_origins", caption, rows, short=short)


def _of_several(row: dict[Any, Any]) -> str:
    """What tells a rate from the others of the same origin and goods: its heading, and the goods it is limited to."""
    if not row["is_one_of_several"]:
        return ""
    told = [row["heading_ch99"], GOODS.get(row["use_limit"])]
    return "".join(f", {each}" for each in told if isinstance(each, str))
