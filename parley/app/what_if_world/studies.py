"""The subject Published studies of the world what-if: what others print of the nearest shocks, beside our answer."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if_world import words
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.labels import study_number
from parley.charts.theme import Palette
from parley.models.policy_scenario import Scenario
from parley.results.answers import base_world, drivers, studies, world
from parley.results.scenario.text import encode
from parley.words import beside

NAME = "world_studies"
COUNT = 4
COLUMNS = [
    "institution",
    "publication",
    "published_on",
    "shock_id",
    "shock",
    "retaliation",
    "area",
    "variable",
    "value",
    "low_pct",
    "high_pct",
    "unit",
    "horizon",
    "distance_pp",
    "size_pp",
    "verification",
    "model",
    "source_url",
    "source_id",
]
SAY = beside(__file__)
PLACES = {"USA": "US", "CHN": "China"}
SIZES = {"USA": 14, "CHN": 9}  # pixels: where both are printed alike, one mark lies in the other
OURS, OUR_KEY = "parley", "Parley, modelled"
# Distance over the size of our own shock: up to each number, the case of the words.
CLOSENESS = (
    (0.0, "same"),
    (0.25, "close"),
    (0.5, "most"),
    (1.0, "part"),
)


def beside_ours(scenario: Scenario) -> Figure:
    """Marks by study under our own. Raises NothingToShowError where no study was known."""
    rows = rows_of(scenario)
    if len(rows) == len(base_world.SIDES):
        raise NothingToShowError(SAY("studies.unknown", day=terms.day(scenario.as_of)))
    return Figure(
        NAME,
        caption(rows),
        rows,
        {"Chart": lambda palette: rows_of_marks(rows, palette)},
        note=words.note("world"),
        remark=SAY("studies.apart"),
        state=(encode(scenario),),
    )


@kept
def rows_of(scenario: Scenario) -> pd.DataFrame:
    """Our answer for both sides, then the published levels of the nearest shocks as printed."""
    year, levels = base_world.base_year(scenario), world.levels_of(scenario)
    published = studies.nearest_levels(
        levels.after - levels.before, year.names, year.flows, base_world.SIDES, COUNT, scenario.as_of
    )
    stamp = words.STAMPS["world"]
    ours = pd.DataFrame(
        [
            {
                "institution": "Parley",
                "publication": stamp["model"],
                "shock_id": OURS,
                "shock": "this scenario",
                "area": side,
                "variable": "real_income",
                "value": value,
                "low_pct": low,
                "high_pct": high,
                "unit": "percent",
                "horizon": "long run",
                "model": stamp["model"],
                "source_id": stamp["source_id"],
            }
            for side, (value, low, high) in drivers.income_ranges(scenario).items()
        ]
    )
    return pd.concat([ours, published], ignore_index=True).reindex(columns=COLUMNS)


def closeness(distance_pp: float, size_pp: float) -> str:
    """The distance of a published shock from ours in words, against how far ours is from no change."""
    apart = distance_pp / size_pp if size_pp else float("inf")
    return SAY("studies.closeness", next((case for most, case in CLOSENESS if apart <= most), "far"))


def is_near(rows: pd.DataFrame) -> bool:
    """Whether any study is of a shock nearer to ours than no change at all."""
    studies = rows[rows["shock_id"] != OURS]
    return bool((studies["distance_pp"] < studies["size_pp"]).any())


def rows_of_marks(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row a side for our answer in its range, then one a study, filled, under how near its shock is to ours.

    ``rows``: shock_id (``parley`` is ours), institution, published_on, shock, area, variable, horizon, value, low_pct,
    high_pct, distance_pp, size_pp; the nearest shock first.
    """
    ours, printed = rows[rows["shock_id"] == OURS], rows[rows["shock_id"] != OURS]
    shocks = printed.drop_duplicates("shock_id")
    keys = pd.concat([ours, shocks], ignore_index=True)
    is_ours = keys["shock_id"] == OURS
    marks = [
        Mark(
            keys["value"].where(is_ours),
            OUR_KEY,
            [palette.country(side) for side in keys["area"]],
            hollow=True,
            hover=_hovers(keys),
        )
    ]
    text = {}
    for side, name in PLACES.items():
        of_side = keys[["shock_id"]].merge(printed[printed["area"] == side], on="shock_id", how="left")
        marks.append(Mark(of_side["value"], name, palette.country(side), hover=_hovers(of_side), size=SIZES[side]))
        shown = keys.assign(value=of_side["value"].fillna(keys["value"].where(is_ours & (keys["area"] == side))))
        text[name] = ["" if pd.isna(row["value"]) else _value(row) for row in shown.to_dict("records")]
    return dots(
        keys,
        palette,
        marks=marks,
        name=[_name(row) for row in keys.to_dict("records")],
        joined=False,
        low=keys["low_pct"].where(is_ours),
        high=keys["high_pct"].where(is_ours),
        text=text,
        group=[_group(row) for row in keys.to_dict("records")],
    )


def _name(row: dict[Any, Any]) -> str:
    if row["shock_id"] == OURS:
        return PLACES[row["area"]]
    year = "" if pd.isna(row["published_on"]) else f" {row['published_on']:%Y}"
    return f"{row['institution']}{year}: {row['shock']}"


def _group(row: dict[Any, Any]) -> str:
    if row["shock_id"] == OURS:
        return OUR_KEY
    return terms.capital(closeness(row["distance_pp"], row["size_pp"]))


def _value(row: dict[Any, Any]) -> str:
    return terms.signed(row["value"], 2) if row["shock_id"] == OURS else study_number(row["value"])


def _hovers(rows: pd.DataFrame) -> list[str]:
    return ["" if pd.isna(row["value"]) else _hover(row) for row in rows.to_dict("records")]


def _hover(row: dict[Any, Any]) -> str:
    about = f"{row['institution']}, {row['horizon']}, as printed"
    if row["shock_id"] == OURS:
        about = f"modelled, range {_range(row)}"
    measure = terms.EFFECTS.get(row["variable"], str(row["variable"]).replace("_", " ").capitalize())
    return f"<b>{_value(row)}%</b> {PLACES[row['area']]}<br>{measure}: {about}"


def _range(row: dict[Any, Any]) -> str:
    return terms.span(row["low_pct"], row["high_pct"], 2)


def caption(rows: pd.DataFrame) -> Caption:
    """What the studies of the nearest shocks print and what this model says, side by side; no one is right by it."""
    alt = "; ".join(_told(row) for row in rows.to_dict("records"))
    return Caption(_finding(rows), SAY("studies", "measure"), f"Marks by study, percent. {alt}.")


def _finding(rows: pd.DataFrame) -> str:
    """What near studies print and what we say of each side; that no study is near where none is."""
    if not is_near(rows):
        return SAY("studies.finding", "none")
    us, china = (_printed(rows, side) for side in PLACES)
    case = "both" if us[0] and china[0] else "us" if us[0] else "china"
    return SAY("studies.finding", case, us=us[0], our_us=us[1], china=china[0], our_china=china[1])


def _printed(rows: pd.DataFrame, side: str) -> tuple[str, str]:
    """What near studies print for a side and what we say; empty words where none prints it."""
    of_side = rows[rows["area"] == side]
    printed = of_side[(of_side["shock_id"] != OURS) & (of_side["distance_pp"] < of_side["size_pp"])]["value"]
    if printed.empty:
        return "", ""
    low, high = float(printed.min()), float(printed.max())
    ends = terms.signed(low, 2) if low == high else terms.span(low, high, 2)
    ours = _value(of_side[of_side["shock_id"] == OURS].iloc[0].to_dict())
    return f"{ends}%", f"{ours}%"


def _told(row: dict[Any, Any]) -> str:
    side = PLACES[row["area"]]
    if row["shock_id"] == OURS:
        return f"Parley, modelled, {side}: {_value(row)} ({_range(row)})"
    near = closeness(row["distance_pp"], row["size_pp"])
    return f"{row['institution']}, {row['shock']}, {row['horizon']}, {side}: {_value(row)}; {near}"
