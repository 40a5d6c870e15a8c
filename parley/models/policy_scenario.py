"""A what-if scenario as plain data: what a preset, a saved file, the command and the address bar all hold.

Rates stay in percent here, as people write them; calibration turns them into ratios. Nothing is computed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, Self

from parley.models.closure import CLOSURES, Closure
from parley.models.policy_parts import ExportChange, TariffChange
from parley.models.scenario import (
    DUTIES,
    HORIZONS,
    REPLIES,
    RULES,
    TRADES,
    Duties,
    Horizon,
    Reply,
    Rule,
    ScenarioError,
    Trade,
    check_fields,
    check_number,
    plain_number,
    read_date,
)

SHARES = {
    "border_pass_through": (0.1, 1.0),
    "retail_pass_through": (0.0, 1.0),
    "trade_elasticity": (0.1, 30.0),
    "home_elasticity_ratio": (0.57, 1.0),
    "labour_supply_elasticity": (0.0, 1.0),
    "stock_months": (0.0, 60.0),
    "restriction_months": (1.0, 60.0),
}
CHANGES: dict[str, type[TariffChange] | type[ExportChange]] = {"tariffs": TariffChange, "exports": ExportChange}


@dataclass(frozen=True)
class Scenario:
    """Duties and export limits against those in force on ``as_of``, and how strongly trade and prices answer.

    Days may be text, 2025-06-09, or have an hour, which is left out.

    ``regime``: a day, or the name of a preset; the scenario then starts from the duties of that regime, line by line.
    ``tariffs`` and ``exports`` apply after it in their order, so the narrower ones come last. ``reply``: ``in_kind``,
    every partner adds to its duty on US goods the points by which the United States moves its own on them. ``rule``: an
    absolute rate is reached by the same points on every line, or is one flat rate. ``horizon`` sets the elasticities of
    the product and the critical-input model, each one's default where left open (``default``, ``first_year``);
    ``trade_elasticity``, ``home_elasticity_ratio`` (between home goods and imports, over that among imports),
    ``labour_supply_elasticity`` and ``closure`` the world models, ``stock_months`` (users' stocks) and
    ``restriction_months`` (its duration) the critical-input model; numbers left None take the value of the parameter
    file. ``base_year`` (2024 or 2025) and ``trade`` say what dollars stand on: the year's values, or every origin's of
    the last twelve months known. Both left open, the twelve months, in every model; a year alone, that year's values;
    ``base_year`` as the trade without a year, 2024's. ``duties``: the US duties a scenario moves, those by law of
    the day or ``collected``, what customs collected on that trade moved by the law since. ``begins`` and ``ends``:
    first and last day of its changes, for what falls into a calendar year; a model compares full years. ``vintage``:
    date of the data. Raises ScenarioError for a value of the wrong type, out of range or unknown, for an end before its
    beginning, and for two tiers of demand together with labour that answers, which exclude each other.
    """

    as_of: date
    title: str = ""
    regime: str = ""
    tariffs: Sequence[TariffChange] = ()
    exports: Sequence[ExportChange] = ()
    reply: Reply = ""
    rule: Rule = "points"
    horizon: Horizon | Literal[""] = ""
    closure: Closure = "balanced"
    border_pass_through: float | None = None
    retail_pass_through: float | None = None
    trade_elasticity: float | None = None
    home_elasticity_ratio: float | None = None
    labour_supply_elasticity: float | None = None
    stock_months: float | None = None
    restriction_months: float | None = None
    base_year: int | None = None
    trade: Trade = ""
    duties: Duties = "by_law"
    begins: date | None = None
    ends: date | None = None
    vintage: str = ""

    def __post_init__(self) -> None:
        self._read_days()
        self._read_changes()
        lists = {"rule": RULES, "horizon": ("", *HORIZONS), "closure": CLOSURES, "trade": TRADES, "duties": DUTIES}
        lists |= {"reply": REPLIES}
        for name, allowed in lists.items():
            if getattr(self, name) not in allowed:
                raise ScenarioError(f"The {name} {getattr(self, name)!r} is not known; use {', '.join(allowed)}.")
        for name, (least, most) in SHARES.items():
            if getattr(self, name) is not None:
                object.__setattr__(self, name, plain_number(getattr(self, name)))
                check_number(getattr(self, name), f"The {name.replace('_', ' ')}", least, most)
        if self.home_elasticity_ratio not in (None, 1) and self.labour_supply_elasticity:
            raise ScenarioError(
                "Two tiers of demand and labour that answers to the real wage exclude each other in the world model: "
                "set home_elasticity_ratio or labour_supply_elasticity, not both."
            )
        if type(self.base_year) not in (int, type(None)):
            raise ScenarioError(f"The base year must be a year, not {self.base_year!r}.")
        self._check_dates()
        for name in ("title", "vintage", "regime"):
            if not isinstance(getattr(self, name), str):
                raise ScenarioError(f"The {name} must be a text, not {getattr(self, name)!r}.")

    def _read_days(self) -> None:
        for name in ("as_of", "begins", "ends"):
            day = getattr(self, name)
            if name == "as_of" or day is not None:
                object.__setattr__(self, name, read_date(day, name))
        if isinstance(self.regime, date):
            object.__setattr__(self, "regime", read_date(self.regime, "regime").isoformat())

    def _read_changes(self) -> None:
        for name, part in CHANGES.items():
            items = getattr(self, name)
            if not isinstance(items, Iterable):
                raise ScenarioError(f"The field {name!r} must be a list of changes, not a {type(items).__name__}.")
            changes = tuple(items)
            if not all(isinstance(change, part) for change in changes):
                raise ScenarioError(f"The field {name!r} must hold only {part.__name__}.")
            object.__setattr__(self, name, changes)

    def _check_dates(self) -> None:
        if (self.begins or self.as_of) > (self.ends or date.max):
            raise ScenarioError(f"The scenario ends on {self.ends}, before it begins on {self.begins or self.as_of}.")

    def to_dict(self) -> dict[str, Any]:
        """The scenario as JSON and TOML types, without what is left at its default; ``from_dict`` gives it back."""
        defaults = {f.name: f.default for f in fields(self)}
        kept = {name: getattr(self, name) for name, default in defaults.items() if getattr(self, name) != default}
        for name in CHANGES:
            if name in kept:
                kept[name] = [change.to_dict() for change in kept[name]]
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}

    @classmethod
    def from_dict(cls, raw: object) -> Self:
        """A scenario from JSON or TOML types.

        Raises ScenarioError naming an unknown or missing field, or a value of the wrong type or range.
        """
        values = dict(check_fields(raw, {f.name for f in fields(cls)}, ("as_of",), "scenario"))
        values |= {name: read_date(values[name], name) for name in ("as_of", "begins", "ends") if name in values}
        if isinstance(values.get("regime"), date):  # TOML has dates of its own
            values["regime"] = values["regime"].isoformat()
        for name, part in CHANGES.items():
            changes = values.get(name, [])
            if not isinstance(changes, list | tuple):
                raise ScenarioError(f"The field {name!r} must be a list of changes.")
            values[name] = tuple(part.from_dict(change) for change in changes)
        return cls(**values)
