"""The section Effects of tariffs: published effects of defined shocks, and one model's results for 194 countries."""

from datetime import date
from typing import NamedTuple

import pandas as pd
import streamlit as st

from parley import terms
from parley.app import navigation
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.outlook import effects_by_country as by_country
from parley.app.outlook import words as outlook_words
from parley.app.outlook.charts import effects as charts
from parley.app.tariffs.charts.averages import ALL_IMPORTS
from parley.charts.figure import Caption
from parley.measures import tariff_effects as measures
from parley.measures.tariff_effects import Effect

ALL, SHOCKS_SHOWN = "all", 12
TARIFFS = "pages/tariffs.py"
ONLY = {"only": "Tariffs only", "more": "Other changes too"}


def draw(as_of: date) -> None:
    """The shocks of all houses, or the countries of one model."""

    @blocks.live("Effects of tariffs")
    def _() -> None:
        views = {"Published shocks": _shocks, "194 countries": by_country.draw}
        views[controls.choose("Effects", list(views), "outlook_effects_of")](as_of)
        navigation.link(
            TARIFFS,
            "The average US tariff on all imports over time",
            {"tariff_section": "Averages", "tariff_direction": ALL_IMPORTS},
        )


def _shocks(as_of: date) -> None:
    heading = st.container(gap="xxsmall")
    effects = cache.table("tariff_effects", as_of)
    offered = cache.derived("effects", (as_of,), lambda: offered_effects(as_of))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=300):
            name = controls.select("Effect on", list(offered), "outlook_effect", next(iter(offered)))
        rows = cache.derived("effect rows", (name, as_of), lambda: measures.of_effect(effects, offered[name]))
        choice = {
            "area": _one("Area", rows["area"], "outlook_effect_area", area_names(), "USA"),
            "institution": _one("House", rows["institution"], "outlook_effect_house", {}),
            "shock_kind": _one("Shock", rows["shock_kind"], "outlook_effect_shock", terms.SHOCK_KINDS),
            "answer": _one("Partners", measures.answered(rows["retaliation"]), "outlook_effect_answer", terms.ANSWERS),
            "horizon_kind": _one("Horizon", rows["horizon_kind"], "outlook_effect_horizon", terms.HORIZONS),
        }
        with st.container(width=170):
            only = controls.select("What changes", list(ONLY), "outlook_effect_only", "only", ONLY.__getitem__)
    state = (name, *choice.values(), only, as_of)
    shown = cache.derived("effects chosen", state, lambda: chosen(rows, choice, only == "only", name))
    blocks.chart_block(
        shown.caption,
        shown.rows,
        {"Chart": lambda palette: charts.dots(shown.drawn, area_names(), palette)},
        "outlook_effects",
        note=shown.note,
        heading=heading,
        state=state,
    )


def _one(label: str, values: pd.Series, key: str, names: dict[str, str], default: str = ALL) -> str:
    """One of the values present, or all of them."""
    present, words = set(values), {ALL: "All", **names}
    known = [value for value in names if value in present] + sorted(present.difference(names))
    with st.container(width=170):
        chosen_value: str = controls.select(label, [ALL, *known], key, default, lambda v: words.get(v, v))
    return chosen_value


class Chosen(NamedTuple):
    """Effects chosen: words, every row, the rows of the newest shocks that are drawn, and where they were read."""

    caption: Caption
    rows: pd.DataFrame
    drawn: pd.DataFrame
    note: str


def area_names() -> dict[str, str]:
    """Areas of the studies by code."""
    return cache.country_names() | terms.STUDY_AREAS


def offered_effects(as_of: date) -> dict[str, Effect]:
    """Effects known by their words. Raises NothingToShowError before the first study was published."""
    known = measures.effects_known(cache.table("tariff_effects", as_of))
    if not known:
        raise NothingToShowError(f"No study of the effects of these tariffs was known on {terms.day(as_of)}.")
    named = {effect: f"{terms.EFFECTS[effect.variable]}, {_how(effect)}" for effect in known}
    return {words: effect for effect, words in named.items()}


def _how(effect: Effect) -> str:
    unit = terms.EFFECT_UNITS[effect.unit]
    return unit if effect.kind.endswith("_vs_baseline") else f"{unit} {terms.EFFECT_KINDS[effect.kind]}"


def chosen(rows: pd.DataFrame, choice: dict[str, str], tariffs_only: bool, name: str) -> Chosen:
    """The figures that meet the choices. Raises NothingToShowError when there are none."""
    meet = measures.chosen(rows, {column: v for column, v in choice.items() if v != ALL}, tariffs_only)
    if meet.empty:
        raise NothingToShowError("No published figure meets these choices. Set one of them to All.")
    newest = meet["shock_id"].drop_duplicates().head(SHOCKS_SHOWN)
    drawn = meet[meet["shock_id"].isin(newest)]
    variable = terms.EFFECTS[str(meet["variable"].iloc[0])]
    note = outlook_words.read_in_press(meet, "institution", str, "published_on", _published)
    return Chosen(charts.caption(drawn, len(meet), variable, area_names()), meet, drawn, note)


def _published(day: str) -> str:
    return str(terms.month(pd.Timestamp(day))) if day != "NaT" else "undated"
