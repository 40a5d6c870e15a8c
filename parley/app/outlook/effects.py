"""The section Effects of tariffs: published effects of defined shocks, and one model's results for 194 countries."""

import textwrap
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app import navigation
from parley.app.kit import address, cache, card, controls, figures, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.outlook import header, notes
from parley.app.outlook.since_2025 import of_the_law
from parley.app.tariffs.averages import ALL_IMPORTS
from parley.charts.bars import bars
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.labels import study_number
from parley.charts.theme import Palette
from parley.measures import tariff_effects as measures
from parley.measures.tariff_effects import Effect
from parley.tables.read import compiled_on

ALL, SHOCKS_SHOWN = "all", 12
STUDY_AREAS = {
    "ROW": "Rest of the world",
    "NON_US": "Average outside the US",
    "NAM": "North America",
    "CAN_MEX": "Canada and Mexico",
}
STUDY_PLACES = {"NON_US": "the average economy outside the US"}  # in a sentence
TARIFFS = "pages/tariffs.py"
NARROWER = tuple(f"outlook_effect_{name}" for name in ("house", "shock", "answer", "horizon", "only"))
ONLY = {"only": "Tariffs only", "more": "Other changes too"}
SAY = words.beside(__file__)
SHOCK = ["shock_id", "horizon"]
UNITS = {"usd_bn": "bn", "usd_per_household": "${}"}  # on an axis
UNIT_SIGNS = {
    "percent": "%",
    "pp": "pp",
    "pp_per_year": "pp",
    "usd_bn": "bn",
    "usd_per_household": "$",
    "thousand": "thousand",
}
LEAST_BAR = 0.05  # of the unit: what is not 0.0 as printed
AREA_GROUPS = (*((code, terms.side(code, "long")) for code in ("USA", "CHN")), ("", "Other areas"))
SCENARIOS = {"no_retaliation": "Nobody answers", "optimal_retaliation": "Others answer"}
LARGEST, ENDS = "Largest economies", "Ends of the ranking"


def effects(as_of: date) -> list[figures.Content]:
    views = {"Published shocks": of_shocks, "194 countries": ranked_countries, "Since 2025": of_the_law}
    view = controls.choose("Effects", list(views), "outlook_effects_of")
    return [views[view](as_of), _link_to_tariffs]


def _link_to_tariffs() -> None:
    state = {"tariff_section": "Said, law, paid", "tariff_direction": ALL_IMPORTS}
    written.write(navigation.link(TARIFFS, "The average US tariff on all imports over time", state))


def of_shocks(as_of: date) -> Figure:
    effects = offered_effects(as_of)
    name = controls.select("Effect on", list(effects), "outlook_effect", next(iter(effects)))
    rows = rows_of(name, as_of)
    area = _one("Area", rows["area"], "outlook_effect_area", area_names(), "USA")
    with card.fold(SAY("effects.narrower"), any(address.opened_with(key) for key in NARROWER)):
        house, shock, partners, horizon, changes = NARROWER
        narrower = {
            "institution": _one("House", rows["institution"], house, {}),
            "shock_kind": _one("Shock", rows["shock_kind"], shock, terms.SHOCK_KINDS),
            "answer": _one("Partners", measures.answered(rows["retaliation"]), partners, terms.ANSWERS),
            "horizon_kind": _one("Horizon", rows["horizon_kind"], horizon, terms.HORIZONS),
        }
        only = controls.select("What changes", list(ONLY), changes, "only", ONLY.__getitem__)
    choice = {"area": area, **narrower}
    return _chosen(name, tuple(choice.items()), only == "only", as_of)


@kept
def rows_of(name: str, as_of: date) -> pd.DataFrame:
    return measures.of_effect(cache.table("tariff_effects", as_of), offered_effects(as_of)[name])


def _one(label: str, values: pd.Series, key: str, names: dict[str, str], default: str = ALL) -> str:
    present, labels = set(values), {ALL: "All", **names}
    options = [value for value in names if value in present] + sorted(present.difference(names))
    chosen_value: str = controls.select(label, [ALL, *options], key, default, lambda v: labels.get(v, v))
    return chosen_value


def area_names() -> dict[str, str]:
    return cache.country_names() | STUDY_AREAS


@kept
def offered_effects(as_of: date) -> dict[str, Effect]:
    """Effects known by their words. Raises NothingToShowError before the first study was published."""
    effects = measures.effects_known(cache.table("tariff_effects", as_of))
    if not effects:
        raise NothingToShowError(SAY("effects.none", day=terms.day(as_of)))
    by_name = {}
    for effect in effects:
        unit = terms.EFFECT_UNITS[effect.unit]
        how = unit if effect.kind.endswith("_vs_baseline") else f"{unit} {terms.EFFECT_KINDS[effect.kind]}"
        by_name[f"{terms.EFFECTS[effect.variable]}, {how}"] = effect
    return by_name


@kept_figure
def _chosen(name: str, choice: tuple[tuple[str, str], ...], tariffs_only: bool, as_of: date) -> Figure:
    return chosen(rows_of(name, as_of), dict(choice), tariffs_only)


def chosen(rows: pd.DataFrame, choice: dict[str, str], tariffs_only: bool) -> Figure:
    """The newest shocks of the figures that meet the choices. Raises NothingToShowError when none does."""
    meet = measures.chosen(rows, {column: v for column, v in choice.items() if v != ALL}, tariffs_only)
    if meet.empty:
        raise NothingToShowError(SAY("effects.no_choice"))
    newest, names = meet[meet["shock_id"].isin(meet["shock_id"].drop_duplicates().head(SHOCKS_SHOWN))], area_names()
    variable = terms.EFFECTS[str(meet["variable"].iloc[0])]
    # areas in a sentence; of the studies' own those whose name does not do
    areas = {area: header.place(area) for area in newest["area"].unique() if area not in STUDY_AREAS} | STUDY_PLACES
    return Figure(
        "outlook_effects",
        effects_caption(newest, len(meet), variable, names, areas),
        meet,
        {"Chart": lambda palette: effect_dots(newest, names, palette)},
        note=notes.read_in_press(meet),
        remark=SAY("effects.no_mean", "weak" if newest["verification"].eq("unverified").any() else "sure"),
    )


def figure_words(value: float, unit: str, signed: bool = True) -> str:
    """A figure of a study with its unit: ``-0.7%``, ``$1,048``, two significant decimals below ten."""
    return terms.quantity(study_number(value, signed), UNIT_SIGNS[unit])


def effect_dots(rows: pd.DataFrame, names: dict[str, str], palette: Palette) -> go.Figure:
    """A row a shock and horizon under its house, a mark an area, hollow where the figure is unverified.

    ``rows``: columns institution, published_on, date_basis, shock_id, shock, area, value, unit, as_printed, horizon,
    verification, publication; the newest first.
    """
    order = {house: i for i, house in enumerate(rows["institution"].unique())}
    sorted_rows = rows.sort_values("institution", key=lambda houses: houses.map(order), kind="stable")
    shocks = sorted_rows.drop_duplicates(SHOCK).reset_index(drop=True)
    several = rows["area"].nunique() > 1
    marks = [
        mark
        for code, side in AREA_GROUPS
        for mark in _marks(sorted_rows, shocks, code, side if several else "", names, palette)
    ]
    values = ["" if several else f"<b>{_value(row)}</b><br>" for row in shocks.to_dict("records")]
    horizons = [textwrap.shorten(horizon.split(" (")[0], 24, placeholder="…") for horizon in shocks["horizon"]]
    return dots(
        shocks,
        palette,
        marks=marks,
        unit=UNITS.get(rows["unit"].iloc[0], UNIT_SIGNS[rows["unit"].iloc[0]]),
        name="shock",
        joined=False,
        text=[value + horizon for value, horizon in zip(values, horizons, strict=True)],
        group="institution",
    )


def _marks(
    rows: pd.DataFrame, shocks: pd.DataFrame, code: str, key: str, names: dict[str, str], palette: Palette
) -> list[Mark]:
    """Marks of one area, or of all but the two sides; what one shock does in several of these is as many marks."""
    part = rows[rows["area"] == code] if code else rows[~rows["area"].isin(["USA", "CHN"])]
    number = part.groupby(SHOCK).cumcount()
    marks = []
    for i in sorted(number.unique()):
        shown = shocks[SHOCK].merge(part[number == i], on=SHOCK, how="left", validate="one_to_one")
        records = shown.to_dict("records")
        hover = ["" if pd.isna(row["value"]) else _hover(row, names) for row in records]
        is_open = shown["verification"].eq("unverified")
        marks.append(Mark(shown["value"], "" if i else key, palette.country(code), is_open, hover))
    return marks


def _value(row: dict[Any, Any]) -> str:
    return figure_words(row["value"], row["unit"], _is_change(row))


def _is_change(row: dict[Any, Any]) -> bool:
    return row["effect_kind"] not in ("level", "scenario_value")


def _hover(row: dict[Any, Any], names: dict[str, str]) -> str:
    printed = "" if pd.isna(row["as_printed"]) else f" (in print: {row['as_printed']})"
    mark = ", unverified" if row["verification"] == "unverified" else ""
    form = "%Y" if row["date_basis"] == "year" else "%b %Y"
    day = "" if pd.isna(row["published_on"]) else f", {row['published_on']:{form}}"
    return (
        f"<b>{_value(row)}{printed}</b> {names.get(row['area'], row['area'])}<br>{row['shock']}<br>"
        f"{row['horizon']}{mark}<br>{row['publication']}{day}"
    )


def effects_caption(
    rows: pd.DataFrame, total: int, variable: str, names: dict[str, str], places: Mapping[str, str] | None = None
) -> Caption:
    """The range of the figures chosen; ranges over unlike shocks are no forecast.

    The range leaves unverified figures out, unless there are no others. ``total``: rows that meet the choice, of which
    the chart shows the newest shocks. ``variable`` names the effect; ``places``: areas in a
    sentence.
    """
    weak = rows["verification"] == "unverified"
    counted = rows if weak.all() else rows[~weak]
    low, high = float(counted["value"].min()), float(counted["value"].max())
    unit, signed = rows["unit"].iloc[0], _is_change(rows.iloc[0].to_dict())
    areas = [str(area) for area in counted["area"].unique()]
    one = (places or {}).get(areas[0]) or terms.with_article(names.get(areas[0], areas[0]))
    kind = ("change" if signed else "level") + ("_range" if low != high else "")
    finding = SAY(
        "effects.finding",
        f"{kind}_unverified" if weak.all() else kind,
        variable=SAY("effects.variable", str(rows["variable"].iloc[0])),
        area=one if len(areas) == 1 else f"{terms.counted(len(areas))} areas",
        low=figure_words(low, unit, signed),
        high=figure_words(high, unit, signed),
    )
    shown = "newest" if len(rows) < total else "all"
    measure = SAY(
        "effects.measure",
        shown,
        variable=variable,
        kind=terms.EFFECT_KINDS[rows["effect_kind"].iloc[0]],
        unit=terms.EFFECT_UNITS[unit],
        shown=rows["shock_id"].nunique(),
    )
    figures_in_words = "; ".join(
        f"{r['institution']}, {r['shock']}, {names.get(r['area'], r['area'])}: {figure_words(r['value'], unit, signed)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Dots by shock. {figures_in_words}.")


def country_bars(rows: pd.DataFrame, names: dict[str, str], palette: Palette) -> go.Figure:
    """Ranked bars, in the order of ``rows``: columns iso3, change_pct, rank."""
    values = rows["change_pct"]
    within = values[~cut_off(values)]
    low, high = min(0.0, float(within.min())), max(0.0, float(within.max()))
    pad = 0.04 * (high - low) or 1.0
    shown = [names.get(code, code) for code in rows["iso3"]]
    return bars(
        rows,
        palette,
        value="change_pct",
        name=shown,
        colour=[palette.country(code) for code in rows["iso3"]],
        text=values.map(lambda change: terms.signed(change, 1)),
        hover=[
            f"<b>{terms.change_pct(change, 2)}</b> {name}<br>rank {rank}"
            for change, name, rank in zip(values, shown, rows["rank"], strict=True)
        ],
        ends=(low - pad if low < 0 else 0.0, high + pad),
    )


def cut_off(values: pd.Series) -> pd.Series:
    """Which bars leave the axis: more than five times as long as all others, which would vanish beside them.

    Others that are nothing as printed have no bar to vanish.
    """
    lengths = values.abs()
    ordered = lengths.sort_values(ascending=False)
    is_long = len(ordered) > 1 and ordered.iloc[0] > 5 * ordered.iloc[1] >= 5 * LEAST_BAR
    return lengths == ordered.iloc[0] if is_long else lengths < 0


def country_caption(rows: pd.DataFrame, every: pd.DataFrame, names: dict[str, str], scenario: str) -> Caption:
    """The US and China among all countries of the ranking.

    ``rows`` are shown, ``every`` is the whole ranking; ``scenario``: no_retaliation or optimal_retaliation.
    """
    variable = str(every["variable"].iloc[0])
    share = variable == "tariff_revenue_to_gdp"
    sides = {r["iso3"]: r for r in every[every["iso3"].isin(["USA", "CHN"])].to_dict("records")}
    written = terms.rate if share else terms.change_pct
    finding = SAY(
        "countries.finding",
        "share" if share else "change",
        variable=SAY("effects.variable", variable),
        us=written(sides["USA"]["change_pct"], 2),
        china=written(sides["CHN"]["change_pct"], 2),
    )
    measure = SAY("countries.measure", f"{'share' if share else 'change'}_{scenario}")
    ranks = ", ".join(
        f"{r['rank']}. {names.get(r['iso3'], r['iso3'])} {terms.change_pct(r['change_pct'], 1)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Bars by country: {ranks}.")


def ranked_countries(as_of: date) -> Figure:
    variable = controls.select(
        "Effect on", country_effects(as_of), "outlook_country_effect", "welfare", terms.EFFECTS.__getitem__
    )
    scenario = controls.choose("Scenario", list(SCENARIOS), "outlook_country_scenario", SCENARIOS.__getitem__)
    which = controls.choose("Countries", [LARGEST, ENDS], "outlook_country_which")
    return ranking(variable, scenario, which, as_of)


@kept
def country_effects(as_of: date) -> list[str]:
    """Variables of the results. Raises NothingToShowError before the paper was out."""
    variables = set(cache.table("tariff_effects_by_country", as_of)["variable"])
    if not variables:
        raise NothingToShowError(SAY("countries.unpublished"))
    return [variable for variable in terms.EFFECTS if variable in variables]


@kept_figure
def ranking(variable: str, scenario: str, which: str, as_of: date) -> Figure:
    every = measures.ranked(cache.table("tariff_effects_by_country", as_of), scenario, variable)
    gdp = cache.table("country_macro", compiled_on())
    if which == LARGEST:
        sizes = gdp.rename(columns={"year": "gdp_year", "source_id": "gdp_source_id"})
        every = every.merge(sizes, on="iso3", how="left", validate="one_to_one")
        shown = measures.largest(every, gdp)
    else:
        shown = measures.ends(every)
    names = cache.country_names()
    return Figure(
        "outlook_countries",
        country_caption(shown, every, names, scenario),
        every,
        {"Chart": lambda palette: country_bars(shown, names, palette)},
        note=SAY("countries.note", "cut" if cut_off(shown["change_pct"]).any() else "whole", count=len(every)),
    )
