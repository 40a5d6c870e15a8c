"""The subject Products: the statutory US duty on goods of an origin by section, chapter, subheading; or by sector."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls, line_names
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.app.tariffs import origins
from parley.app.tariffs.law_day import LawDay, goods_names, law_day
from parley.app.tariffs.origins import CHINA
from parley.app.tariffs.partners import rate_pairs
from parley.charts.bars import bars, stack
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import product_rates as measures
from parley.measures import products as nomenclature
from parley.measures import tariffs
from parley.measures.metal_content import with_content
from parley.measures.partners import last_known_day, sector_rates, settled
from parley.tables.parameters import parameter
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
LEVELS = {"Sections": "section", "Chapters": "chapter", "Subheadings": "hs6", "Sectors": "sector"}
EVERY_SECTION, EVERY_CHAPTER = "All sections", "All chapters"
BY_LAW = "By law"
SHOWN = 15
SCHEDULE = "2025 basic"
# where each part of a rate comes from: lists of goods, acts, what customs collected
SOURCES = {
    "ordinary": "derived_us_mfn_hts8",
    "section_301": "hts_2026_rev_6_notes",
    "section_232": "hts_2026_rev_6_notes",
    "fentanyl": "curated_event_timeline",
    "broad": "curated_event_timeline",
    "law_low": "hts_2026_rev_6_notes",
    "law_high": "hts_2026_rev_6_notes",
    "collected": "census_us_imports_2024_hs10",
}
# from the axis outwards: part of the rate, its name, its fill
PARTS = {
    "ordinary": "Ordinary",
    "section_301": "Section 301 lists",
    "section_232": "Section 232",
    "fentanyl": "Fentanyl",
    "broad": "",
}
ALL_GOODS = "All goods"
LOW, HIGH = "law_low", "law_high"
BESIDE = ("collected", LOW, HIGH)  # parts of the rows that are no part of the rate by law


def duty_by_product(as_of: date) -> Figure:
    """Rates by law on the goods of an origin, against what was collected or law by law; by sector on all imports."""
    level = LEVELS[controls.choose("By", list(LEVELS), "tariff_product_level")]
    if level == "sector":
        return sectors(as_of)
    origin, within = _choice(level)
    figure = products(level, within, as_of, origin)
    if origins.are_imports_out(as_of):
        return figure
    return replace(figure, views={BY_LAW: figure.views[BY_LAW]})  # what was collected in 2024 had not come out


@kept_figure
def sectors(as_of: date) -> Figure:
    """The sectors with the highest average rate on all imports; the rows are all. Raises NothingToShowError."""
    steps = cache.table("us_tariff_sector_steps", as_of)
    every = sector_rates(steps, last_known_day(steps, as_of))
    some(every, SAY("sectors.none", day=terms.day(as_of)))
    every = every.assign(name=every["sector_name"].map(terms.sector))
    shown = every.head(SHOWN).assign(change_pp=every["rate_pct"] - every["rate_before_pct"])
    views = {"Chart": lambda palette: rate_pairs(shown, palette)}
    caption = sectors_caption(shown, as_of < compiled_on(), shown["date"].iloc[0] < settled(as_of))
    return Figure("tariff_sectors", caption, every.drop(columns="name"), views)


def _choice(level: str) -> tuple[str, str]:
    """The origin, and the section or chapter whose goods are shown."""
    origin = origins.choice("tariff_product_origin")
    if level == "chapter":
        options = [EVERY_SECTION, *terms.SECTION_LABELS]
        within = controls.select("Section", options, "tariff_product_section", EVERY_SECTION, _section)
        return origin, within
    if level == "hs6":
        names = _chapters()
        options = [EVERY_CHAPTER, *names]
        within = controls.select(
            "Chapter", options, "tariff_product_chapter", EVERY_CHAPTER, lambda code: names.get(code, code)
        )
        return origin, within
    return origin, EVERY_SECTION


def _section(numeral: str) -> str:
    return f"{numeral} {terms.SECTION_LABELS[numeral]}" if numeral in terms.SECTION_LABELS else numeral


@kept
def _chapters() -> dict[str, str]:
    codes = cache.table("hs_codes", compiled_on())
    chapters = codes[(codes["level"] == 2) & codes["section"].notna()]
    return {c: f"{c} {d}" for c, d in zip(chapters["code"], chapters["description"], strict=True)}


@kept_figure
def products(level: str, within: str, as_of: date, origin: str = CHINA) -> Figure:
    """Rates by law and collected at a level, one row a product and part of its rate; the largest drawn.

    Raises NothingToShowError when nothing was imported within the choice.
    """
    every = duties(as_of, origin)
    place = cache.place(origin)
    is_all = within in (EVERY_SECTION, EVERY_CHAPTER)
    chosen = every if is_all else every[(every["section"] == within) | (every["chapter"] == within)]
    some(chosen, SAY("products.empty", place=place, within=within))
    table = measures.weighted(chosen, [level]).rename(columns={level: "code"})
    table = table.assign(name=_names(table["code"], level))
    everything = measures.weighted(every, []).assign(code="all", name=ALL_GOODS)
    largest = table.nlargest(SHOWN, "value_usd")["code"]
    sources = SOURCES | (sources_on(as_of) if origin == CHINA else origins.sources(origin, as_of))
    rows = _long(pd.concat([table, everything], ignore_index=True), level, as_of, sources)
    is_out = origins.are_imports_out(as_of)
    if not is_out:  # they weigh the rates, but are not shown, nor what was collected on them
        rows = rows[rows["part"] != "collected"].assign(value_usd=float("nan"), estimated_usd=float("nan"))
    shown = rows[rows["code"].isin([*largest, "all"])]
    kind = {"section": "sections", "chapter": "chapters", "hs6": "subheadings (HS6)"}[level]
    about = (shown, law_day(as_of, origin), kind, len(largest), len(table), place)
    part = rows["part"].replace("broad", "on_most_goods")  # as tables and files name it
    return Figure(
        "tariff_products",
        duties_caption(*about),
        rows.assign(part=part, exporter_iso3=origin),
        {
            "Against 2024": lambda palette: against_collected(shown, palette),
            BY_LAW: lambda palette: by_law(shown, broad_name(as_of, origin), palette),
        },
        {BY_LAW: duties_caption(*about, stacked=is_out)},
        note=_note(table, as_of, origin),
    )


def _names(codes: pd.Series, level: str) -> pd.Series:
    if level == "section":
        return codes.map(terms.SECTION_LABELS)
    return codes + " " + codes.map(line_names.in_titles()).fillna("goods of this code")


def _long(table: pd.DataFrame, level: str, as_of: date, sources: Mapping[str, str]) -> pd.DataFrame:
    """One row per product and part of its rate, the highest rate by law first, the collected rate last of each."""
    columns = {f"{part}_pct": part for part in PARTS}
    columns |= {"low_pct": "law_low", "high_pct": "law_high", "collected_2024_pct": "collected"}
    ranked = table.sort_values([measures.RATE, "code"], ascending=[False, True], ignore_index=True)
    long = ranked.reset_index().melt(
        ["index", "code", "name", "value_usd", "estimated_usd"], list(columns), var_name="part", value_name="rate_pct"
    )
    long = long.assign(part=long["part"].map(columns)).sort_values("index", kind="stable", ignore_index=True)
    return long.assign(
        level=level,
        date=pd.Timestamp(as_of),
        source_id=long["part"].map(dict(sources)),
    )[["level", "code", "name", "date", "part", "rate_pct", "value_usd", "estimated_usd", "source_id"]]


def _note(table: pd.DataFrame, as_of: date, origin: str) -> str:
    share = table["estimated_usd"].sum() / table["value_usd"].sum() * 100
    unknown = 0.0 if origin == CHINA else origins.goods(origin, as_of).unknown_pct
    case = "unknown" if unknown > 0 else "known"
    return SAY("products.note", case, share=terms.rate(share), unknown=terms.rate(unknown))


@kept
def broad_name(as_of: date, origin: str = CHINA) -> str:
    """The name of the duty on most goods in force on the day; empty when there was none."""
    if origin != CHINA:
        return origins.broad_name(origin, as_of)
    layers = tariffs.in_force(cache.table("tariff_layers", as_of), as_of)
    on_most_goods = layers[(layers["exporter_iso3"] == "CHN") & (layers["coverage"] == "broad_with_exemptions")]
    return terms.listed([terms.PROGRAMMES[name] for name in on_most_goods["programme"]])


def duties(as_of: date, origin: str = CHINA) -> pd.DataFrame:
    """The rate by law and its parts on the day by subheading imported in 2024, with section and chapter."""
    if origin != CHINA:
        return origins.goods(origin, as_of).duties
    return _duties(as_of)


def with_metal(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines with the metal in their value; the assumed share where no industry mean is known."""
    content = cache.table("metal_content", compiled_on())
    return with_content(lines, content, parameter("metal_share").range_pct)


@kept
def _duties(as_of: date) -> pd.DataFrame:
    goods, matched = _china()
    rates = measures.range_on(goods, matched, cache.table("tariff_layers", as_of), as_of)
    return measures.weighted_range(rates, ["section", "chapter", "hs6"])


@kept
def sources_on(on: date) -> dict[str, str]:
    """Where most of the lists in force on Chinese goods on a day are from, by part of a rate."""
    columns = ["authority", "programme", "exporter_iso3", "use_limit", "valid_from", "valid_to", "source_id"]
    rows = tariffs.in_force(cache.part("us_tariff_scope", compiled_on(), columns=columns), on)
    rows = rows[rows["exporter_iso3"].isin([CHINA, "WLD"])]
    is_forced_labour = rows["programme"] == measures.FORCED_LABOUR
    lists = {
        "section_301": rows["authority"].eq("section_301") & ~is_forced_labour,
        "section_232": rows["authority"] == "section_232",
        "broad": is_forced_labour,
        **dict.fromkeys(("law_low", "law_high"), rows["use_limit"] != "none"),
    }
    return {
        part: str(rows.loc[is_listed, "source_id"].mode().iloc[0])
        for part, is_listed in lists.items()
        if is_listed.any()
    }


@kept
def _china() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lines imported from China in 2024 with their ordinary duty, and the rows of every law that names them."""
    last = compiled_on()
    columns = ["hts10", "hs6", "value_usd", "duty_usd"]
    lines = cache.part("us_imports_hs10_2024", last, {"exporter_iso3": ["CHN"]}, columns)
    lines = lines[lines["value_usd"] > 0]
    matched = measures.match(lines["hts10"], cache.part("us_tariff_scope", last, columns=measures.SCOPE_COLUMNS))
    mfn = cache.part("us_mfn_rates", last, {"hts_edition": [SCHEDULE]}, ["hts8", "ad_valorem_pct"])
    goods = with_metal(measures.with_ordinary(lines, mfn, matched))
    chapter = goods["hts10"].str[:2]
    section_of = nomenclature.sections(cache.table("hs_codes", last))
    return goods.assign(chapter=chapter, section=chapter.map(section_of)), matched


def against_collected(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A bar a product for the rate by law with its range, a mark for the rate collected in 2024.

    ``rows``: name, part (those of ``PARTS`` and ``BESIDE``), rate_pct; products in the order of the rows.
    """
    names, law, collected = _totals(rows)
    low, high = (_beside(rows, part, names) for part in (LOW, HIGH))
    spans = _spans(low, high)
    ranges = [f" ({span})" if len(set(span.split(terms.DASH))) > 1 else "" for span in spans]
    return bars(
        {"name": names},
        palette,
        value=law,
        colour=[palette.muted if name == ALL_GOODS else palette.us for name in names],
        text=[f"<b>{terms.number(rate, 1)}</b>{span}" for rate, span in zip(law, ranges, strict=True)],
        hover=[
            f"<b>{terms.rate(rate)}</b> by law, {span}<br>{name}"
            for rate, span, name in zip(law, spans, names, strict=True)
        ],
        low=low if any(ranges) else None,
        high=high if any(ranges) else None,
        mark=collected,
        keys={"bar": "By law", "range": "Range by law", "mark": "Collected in 2024"},
    )


def _beside(rows: pd.DataFrame, part: str, names: list[str]) -> pd.Series:
    """One of ``BESIDE`` by name, in order."""
    return rows[rows["part"] == part].set_index("name")["rate_pct"].reindex(names)


def _spans(low: pd.Series, high: pd.Series) -> list[str]:
    return [terms.span(least, most) for least, most in zip(low, high, strict=True)]


def by_law(rows: pd.DataFrame, broad: str, palette: Palette) -> go.Figure:
    """The rate by law stacked from its parts; ``broad`` names the duty on most goods of the day, or is empty."""
    colours = {
        "ordinary": palette.pale,
        "section_301": palette.s301,
        "section_232": palette.muted,
        "fentanyl": palette.fentanyl,
        "broad": palette.us,
    }
    names = PARTS | {"broad": broad}
    parts = rows[rows["part"].isin(names)]
    charged = set(parts.loc[parts["rate_pct"] > 0, "part"])
    fills = {names[part]: colour for part, colour in colours.items() if part in charged}
    laws = parts["part"].map(names)
    each = zip(parts["rate_pct"], laws, parts["name"], strict=True)
    return stack(
        parts,
        palette,
        value="rate_pct",
        part=laws,
        fills=fills,
        totals=[f"<b>{terms.number(rate, 1)}</b>" for rate in _totals(rows)[1]],
        hover=[f"<b>{terms.rate(rate)}</b> {law}<br>{name}" for rate, law, name in each],
    )


def _totals(rows: pd.DataFrame) -> tuple[list[str], pd.Series, pd.Series]:
    """Names in order, the rate by law and the rate collected."""
    names = list(dict.fromkeys(rows["name"]))
    law = rows[~rows["part"].isin(BESIDE)].groupby("name")["rate_pct"].sum().reindex(names)
    return names, law, _beside(rows, "collected", names)


def duties_caption(
    rows: pd.DataFrame,
    day: LawDay,
    kind: str,
    shown: int,
    count: int,
    origin: str = "China",
    stacked: bool = False,
) -> Caption:
    """Which of the products shown owes most by law, beside what was collected.

    ``origin``: the place the goods are from, as a sentence names it; ``stacked``: of the chart law by law, which shows
    nothing collected.
    """
    if stacked:
        rows = rows[rows["part"] != "collected"]
    names, law, collected = _totals(rows)
    of_products = law.drop(ALL_GOODS, errors="ignore")
    first = of_products.index[0]
    is_estimate = day.is_estimate or day.known_to is not None
    finding = _highest(str(first), "estimate" if is_estimate else "law", terms.rate(of_products.iloc[0]), origin)
    case = "both" if pd.notna(collected[first]) else "law"  # before what was collected had come out
    low, high = (_beside(rows, part, names) for part in (LOW, HIGH))
    spans = dict(zip(names, _spans(low, high), strict=True))
    counts = {"count": terms.counted(shown), "every": terms.counted(count)}
    what = SAY("products.what", "largest" if shown < count else "all", kind=kind, **counts)
    measure = SAY("products.measure", "stacked" if stacked else case, day=terms.day(day.last), what=what)
    of_2024 = [f", {terms.number(value, 1)} collected" if pd.notna(value) else "" for value in collected]
    listed = "; ".join(
        f"{n} {terms.number(law[n], 1)} by law, range {spans[n]}{more}" for n, more in zip(names, of_2024, strict=True)
    )
    return Caption(finding, measure, f"Ranked bars, percent: {listed}.")


def _highest(name: str, case: str, law: str, origin: str) -> str:
    """The highest duty shown as a title; in one too long the goods are named without their code, then by it alone."""
    code, _, wording = name.partition(" ")
    names = goods_names(code, wording) if code.isdigit() else [terms.in_a_sentence(name)]
    return terms.fitting(SAY("products.title", case, subject=each, law=law, origin=origin) for each in names)


def sectors_caption(rows: pd.DataFrame, reconstructed: bool, is_behind: bool) -> Caption:
    """Which sector faces the highest rate, in the past where later tariffs are missing; ``rows``: highest first."""
    first = rows.iloc[0]
    before, on = terms.day(first["before_on"]), terms.day(first["date"])
    moved = round(first["change_pp"], 1)
    finding = SAY(
        "sectors.title",
        ("up" if moved > 0 else "down" if moved < 0 else "same") + "_then" * is_behind,
        sector=first["name"].lower(),
        rate=terms.rate(first["rate_pct"]),
        before=terms.rate(first["rate_before_pct"]),
    )
    measure = SAY("sectors.measure", "reconstructed" if reconstructed else "known", before_day=before, day=on)
    listed = "; ".join(
        f"{r['name']} {terms.number(r['rate_before_pct'], 1)}, {terms.number(r['rate_pct'], 1)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Two marks a sector, percent, {before} and {on}: {listed}.")
