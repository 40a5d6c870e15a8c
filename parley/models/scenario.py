"""The product what-if as plain data: what a slider, a preset, a saved file and the address bar all hold.

Rates stay in percent here, as written on the sliders; calibration turns them into ratios. Nothing is computed.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Literal, Self, get_args

Horizon = Literal["first_year", "default", "long_run"]
Rule = Literal["points", "flat"]

HORIZONS: tuple[Horizon, ...] = get_args(Horizon)
RULES: tuple[Rule, ...] = get_args(Rule)
NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI"
SECTIONS = tuple(NUMERALS.split())
MOST_DUTY_PCT = 200.0


class ScenarioError(ValueError):
    """A scenario holds something that cannot be run; the message is a sentence a visitor may see."""


@dataclass(frozen=True)
class Assumptions:
    """How strongly the product model's markets answer: the horizon of the elasticities and both pass-throughs."""

    horizon: Horizon
    border_pass_through: float
    retail_pass_through: float


@dataclass(frozen=True)
class ProductScenario:
    """Duties on one date moved by sliders, and how strongly trade and prices answer.

    ``us_total_duty_pct`` moves the US total duty on China, chapters 1-97, to that mean with one shift for all
    sections; ``us_duty_pct`` then sets single sections. ``us_origin_duty_pct`` moves the US duty on other origins (ISO
    codes). ``china_duty_pct`` is the mean of China's duty on US goods. None or an absent section or origin: the duty
    of ``as_of`` stays. All are means with base-year weights. ``without``: US laws struck out before anything moves.
    ``rule``: the same points on every line, or one flat rate. ``horizon``: which elasticities.
    ``border_pass_through`` (of duty into the duty-inclusive import price) sets the slope of export supply;
    ``retail_pass_through`` is percent at retail per percent of duty; both are ratios. ``vintage``: date of the data.
    Raises ScenarioError for a rate outside 0-200, an unknown section, rule or horizon, or a share outside its range.
    """

    as_of: date
    border_pass_through: float
    retail_pass_through: float
    us_duty_pct: Mapping[str, float] = field(default_factory=dict, hash=False)
    us_total_duty_pct: float | None = None
    china_duty_pct: float | None = None
    us_origin_duty_pct: Mapping[str, float] = field(default_factory=dict, hash=False)
    without: tuple[str, ...] = ()
    rule: Rule = "points"
    horizon: Horizon = "default"
    base_year: int = 2024
    vintage: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "us_duty_pct", dict(self.us_duty_pct))
        for section, rate in self.us_duty_pct.items():
            if section not in SECTIONS:
                raise ScenarioError(f"{section!r} is not a section of the Harmonized System; use I to XXI.")
            check_number(rate, f"The US duty on section {section}", 0, MOST_DUTY_PCT, "percent")
        object.__setattr__(self, "us_origin_duty_pct", dict(self.us_origin_duty_pct))
        for origin, rate in self.us_origin_duty_pct.items():
            check_number(rate, f"The US duty on goods from {origin}", 0, MOST_DUTY_PCT, "percent")
        object.__setattr__(self, "without", tuple(self.without))
        for mean, what in ((self.us_total_duty_pct, "The US total duty"), (self.china_duty_pct, "China's duty")):
            if mean is not None:
                check_number(mean, what, 0, MOST_DUTY_PCT, "percent")
        check_number(self.border_pass_through, "The border pass-through", 0.1, 1)
        check_number(self.retail_pass_through, "The retail pass-through", 0, 1)
        if self.rule not in RULES:
            raise ScenarioError(f"The rule {self.rule!r} is not known; use {' or '.join(RULES)}.")
        if self.horizon not in HORIZONS:
            raise ScenarioError(f"The horizon {self.horizon!r} is not known; use {', '.join(HORIZONS)}.")

    def to_dict(self) -> dict[str, Any]:
        """The scenario as JSON types; ``from_dict`` gives it back."""
        return {**asdict(self), "as_of": self.as_of.isoformat(), "without": list(self.without)}

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """A scenario from JSON types.

        Raises ScenarioError naming an unknown or missing field, or a value of the wrong type or range.
        """
        needed = ("as_of", "border_pass_through", "retail_pass_through")
        raw = check_fields(raw, {f.name for f in fields(cls)}, needed, "scenario")
        for name, key in (("us_duty_pct", "sections"), ("us_origin_duty_pct", "origins")):
            if not isinstance(raw.get(name, {}), Mapping):
                raise ScenarioError(f"The field {name!r} must map {key} to percent.")
        laws = raw.get("without", ())
        if not isinstance(laws, list | tuple) or not all(isinstance(law, str) for law in laws):
            raise ScenarioError("The field 'without' must be a list of laws.")
        if not isinstance(raw.get("base_year", 2024), int) or not isinstance(raw.get("vintage", ""), str):
            raise ScenarioError("The fields 'base_year' and 'vintage' must be a year and a text.")
        return cls(**{**raw, "as_of": read_date(raw["as_of"])})


def read_date(text: object) -> date:
    """A date written as 2025-06-09. Raises ScenarioError."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise ScenarioError(f"{text!r} is not a date; write it as 2025-06-09.") from None


def check_number(value: object, what: str, least: float, most: float, unit: str = "") -> None:
    """Refuse what is no number, not finite or out of range. Raises ScenarioError."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not number or not least <= value <= most:  # type: ignore[operator]
        raise ScenarioError(f"{what} must be a number from {least:g} to {most:g} {unit}".rstrip() + f", not {value!r}.")


def check_fields(raw: object, known: set[str], needed: tuple[str, ...], what: str) -> Mapping[str, Any]:
    """``raw`` as a mapping with known fields only and the needed ones there. Raises ScenarioError naming the field."""
    if not isinstance(raw, Mapping):
        raise ScenarioError(f"A {what} must map fields to values, not be {type(raw).__name__}.")
    unknown = sorted(str(name) for name in set(raw) - known)
    if unknown:
        raise ScenarioError(f"A {what} has no field {unknown[0]!r}; its fields are {', '.join(sorted(known))}.")
    for name in needed:
        if name not in raw:
            raise ScenarioError(f"The {what} lacks the field {name!r}.")
    return raw
