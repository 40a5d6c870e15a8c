"""The subject What drives it: one bar an assumption, from its low to its high value."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if import trade_base
from parley.app.what_if_product import answer as product_answer
from parley.app.what_if_product import words as product_words
from parley.app.what_if_product.answer import STAMP
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.models.policy_scenario import Scenario

SAY = words.beside(__file__)
EXPORTS = "US exports to China"
OUTCOMES = {
    "Buyers' loss": "buyers_loss_usd",
    "Revenue": "duty_change_usd",
    "Imports from China": "imports_from_china_change_pct",
    EXPORTS: "us_exports_to_china_change_pct",
}
NAMES = {
    "between_origins_default": "Between origins of a product (sigma)",
    "between_products": "Between products of a section (eta)",
    "home_foreign_elasticity_ratio": "Home goods against imports, over that among imports (rho)",
    "section_demand": "Of demand for a section (psi)",
    "border_pass_through": "Border pass-through",
}
LOSS, GAIN = "Buyers' loss", "US buyers' gain"
IN_A_SENTENCE = {  # inside a sentence
    LOSS: "US buyers' loss",
    "Revenue": "US tariff revenue",
    "Imports from China": "US imports from China",
}
SCALES = {"USD": (1e9, "billion US dollars", "bn"), "percent": (1.0, "percent", "%")}  # on the axis the mark alone


def swings(scenario: Scenario) -> Figure:
    first = EXPORTS if product_words.is_china_alone(scenario) else next(iter(OUTCOMES))
    outcome = controls.choose("Outcome", list(OUTCOMES), "what_if_driver", default=first)
    every = product_answer.drivers(scenario).assign(**STAMP | trade_base.stamp(scenario))
    rows = every[every["metric"] == OUTCOMES[outcome]].reset_index(drop=True)
    if not rows[["central", "at_low", "at_high"]].any(axis=None):
        raise NothingToShowError(SAY("drivers.nothing", outcome=inside(outcome)))
    return Figure(
        "what_if_drivers",
        drivers_caption(rows, outcome),
        rows,
        {"Chart": lambda palette: swing_bars(rows, palette)},
        note=product_words.model_note(scenario),
        remark=SAY("drivers.remark"),
    )


def swing_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The outcome at the low (hollow) and high (filled) end of each assumption, and the central answer.

    ``rows`` of one metric, the longest bar on top: unit, parameter, title, parameter_low, parameter_high, central,
    at_low, at_high.
    """
    scale, _, mark = SCALES[str(rows["unit"].iloc[0])]
    answers, decimals = rows[["at_low", "at_high", "central"]] / scale, decimals_of(rows)
    low, high = float(answers.min().min()), float(answers.max().max())
    room = 0.12 * ((high - low) or 1.0)
    settings = {end: rows[f"parameter_{end}"].map("{:g}".format) for end in ("low", "high")}
    marks = [
        Mark(
            answers[f"at_{end}"],
            f"Assumption at its {end} end",
            palette.muted,
            hollow=end == "low",
            hover=[
                f"<b>{terms.quantity(terms.signed(value, decimals), mark)}</b><br>{title}: {setting}"
                for value, title, setting in zip(answers[f"at_{end}"], rows["title"], settings[end], strict=True)
            ],
        )
        for end in ("low", "high")
    ]
    return dots(
        rows,
        palette,
        marks=[*marks, Mark(answers["central"], "All at their default", palette.ink, symbol="line-ns")],
        unit=mark,
        name=rows["parameter"].map(NAMES),
        text={"Low": settings["low"], "High": settings["high"]},
        ends=(low - room, high + room),
    )


def decimals_of(rows: pd.DataFrame) -> int:
    """The decimals of the central answer in the facts; ``rows`` as for the bars."""
    central = float(rows["central"].iloc[0])
    return terms.bn_decimals(central) if rows["unit"].iloc[0] == "USD" else terms.decimals_of(central)


def inside(outcome: str) -> str:
    return IN_A_SENTENCE.get(outcome, outcome)


def drivers_caption(rows: pd.DataFrame, outcome: str) -> Caption:
    scale, unit, _ = SCALES[str(rows["unit"].iloc[0])]
    top = rows.iloc[0]
    central = float(top["central"]) / scale
    is_gain = outcome == LOSS and central < 0
    finding = SAY(
        "drivers",
        "finding",
        name=terms.capital(_in_a_sentence(NAMES[str(top["parameter"])])),
        outcome=GAIN if is_gain else inside(outcome),
    )
    named = SAY("drivers", "below_zero", outcome=outcome) if is_gain else outcome
    measure = SAY("drivers", "measure", outcome=named, unit=unit, central=terms.signed(central, decimals_of(rows)))
    swings_in_words = "; ".join(_told(row, scale, decimals_of(rows)) for row in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars between two marks, {unit}. {swings_in_words}.")


def _in_a_sentence(name: str) -> str:
    text, _, symbol = name.partition(" (")
    return f"the elasticity {terms.small(text)}" if symbol else f"the {terms.small(text)}"


def _told(row: dict[Any, Any], scale: float, decimals: int) -> str:
    low, high = (terms.signed(row[end] / scale, decimals) for end in ("at_low", "at_high"))
    return f"{row['title']}: {low} at {row['parameter_low']:g}, {high} at {row['parameter_high']:g}"
