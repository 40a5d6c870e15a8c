"""The parts of a scenario: a change of tariffs, a limit or tax on exports, and the goods either is about."""

import re
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self, TypeVar, get_args

from parley.models.scenario import MOST_DUTY_PCT, SECTIONS, ScenarioError, check_fields, check_number, plain_number

Kind = Literal["additional", "absolute", "without", "chinese_content"]
Level = Literal["all", "section", "chapter", "hs6", "sector", "stage"]

KINDS: tuple[Kind, ...] = get_args(Kind)
STAGES = ("mine", "refine", "metal", "magnet")
EVERYBODY = "all"
LEAST_POINTS = -100.0
CODES = {
    "section": re.compile("|".join(SECTIONS)),
    "chapter": re.compile(r"\d{2}"),
    "hs6": re.compile(r"\d{6}"),
    "sector": re.compile(r"[A-Z]\d{2}[A-Z0-9_]*|[A-Z]"),
    "stage": re.compile("|".join(STAGES)),
}
ECONOMY = re.compile(r"[A-Z]{3}|EU27|all")


P = TypeVar("P", "TariffChange", "ExportChange")


@dataclass(frozen=True)
class Goods:
    """Which goods: all, or one section, chapter or subheading of the Harmonized System, industry, or stage.

    Written in one line: ``all``, ``section XVI``, ``chapter 85``, ``hs6 850760``, ``sector C26``, ``stage magnet``.
    """

    level: Level = "all"
    code: str = ""

    def __post_init__(self) -> None:
        level, code = self.level, self.code
        is_code = (level == "all" and not code) or (
            level in CODES and isinstance(code, str) and CODES[level].fullmatch(code)
        )
        if not is_code:
            raise ScenarioError(
                f"{f'{level} {code}'.strip()!r} names no goods; write all, section XVI, chapter 85, hs6 850760, "
                "sector C26 or stage magnet."
            )

    @classmethod
    def parse(cls, text: object) -> Self:
        """The goods named by one line. Raises ScenarioError that says how to write them."""
        level, _, code = str(text).strip().partition(" ")
        return cls(level, code)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.level} {self.code}".strip()


ALL_GOODS = Goods()


@dataclass(frozen=True)
class TariffChange:
    """One change of the duties of ``importer`` on goods of ``exporter``; ``all`` stands for every economy.

    ``additional``: points on the duty of the as-of date, negative for a cut. ``absolute``: the total duty, as mean of
    the goods (moved by points on every line, or one flat rate, as the scenario's rule says). ``without``: the duties
    of ``authority`` fall away. ``chinese_content``: points on the part of a partner's goods that is Chinese value
    added, by industry. ``goods`` may be their one line. Raises ScenarioError naming the field.
    """

    importer: str
    exporter: str
    rate_pct: float = 0.0
    kind: Kind = "additional"
    goods: Goods = ALL_GOODS
    authority: str = ""

    def __post_init__(self) -> None:
        _economies(self.importer, self.exporter)
        _as_held(self, "rate_pct")
        if self.kind not in KINDS:
            raise ScenarioError(f"The kind {self.kind!r} of a tariff change is not known; use {', '.join(KINDS)}.")
        if (self.kind == "without") != bool(self.authority):
            raise ScenarioError("Name an authority only where its duties are dropped (kind without).")
        least = LEAST_POINTS if self.kind == "additional" else 0.0
        check_number(self.rate_pct, f"The rate of {self.importer} on {self.exporter}", least, MOST_DUTY_PCT, "percent")
        if self.kind == "chinese_content" and (self.importer != "USA" or self.exporter == "CHN"):
            raise ScenarioError("Points on Chinese content are duties of USA on goods of another economy than CHN.")
        if self.goods.level == "stage":
            raise ScenarioError("Tariffs are changed by section, chapter, hs6 or sector, not by stage.")

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON types, without what is left at its default."""
        return _plain(self)

    @classmethod
    def from_dict(cls, raw: object) -> "TariffChange":
        """A change from JSON types. Raises ScenarioError naming a missing or unknown field."""
        return _built(TariffChange, raw, "tariff change")


@dataclass(frozen=True)
class ExportChange:
    """What ``exporter`` does to its exports to ``importer`` (``all``: to everybody): a tax, or a limit on quantity.

    Exactly one of ``tax_pct`` (percent of the price) and ``limit_pct`` (percent of the base year's quantity).
    ``goods`` may be their one line. Raises ScenarioError naming the field.
    """

    exporter: str
    importer: str
    goods: Goods = ALL_GOODS
    tax_pct: float | None = None
    limit_pct: float | None = None

    def __post_init__(self) -> None:
        _economies(self.importer, self.exporter)
        _as_held(self, "tax_pct", "limit_pct")
        if (self.tax_pct is None) == (self.limit_pct is None):
            raise ScenarioError("An export change needs either tax_pct or limit_pct.")
        if self.tax_pct is not None:
            check_number(self.tax_pct, f"The export tax of {self.exporter}", 0, MOST_DUTY_PCT, "percent")
        if self.limit_pct is not None:
            check_number(self.limit_pct, f"The export limit of {self.exporter}", 0, 100, "percent of the base year")

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON types, without what is left at its default."""
        return _plain(self)

    @classmethod
    def from_dict(cls, raw: object) -> "ExportChange":
        """A change from JSON types. Raises ScenarioError naming a missing or unknown field."""
        return _built(ExportChange, raw, "export change")


def _economies(importer: object, exporter: object) -> None:
    for role, code in (("importer", importer), ("exporter", exporter)):
        if not (isinstance(code, str) and ECONOMY.fullmatch(code)):
            raise ScenarioError(f"The {role} {code!r} is not known; give a three-letter code, EU27 or all.")
    if importer == exporter:
        raise ScenarioError(f"{importer} cannot be both importer and exporter.")


def _as_held(part: Any, *numbers: str) -> None:
    """Turn goods that are one line, and numbers of numpy, into what is held. Raises ScenarioError."""
    if not isinstance(part.goods, Goods):
        object.__setattr__(part, "goods", Goods.parse(part.goods))
    for name in numbers:
        object.__setattr__(part, name, plain_number(getattr(part, name)))


def _plain(part: Any) -> dict[str, Any]:
    defaults = {f.name: f.default for f in fields(part)}
    kept = {name: value for name, value in asdict(part).items() if getattr(part, name) != defaults[name]}
    return {name: str(part.goods) if name == "goods" else value for name, value in kept.items()}


def _built(cls: type[P], raw: object, what: str) -> P:
    values = check_fields(raw, {f.name for f in fields(cls)}, ("importer", "exporter"), what)
    return cls(**{**values, "goods": Goods.parse(values.get("goods", "all"))})
