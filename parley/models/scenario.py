"""What all scenarios share: sections, horizons, rules, the error, and the checks of values from outside."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from numbers import Real
from typing import Any, Literal, get_args

import numpy as np

Horizon = Literal["first_year", "default", "long_run"]
Rule = Literal["points", "flat"]
Reply = Literal["", "in_kind"]
Trade = Literal["", "base_year", "twelve_months"]
Duties = Literal["by_law", "collected"]

HORIZONS: tuple[Horizon, ...] = get_args(Horizon)
RULES: tuple[Rule, ...] = get_args(Rule)
REPLIES: tuple[Reply, ...] = get_args(Reply)
TRADES: tuple[Trade, ...] = get_args(Trade)
DUTIES: tuple[Duties, ...] = get_args(Duties)
NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI"
SECTIONS = tuple(NUMERALS.split())
MOST_DUTY_PCT = 200.0
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class ScenarioError(ValueError):
    """A scenario holds something that cannot be run; the message is a sentence a visitor may see."""


@dataclass(frozen=True)
class Assumptions:
    """How strongly the product model's markets answer: the horizon of the elasticities and both pass-throughs."""

    horizon: Horizon
    border_pass_through: float
    retail_pass_through: float


def read_date(text: object, field: str) -> date:
    """The date of a field, or text written as 2025-06-09. Raises ScenarioError, for a number of eight digits too."""
    try:
        if isinstance(text, date):  # with an hour, as of TOML and pandas, too
            return date.fromisoformat(str(text)[:10])
        if not (isinstance(text, str) and ISO_DAY.fullmatch(text)):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ScenarioError(f"{text!r} is not a date. '{field}' must be a date; write it as 2025-06-09.") from None


def is_number(value: object) -> bool:
    """Whether a value is a real number, numpy's whole ones too, and no truth value."""
    return isinstance(value, Real) and not isinstance(value, bool)


def plain_number(value: Any) -> Any:
    """A number of numpy as Python's own, which JSON can hold; anything else as it is."""
    return value.item() if isinstance(value, np.number) else value


def check_number(value: object, what: str, least: float, most: float, unit: str = "") -> None:
    """Refuse what is no number, not finite or out of a finite range. Raises ScenarioError."""
    if not is_number(value) or not least <= value <= most:  # type: ignore[operator]  # false for nan
        raise ScenarioError(f"{what} must be a number from {least:g} to {most:g} {unit}".rstrip() + f", not {value!r}.")


def check_fields(raw: object, allowed: set[str], needed: tuple[str, ...], what: str) -> Mapping[str, Any]:
    """``raw`` as a mapping with known fields only and the needed ones there. Raises ScenarioError naming the field."""
    if not isinstance(raw, Mapping):
        raise ScenarioError(f"A {what} must map fields to values, not be {type(raw).__name__}.")
    unknown = sorted(str(name) for name in set(raw) - allowed)
    if unknown:
        raise ScenarioError(f"A {what} has no field {unknown[0]!r}; its fields are {', '.join(sorted(allowed))}.")
    for name in needed:
        if name not in raw:
            raise ScenarioError(f"The {what} lacks the field {name!r}.")
    return raw
