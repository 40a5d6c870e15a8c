"""The section Effects of tariffs: published effects of defined shocks, and one model's results for 194 countries."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app import navigation
from parley.app.kit import address, cache, card, controls, figures, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.outlook import effects_by_country as by_country
from parley.app.outlook import header
from parley.app.outlook import words as outlook_words
from parley.app.outlook.charts import effects as charts
from parley.app.tariffs.charts.averages import ALL_IMPORTS
from parley.charts.figure import Caption
from parley.measures import tariff_effects as measures
from parley.measures.tariff_effects import Effect

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


def draw(as_of: date) -> None:
    """The shocks of all houses, or the countries of one model."""
    figures.block("Effects of tariffs", lambda: effects(as_of))


def effects(as_of: date) -> list[figures.Content]:
    """The effects chosen, and the way to the tariffs they are of."""
    views = {"Published shocks": of_shocks, "194 countries": by_country.ranked_countries}
    view = controls.choose("Effects", list(views), "outlook_effects_of")
    return [views[view](as_of), _link_to_tariffs]


def _link_to_tariffs() -> None:
    state = {"tariff_section": "Said, law, paid", "tariff_direction": ALL_IMPORTS}
    written.write(navigation.link(TARIFFS, "The average US tariff on all imports over time", state))


def of_shocks(as_of: date) -> Figure:
    """The published effects that meet the choices."""
    offered = offered_effects(as_of)
    name = controls.select("Effect on", list(offered), "outlook_effect", next(iter(offered)))
    rows = rows_of(name, as_of)
    area = _one("Area", rows["area"], "outlook_effect_area", area_names(), "USA")
    with card.fold(SAY("effects.narrower"), any(address.asked(key) for key in NARROWER)):
        house, shock, partners, horizon, changes = NARROWER
        narrower = {
            "institution": _one("House", rows["institution"], house, {}),
            "shock_kind": _one("Shock", rows["shock_kind"], shock, terms.SHOCK_KINDS),
            "answer": _one("Partners", measures.answered(rows["retaliation"]), partners, terms.ANSWERS),
            "horizon_kind": _one("Horizon", rows["horizon_kind"], horizon, terms.HORIZONS),
        }
        only = controls.select("What changes", list(ONLY), changes, "only", ONLY.__getitem__)
    choice = {"area": area, **narrower}
    shown = _chosen(name, tuple(choice.items()), only == "only", as_of)
    return Figure(
        "outlook_effects",
        shown.caption,
        shown.rows,
        {"Chart": lambda palette: charts.dots(shown.drawn, area_names(), palette)},
        note=shown.note,
        remark=SAY("effects.no_mean"),
        state=(name, *choice.values(), only, as_of),
    )


@kept
def rows_of(name: str, as_of: date) -> pd.DataFrame:
    """The published figures of one of ``offered_effects``."""
    return measures.of_effect(cache.table("tariff_effects", as_of), offered_effects(as_of)[name])


def _one(label: str, values: pd.Series, key: str, names: dict[str, str], default: str = ALL) -> str:
    """One of the values present, or all of them."""
    present, labels = set(values), {ALL: "All", **names}
    offered = [value for value in names if value in present] + sorted(present.difference(names))
    chosen_value: str = controls.select(label, [ALL, *offered], key, default, lambda v: labels.get(v, v))
    return chosen_value


class Chosen(NamedTuple):
    """Effects chosen: words, every row, the rows of the newest shocks that are drawn, and where they were read."""

    caption: Caption
    rows: pd.DataFrame
    drawn: pd.DataFrame
    note: str


def area_names() -> dict[str, str]:
    """Areas of the studies by code."""
    return cache.country_names() | STUDY_AREAS


@kept
def offered_effects(as_of: date) -> dict[str, Effect]:
    """Effects known by their words. Raises NothingToShowError before the first study was published."""
    effects = measures.effects_known(cache.table("tariff_effects", as_of))
    if not effects:
        raise NothingToShowError(SAY("effects.none", day=terms.day(as_of)))
    return {f"{terms.EFFECTS[effect.variable]}, {_how(effect)}": effect for effect in effects}


def _how(effect: Effect) -> str:
    unit = terms.EFFECT_UNITS[effect.unit]
    return unit if effect.kind.endswith("_vs_baseline") else f"{unit} {terms.EFFECT_KINDS[effect.kind]}"


@kept
def _chosen(name: str, choice: tuple[tuple[str, str], ...], tariffs_only: bool, as_of: date) -> Chosen:
    return chosen(rows_of(name, as_of), dict(choice), tariffs_only)


def chosen(rows: pd.DataFrame, choice: dict[str, str], tariffs_only: bool) -> Chosen:
    """The figures that meet the choices. Raises NothingToShowError when there are none."""
    meet = measures.chosen(rows, {column: v for column, v in choice.items() if v != ALL}, tariffs_only)
    if meet.empty:
        raise NothingToShowError(SAY("effects.no_choice"))
    newest = meet["shock_id"].drop_duplicates().head(SHOCKS_SHOWN)
    drawn = meet[meet["shock_id"].isin(newest)]
    variable = terms.EFFECTS[str(meet["variable"].iloc[0])]
    note = outlook_words.read_in_press(meet, "institution", str, "published_on", _published)
    caption = charts.caption(drawn, len(meet), variable, area_names(), _places(drawn))
    return Chosen(caption, meet, drawn, note)


def _places(drawn: pd.DataFrame) -> dict[str, str]:
    """The areas of the figures in a sentence, by code; of studies' own areas those whose name does not do."""
    groups = {area: header.place(area) for area in drawn["area"].unique() if area not in STUDY_AREAS}
    return groups | STUDY_PLACES


def _published(day: str) -> str:
    return str(terms.month(pd.Timestamp(day))) if day != "NaT" else SAY("effects.undated")
