"""The subject Products: the statutory US duty on goods of an origin by section, chapter, subheading; or by sector."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, error_sentences, figures, law_average, line_names
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure, View
from parley.app.tariffs import origins
from parley.app.tariffs.charts import partners as pairs
from parley.app.tariffs.charts import products as charts
from parley.app.tariffs.origins import CHINA
from parley.charts.figure import Caption
from parley.measures import lines as nomenclature
from parley.measures import product_rates as measures
from parley.measures import tariffs
from parley.measures.metal_content import with_content
from parley.measures.partners import last_known_day
from parley.measures.sector_rates import sector_rates
from parley.parameters import parameter
from parley.tables import compiled_on

SAY = words.beside(__file__)
LEVELS = {"Sections": "section", "Chapters": "chapter", "Subheadings": "hs6", "Sectors": "sector"}
EVERY_SECTION, EVERY_CHAPTER = "All sections", "All chapters"
SHOWN = 15
SCHEDULE, SCHEDULE_FROM = "2025 basic", date(2025, 1, 1)
NEWEST_LISTS = "budget_lab_tariff_lists"  # they hold the changes since the printed notes
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


def draw(as_of: date) -> None:
    """Ranked bars by law against collected, and stacked by law, with a choice of level; or sectors on two days."""
    figures.block("Products", lambda: duty_by_product(as_of))


def duty_by_product(as_of: date) -> Figure:
    """Rates by law on the goods of an origin, against what was collected or law by law; by sector on all imports."""
    level = LEVELS[controls.choose("By", list(LEVELS), "tariff_product_level")]
    if level == "sector":
        return sectors(as_of)
    origin, within = _choice(level)
    shown = products(level, within, as_of, origin)
    return Figure(
        "tariff_products",
        shown.caption,
        shown.rows,
        views(shown.drawn, as_of, origin, origins.are_imports_out(as_of)),
        {"By law": shown.by_law},
        note=shown.note,
        state=(origin, level, within, as_of),
    )


def views(drawn: pd.DataFrame, as_of: date, origin: str, are_imports_out: bool = True) -> dict[str, View]:
    """The rates of ``products`` against what was collected, once that had come out, and law by law."""
    by_law: dict[str, View] = {"By law": lambda palette: charts.by_law(drawn, broad_name(as_of, origin), palette)}
    if not are_imports_out:
        return by_law
    return {"Against 2024": lambda palette: charts.against_collected(drawn, palette), **by_law}


@kept
def sectors(as_of: date) -> Figure:
    """The sectors with the highest average rate on all imports; the rows are all. Raises NothingToShowError."""
    steps = cache.table("us_tariff_sector_steps", as_of)
    every = sector_rates(steps, last_known_day(steps, as_of))
    if every.empty:
        raise error_sentences.NothingToShowError(SAY("sectors.none", day=terms.day(as_of)))
    every = every.assign(name=every["sector_name"].map(terms.sector))
    shown = every.head(SHOWN).assign(change_pp=every["rate_pct"] - every["rate_before_pct"])
    caption = charts.sectors_caption(shown, as_of < compiled_on())
    views = {"Chart": lambda palette: pairs.rate_pairs(shown, palette)}
    rows = every.drop(columns="name")
    return Figure("tariff_sectors", caption, rows, views, state=(as_of,))


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


class Products(NamedTuple):
    """Words, those of the view law by law, all rows of the level (one per product and part of its rate), the rows
    drawn, and a note.
    """

    caption: Caption
    by_law: Caption
    rows: pd.DataFrame
    drawn: pd.DataFrame
    note: str


@kept
def products(level: str, within: str, as_of: date, origin: str = CHINA) -> Products:
    """Rates by law and collected at a level. Raises NothingToShowError when nothing was imported within the choice."""
    every = duties(as_of, origin)
    place = cache.place(origin)
    chosen = (
        every
        if within in (EVERY_SECTION, EVERY_CHAPTER)
        else every[(every["section"] == within) | (every["chapter"] == within)]
    )
    if chosen.empty:
        raise error_sentences.NothingToShowError(SAY("products.empty", place=place, within=within))
    table = measures.weighted(chosen, [level]).rename(columns={level: "code"})
    table = table.assign(name=_names(table["code"], level))
    everything = measures.weighted(every, []).assign(code="all", name=charts.ALL_GOODS)
    largest = table.nlargest(SHOWN, "value_usd")["code"]
    sources = SOURCES | (sources_on(as_of) if origin == CHINA else origins.sources(origin, as_of))
    rows = _long(pd.concat([table, everything], ignore_index=True), level, as_of, sources)
    if not origins.are_imports_out(as_of):  # they weigh the rates, but are not shown, nor what was collected on them
        rows = rows[rows["part"] != "collected"].assign(value_usd=float("nan"), estimated_usd=float("nan"))
    drawn = rows[rows["code"].isin([*largest, "all"])]
    kind = {"section": "sections", "chapter": "chapters", "hs6": "subheadings (HS6)"}[level]
    day = law_day(as_of, origin)
    about = (drawn, day, kind, len(largest), len(table), place)
    both, by_law = charts.duties_caption(*about), charts.duties_caption(*about, stacked=origins.are_imports_out(as_of))
    part = rows["part"].replace("broad", "on_most_goods")  # as tables and files name it
    named = rows.assign(part=part, exporter_iso3=origin)
    return Products(both, by_law, named, drawn, _note(table, as_of, origin))


def _names(codes: pd.Series, level: str) -> pd.Series:
    if level == "section":
        return codes.map(terms.SECTION_LABELS)
    return codes + " " + codes.map(line_names.in_titles()).fillna("goods of this code")


def _long(table: pd.DataFrame, level: str, as_of: date, sources: Mapping[str, str]) -> pd.DataFrame:
    """One row per product and part of its rate, the highest rate by law first, the collected rate last of each."""
    columns = {f"{part}_pct": part for part in charts.PARTS}
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
    notes = [SAY("products.exempt"), SAY("products.estimated", share=terms.rate(share))]
    if len(table) > SHOWN:
        notes.append(SAY("products.all_listed", count=terms.number(len(table))))
    if origin != CHINA and (unknown := origins.goods(origin, as_of).unknown_pct) > 0:
        notes.append(SAY("products.unknown", share=terms.rate(unknown)))
    return "; ".join([*notes, *_unsure(as_of, origin)]) + "."


def _unsure(as_of: date, origin: str) -> list[str]:
    return unsure(as_of) if origin == CHINA else origins.unsure(origin, as_of)


def unsure(as_of: date) -> list[str]:
    """What of the law on the day our sources do not confirm, or know from another year only."""
    last, lists = confirmed_until(as_of), cache.sources()["last_known_on"].to_dict()[NEWEST_LISTS]
    on, left = pd.Timestamp(as_of), []
    if last is not None and last < on:
        left.append(SAY("products.confirmed", day=terms.day(last)))
    if lists < on:
        left.append(SAY("products.lists", day=terms.day(lists)))
    end = _exclusions_end()
    if on > end:
        left.append(SAY("products.exclusions", day=terms.day(end)))
    if as_of < SCHEDULE_FROM:
        left.append(SAY("products.schedule"))
    return left


@kept
def _exclusions_end() -> pd.Timestamp:
    rows = cache.part("us_tariff_scope", compiled_on(), {"programme": ["exclusions"]}, ["scheduled_end"])
    end: pd.Timestamp = rows["scheduled_end"].max()
    return end


def confirmed_until(as_of: date, origin: str = CHINA) -> pd.Timestamp | None:
    """The last day to which sources confirm the open duties on all or most goods; None where all have ended."""
    return law_average.confirmed_until(as_of) if origin == CHINA else origins.confirmed_until()


def law_day(as_of: date, origin: str = CHINA, unread: bool = False) -> charts.LawDay:
    """The day with what is known of its law; ``unread``: rows were inferred or read in reports only."""
    is_estimate = unread or bool(_unsure(as_of, origin))
    return charts.LawDay(pd.Timestamp(as_of), confirmed_until(as_of, origin), is_estimate, as_of >= compiled_on())


@kept
def broad_name(as_of: date, origin: str = CHINA) -> str:
    """The name of the duty on most goods in force on the day; empty when there was none."""
    if origin != CHINA:
        return origins.broad_name(origin, as_of)
    layers = tariffs.in_force(cache.table("tariff_layers", as_of), as_of)
    own = layers[(layers["exporter_iso3"] == "CHN") & (layers["coverage"] == "broad_with_exemptions")]
    return terms.listed([terms.PROGRAMMES[name] for name in own["programme"]])


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
    goods, matched, _ = _china()
    rates = measures.range_on(goods, matched, cache.table("tariff_layers", as_of), as_of)
    return measures.weighted_range(rates, ["section", "chapter", "hs6"])


class _Goods(NamedTuple):
    """Lines imported from China in 2024 with their ordinary duty, the rows of every law that names them, and the duty
    collected on all chapters in percent of their value.
    """

    lines: pd.DataFrame
    matched: pd.DataFrame
    collected_pct: float


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
    return {part: str(rows.loc[own, "source_id"].mode().iloc[0]) for part, own in lists.items() if own.any()}


@kept
def _china() -> _Goods:
    last = compiled_on()
    columns = ["hts10", "hs6", "value_usd", "duty_usd"]
    lines = cache.part("us_imports_hs10_2024", last, {"exporter_iso3": ["CHN"]}, columns)
    lines = lines[lines["value_usd"] > 0]
    matched = measures.match(lines["hts10"], cache.part("us_tariff_scope", last, columns=measures.SCOPE_COLUMNS))
    mfn = cache.part("us_mfn_rates", last, {"hts_edition": [SCHEDULE]}, ["hts8", "ad_valorem_pct"])
    goods = with_metal(measures.with_ordinary(lines, mfn, matched))
    chapter = goods["hts10"].str[:2]
    section_of = nomenclature.sections(cache.table("hs_codes", last))
    collected_pct = lines["duty_usd"].sum() / lines["value_usd"].sum() * 100
    return _Goods(goods.assign(chapter=chapter, section=chapter.map(section_of)), matched, collected_pct)
