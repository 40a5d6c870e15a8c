"""The goods a law lists, by value of US imports; its headings; and the rates it gives single origins."""

from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up import law_reach
from parley.app.look_up.product_trade import years
from parley.app.trade.goods import goods_name
from parley.charts.bars import bars, bold
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import product_rates as rates
from parley.measures.tariffs import in_force
from parley.results.law.words import GOODS, list_rate, programme_name
from parley.tables.read import compiled_on
from parley.terms.goods import dotted

SAY = words.beside(__file__)
EXEMPT = ("exempt", "exempt_partial")
LISTED_GOODS = "listed_goods"
SHOWN = 12
KEPT = ["authority", "programme", "product_code", "code_len", "role", "rate_pct", "rate_basis", "use_limit"]
KEPT += ["heading_ch99", "valid_from", "valid_to", "exporter_iso3", "citation", "verification", "source_id"]


@kept
def on_the_day(authority: str, programme: str, as_of: date) -> pd.DataFrame:
    """The rows of lists in force on the day, of a law that has ended on its last: goods taxed, else goods exempt.

    An end that was printed and has passed is taken for one, as in the duties by product.
    Raises NothingToShowError where our tables hold no list.
    """
    where = law_reach.where_of(authority, programme)
    every = cache.part("us_tariff_scope", compiled_on(), where, [*KEPT, "scheduled_end"])
    every = every.assign(valid_to=every["valid_to"].fillna(every["scheduled_end"])).drop(columns="scheduled_end")
    ended = every.loc[every["valid_to"] <= pd.Timestamp(as_of), "valid_to"]
    rows, on = in_force(every, as_of), as_of
    if rows.empty and len(ended):
        on = ended.max().date()
        rows = in_force(every, on)
    rows = rows.assign(date=pd.Timestamp(on))
    taxed = rows[rows["role"].isin(law_reach.TAXED)]
    chosen = taxed if len(taxed) else rows[rows["role"].isin(EXEMPT)]
    if chosen.empty:
        raise NothingToShowError(law_reach.no_list(authority, programme, as_of))
    return chosen.reset_index(drop=True)


def is_exempt(rows: pd.DataFrame) -> bool:
    """Whether the rows name what a law leaves out."""
    return bool(rows["role"].isin(EXEMPT).all())


def role(rows: pd.DataFrame) -> str:
    """What the rows do: ``exempt`` goods, set a ``lower`` rate than on all other goods, or say what is ``taxed``."""
    if is_exempt(rows):
        return "exempt"
    is_lower = law_reach.are_lower(str(rows["authority"].iloc[0]), rows["date"].iloc[0].date())
    return "lower" if is_lower else "taxed"


@kept
def _imports(origins: tuple[str, ...], as_of: date) -> pd.DataFrame:
    """US imports of the newest year by ten-digit line from these origins, from all where there are none."""
    year = years(as_of)[-1]
    where = {"exporter_iso3": list(origins)} if origins else {}
    rows = cache.imports(as_of, year, 10, where, ["hts10", "value_usd", "source_id"])
    sums = rows.groupby("hts10", as_index=False)["value_usd"].sum()
    dated: pd.DataFrame = sums.assign(year=year, imports_source_id=rows["source_id"].iloc[0] if len(rows) else None)
    return dated


class Part(NamedTuple):
    """The rows of lists on one origin or on all, the origins whose imports they are about (none: all), and these."""

    rows: pd.DataFrame
    origins: tuple[str, ...]
    imports: pd.DataFrame


def _parts(authority: str, programme: str, as_of: date) -> list[Part]:
    """The rows of ``on_the_day``, origin by origin."""
    rows, parts = on_the_day(authority, programme, as_of), []
    on = rows["date"].iloc[0].date()
    for place, listed_rows in rows.groupby("exporter_iso3"):
        origins = law_reach.counted(str(place), is_exempt(rows), (authority, programme), on)
        parts.append(Part(listed_rows, origins, _imports(origins, as_of)))
    return parts


@kept
def valued(authority: str, programme: str, as_of: date) -> pd.DataFrame:
    """The lists' rows with US imports under each code in the newest year, the largest first; codes may overlap.

    Counted are the imports from the origins the rows are about.
    """
    values = pd.concat([_valued(part) for part in _parts(authority, programme, as_of)], ignore_index=True)
    return values.assign(year=years(as_of)[-1]).sort_values(
        ["value_usd", "product_code"], ascending=[False, True], ignore_index=True
    )


@kept
def by_chapter(authority: str, programme: str, as_of: date) -> pd.DataFrame:
    """US imports of the listed lines by chapter, each line once. Columns chapter, name, value_usd, lines.

    Counted are the imports from the origins the lists are about.
    """
    lines = pd.concat([_named(part) for part in _parts(authority, programme, as_of)], ignore_index=True)
    lines = lines.assign(chapter=lines["hts10"].str[:2])
    sums = lines.groupby("chapter", as_index=False).agg(value_usd=("value_usd", "sum"), lines=("hts10", "nunique"))
    ordered = sums.sort_values("value_usd", ascending=False, ignore_index=True)
    return ordered.assign(name=[goods_name(chapter, "chapter") for chapter in ordered["chapter"]])


def _valued(part: Part) -> pd.DataFrame:
    """The rows with US imports under each code."""
    rows, imports = part.rows, part.imports
    matched = rates.match(imports["hts10"], rows.assign(exporter_iso3="WLD"))
    values = matched.drop_duplicates(["code", "product_code"]).merge(
        imports[["hts10", "value_usd"]], left_on="code", right_on="hts10"
    )
    by_code = values.groupby("product_code")["value_usd"].sum()
    source = imports["imports_source_id"].iloc[0] if len(imports) else None
    return rows.assign(value_usd=rows["product_code"].map(by_code).fillna(0.0), imports_source_id=source)


def _named(part: Part) -> pd.DataFrame:
    """The imports of the lines the rows name, each line once."""
    lines = part.imports["hts10"]
    named = pd.Series(False, index=lines.index)
    for digits, codes in part.rows.groupby("code_len")["product_code"]:
        named |= lines.str[: int(str(digits))].isin(set(codes))
    return part.imports[named]


@kept
def listed(authority: str, programme: str, title: str, as_of: date) -> Figure:
    """The goods listed by chapter, and every code with its imports to take away."""
    rows, chapters = valued(authority, programme, as_of), by_chapter(authority, programme, as_of)
    if chapters.empty:
        raise NothingToShowError(SAY("law.no_imports"))
    shown = chapters.head(SHOWN)
    views = {"Chart": lambda palette: chapter_bars(shown, palette)}
    days = (rows["date"].iloc[0].date(), as_of)
    does, parts = role(rows), _parts(authority, programme, as_of)
    every = any(not part.origins for part in parts)
    origins = "" if every else law_reach.places({place for part in parts for place in part.origins})
    caption = goods_caption(rows, chapters, title, days, does, origins)
    general = [] if does == "exempt" else list(law_reach.on_all_goods(authority, programme, days[0]).index)
    note = SAY("law.goods_note")
    if len(general):
        note += SAY("law.general", places=law_reach.places(general))
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
            "exempt" if r["role"] in EXEMPT else list_rate(r),
        )
        for r in grouped.to_dict("records")
    ]
    short = pd.DataFrame(cells, columns=["Heading", "Goods", "Rate, %"])
    count = grouped["heading_ch99"].nunique(dropna=False)
    finding = SAY("law.headings_title", "one" if count == 1 else "several", law=title, count=terms.counted(count))
    caption = Caption(finding, SAY("law.headings_measure"))
    return Figure("look_up_headings", caption, grouped, short=short)


def _codes(row: dict[Any, Any]) -> str:
    """How many codes, and whether the law covers some of their goods only."""
    count = f"{terms.number(row['codes'])} {'code' if row['codes'] == 1 else 'codes'}"
    return f"{count} {SAY('law.in_part')}" if row["role"].endswith("partial") else count


@kept
def by_origin(authority: str, programme: str, title: str, as_of: date) -> Figure:
    """The rates a law gives single origins on the day, and goods of all others that no list of ours names.

    Raises NothingToShowError where it gives none.
    """
    where = law_reach.where_of(authority, programme)
    rows = in_force(cache.part("us_duties_by_origin", compiled_on(), where), as_of)
    others = rows["exporter_iso3"] == law_reach.EVERYBODY
    rows = rows[~others | (rows["coverage"] == LISTED_GOODS)]
    if rows.empty:
        raise NothingToShowError(SAY("law.no_origins", law=title, day=terms.day(as_of)))
    names = {**cache.country_names(), law_reach.EVERYBODY: SAY("law.others")}
    rows = rows.assign(name=rows["exporter_iso3"].map(names), is_one=rows["exporter_iso3"] != law_reach.EVERYBODY)
    rows = rows.sort_values(["is_one", "name", "programme"], ignore_index=True).drop(columns="is_one")
    count = rows.loc[rows["exporter_iso3"] != law_reach.EVERYBODY, "exporter_iso3"].nunique()
    case = {0: "none", 1: "one"}.get(count, "several")
    finding = SAY("law.origins_title", case, law=title, count=terms.counted(count))
    caption = Caption(finding, SAY("law.origins_measure"))
    return Figure("look_up_law_origins", caption, rows, short=short_of_origins(rows))


def short_of_origins(rows: pd.DataFrame) -> pd.DataFrame:
    """A line an origin and programme for all goods, and one for codes of one rate and day together."""
    several = rows.duplicated(["exporter_iso3", "programme", "product_code"], keep=False)
    records = rows.assign(is_one_of_several=several).to_dict("records")
    cells = rows.assign(
        limit=[_of_several(r) for r in records],
        rate=[list_rate(r) for r in records],
        part=rows["programme"].map(programme_name),
        since=rows["valid_from"].map(terms.day),
        is_all=rows["product_code"].eq(law_reach.ALL),
    )
    alike = cells.groupby(["name", "part", "limit", "since", "rate", "is_all"], sort=False)["product_code"]
    lines = [
        (name, f"{part}{_goods(codes)}{limit}, since {since}", rate)
        for (name, part, limit, since, rate, _), codes in alike
    ]
    return pd.DataFrame(lines, columns=["Origin", "Programme", "Rate, %"])


def _goods(codes: pd.Series) -> str:
    """The goods of a line: nothing for all, a code, or how many and from which to which."""
    names = [dotted(code) for code in sorted(codes[codes != law_reach.ALL].unique())]
    if len(names) < 2:
        return "".join(f", {name}" for name in names)
    return SAY("law.codes", count=terms.counted(len(names)), first=names[0], last=names[-1])


def _of_several(row: dict[Any, Any]) -> str:
    """What tells a rate from the others of the same origin and goods: its heading, and the goods it is limited to."""
    if not row["is_one_of_several"]:
        return ""
    marks = [row["heading_ch99"], GOODS.get(row["use_limit"])]
    return "".join(f", {each}" for each in marks if isinstance(each, str))


def chapter_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a chapter with US imports of the lines listed. ``rows``: name, value_usd, lines."""
    figures = {"Value": bold(rows["value_usd"].map(terms.usd)), "Lines": list(rows["lines"].map(terms.number))}
    return bars(rows, palette, value=rows["value_usd"] / 1e9, unit="bn", text=figures)


def goods_caption(
    rows: pd.DataFrame,
    chapters: pd.DataFrame,
    title: str,
    days: tuple[date, date],
    role: str,
    origins: str = "",
) -> Caption:
    """How much the US imports of the goods a law lists.

    ``rows``: the lists; ``chapters``: imports by chapter, of which the first are shown; ``days``: the day the lists
    are of, which is before that of the page where the law has ended; ``role``: exempt, lower or taxed, what the lists
    do; ``origins``: those whose imports are counted, where not all.
    """
    on, as_of = days
    shown = chapters.head(SHOWN)
    year, count = int(rows["year"].iloc[0]), terms.number(rows["product_code"].nunique())
    value = terms.usd(float(chapters["value_usd"].sum()))
    partly = rows["role"].str.endswith("partial")
    most = SAY("law.up_to", value=value) if partly.any() else value
    fields: dict[str, str | int] = {"law": title, "count": count, "value": most, "year": year}
    fields["imports"] = SAY("law.imports", "from", places=origins) if origins else SAY("law.imports", "all")
    if on < as_of:
        finding = SAY("law.goods_title", f"{role}_then", day=terms.day(on), **fields)
    else:
        finding = SAY("law.goods_title", role, **fields)
    counts = {"shown": terms.counted(len(shown)), "all": terms.counted(len(chapters))}
    measure = SAY(
        "law.goods_measure",
        "largest" if len(chapters) > len(shown) else "all",
        year=year,
        value=value,
        **counts,
    )
    return Caption(finding, measure)
