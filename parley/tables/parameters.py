"""Model numbers with their sources (``data/parameters.toml``) and the named tariff regimes (``data/scenarios``)."""

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from parley.tables.schema import DATA, RESTORE

PARAMETERS = DATA / "parameters.toml"
REFERENCES = DATA / "references.bib"
PRESETS = DATA / "scenarios"
# The regimes that come with the app: one whose file is gone is missed, not forgotten.
SHIPPED = (
    "first_trade_war",
    "april_2025_announced",
    "april_2025_peak",
    "geneva_truce",
    "london_and_stockholm",
    "busan",
    "after_ruling",
    "latest",
)
STATUSES = ("cited", "assumption")


class ParameterError(ValueError):
    """A parameter or preset is missing or incomplete; the message names it."""


@dataclass(frozen=True)
class Parameter:
    """One model number: value and range in ``unit``, cited or an assumption.

    ``citation`` holds keys of ``data/references.bib``; a ``cited`` number has at least one.
    """

    name: str
    title: str
    value: float
    low: float
    high: float
    unit: str
    status: str
    citation: tuple[str, ...]
    page: str
    note: str

    @property
    def range_pct(self) -> tuple[float, float, float]:
        """Low, value and high of a ratio, in percent."""
        return 100 * self.low, 100 * self.value, 100 * self.high


@dataclass(frozen=True)
class SectionParameter:
    """One model number per section of the Harmonized System; ``sectors`` says which industries each stands for."""

    name: str
    title: str
    values: Mapping[str, float]
    sectors: Mapping[str, tuple[str, ...]]
    unit: str
    status: str
    citation: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Announced:
    """Rates of one programme as announced and never in force: its exempt lists and the other laws are those of a day.

    ``by_origin_pct`` holds the rates by ISO code, ``rest_pct`` that of every other origin which owed the programme.
    """

    programme: str
    lines_of: date
    by_origin_pct: Mapping[str, float]
    rest_pct: float


@dataclass(frozen=True)
class Preset:
    """A dated tariff regime. The headline rates are the sums of the additional layers on all or most goods, before
    exemptions; None where the regime had no such layer. ``confirmed_until``: last day a source confirms it.
    ``announced``: what the regime would have been, where it was changed before it began.
    """

    name: str
    title: str
    on: date
    us_on_china_pct: float | None
    china_on_us_pct: float | None
    event_ids: tuple[str, ...]
    legal_source: str
    note: str
    confirmed_until: date | None
    announced: Announced | None = None


def parameter(name: str) -> Parameter:
    """The parameter ``name``. Raises ParameterError when it is not in data/parameters.toml."""
    try:
        return parameters()[name]
    except KeyError:
        raise ParameterError(f"There is no parameter {name!r} in data/parameters.toml.") from None


@functools.cache
def parameters() -> dict[str, Parameter]:
    """Every single-valued parameter by name. Raises ParameterError naming the faulty entry."""
    raw = _read_toml(PARAMETERS)
    with _of_kind(PARAMETERS):
        return {name: _parameter(name, entry) for name, entry in raw.items() if name != "by_section"}


@functools.cache
def section_parameter(name: str) -> SectionParameter:
    """The parameter ``name`` by section. Raises ParameterError when it is missing or incomplete."""
    with _of_kind(PARAMETERS):
        return _section_parameter(name)


def _section_parameter(name: str) -> SectionParameter:
    entries = _read_toml(PARAMETERS).get("by_section", {})
    if name not in entries:
        raise ParameterError(f"There is no parameter by_section.{name} in data/parameters.toml.")
    entry, where = entries[name], f"by_section.{name}"
    status, citation = _source(where, entry)
    values = {section: float(value) for section, value in _need(where, entry, "values").items()}
    sectors = {section: tuple(text.split()) for section, text in _need(where, entry, "sectors").items()}
    texts = {key: str(_need(where, entry, key)) for key in ("title", "unit", "note")}
    return SectionParameter(name=name, values=values, sectors=sectors, status=status, citation=citation, **texts)


def section_parameter_names() -> tuple[str, ...]:
    """The names of the parameters by section. Raises ParameterError."""
    return tuple(_read_toml(PARAMETERS).get("by_section", {}))


def presets() -> tuple[Preset, ...]:
    """The named tariff regimes that can be read, oldest first; ``preset_faults`` tells of the others."""
    return _all_presets()[0]


def preset_faults() -> Mapping[str, str]:
    """A sentence for each named regime whose file cannot be read, by the name of the regime."""
    return _all_presets()[1]


def preset(name: str) -> Preset | None:
    """The named regime; None where none has the name. Raises ParameterError when its file cannot be read."""
    if name in preset_faults():
        raise ParameterError(preset_faults()[name])
    return next((each for each in presets() if each.name == name), None)


def forget() -> None:
    """Drop what was read, for who has put another file in its place."""
    for kept in (parameters, section_parameter, reference_keys, _all_presets):
        kept.cache_clear()


def check() -> None:
    """Read every parameter and preset. Raises ParameterError with the first fault."""
    parameters()
    for name in section_parameter_names():
        section_parameter(name)
    for fault in preset_faults().values():
        raise ParameterError(fault)


@functools.cache
def _all_presets() -> tuple[tuple[Preset, ...], Mapping[str, str]]:
    read: list[Preset] = []
    faults: dict[str, str] = {}
    for path in sorted({*PRESETS.glob("*.toml"), *(PRESETS / f"{name}.toml" for name in SHIPPED)}):
        try:
            with _of_kind(path):
                read.append(_preset(path))
        except ParameterError as fault:
            problem = str(fault)
            faults[path.stem] = (
                problem if _place(path) in problem else f"{_place(path)} cannot be used: {problem} {RESTORE}"
            )
    return tuple(sorted(read, key=lambda preset: preset.on)), faults


@functools.cache
def reference_keys() -> frozenset[str]:
    """The keys of data/references.bib. Raises ParameterError."""
    return frozenset(re.findall(r"^@\w+\{([^,\s]+),", _read(REFERENCES), flags=re.MULTILINE))


def _parameter(name: str, entry: Mapping[str, Any]) -> Parameter:
    status, citation = _source(name, entry)
    numbers = {key: _number(name, entry, key) for key in ("value", "low", "high")}
    if not numbers["low"] <= numbers["value"] <= numbers["high"]:
        raise ParameterError(f"The parameter {name} needs low <= value <= high in data/parameters.toml.")
    return Parameter(
        name=name,
        title=str(_need(name, entry, "title")),
        unit=str(_need(name, entry, "unit")),
        page=str(entry.get("page", "")),
        note=str(entry.get("note", "")),
        status=status,
        citation=citation,
        **numbers,
    )


def _source(name: str, entry: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    status, citation = _need(name, entry, "status"), tuple(_need(name, entry, "citation"))
    if status not in STATUSES:
        raise ParameterError(f"The parameter {name} has the status {status!r}; use {' or '.join(STATUSES)}.")
    if status == "cited" and not citation:
        raise ParameterError(f"The parameter {name} is marked as cited but names no source.")
    for key in citation:
        if key not in reference_keys():
            raise ParameterError(f"The parameter {name} cites {key}, which is not in data/references.bib.")
    return str(status), citation


def _preset(path: Path) -> Preset:
    raw, name = _read_toml(path), path.stem
    events = tuple(_need(name, raw, "event_ids"))
    if not events:
        raise ParameterError(f"The preset {name} names no event.")
    on, until = _need(name, raw, "on"), raw.get("confirmed_until")
    if not isinstance(on, date):
        raise ParameterError(f"The preset {name}: on must be a date.")
    rates = [_number(name, raw, key) if key in raw else None for key in ("us_on_china_pct", "china_on_us_pct")]
    texts = {key: str(_need(name, raw, key)) for key in ("title", "legal_source", "note")}
    return Preset(
        name=name,
        on=on,
        confirmed_until=until,
        announced=_announced(name, raw["announced"]) if "announced" in raw else None,
        event_ids=events,
        us_on_china_pct=rates[0],
        china_on_us_pct=rates[1],
        **texts,
    )


def _announced(name: str, entry: Mapping[str, Any]) -> Announced:
    rates, lines_of = _need(name, entry, "by_origin_pct"), _need(name, entry, "lines_of")
    if not isinstance(lines_of, date):
        raise ParameterError(f"The preset {name}: lines_of must be a date.")
    return Announced(
        programme=str(_need(name, entry, "programme")),
        lines_of=lines_of,
        by_origin_pct={origin: _number(name, rates, origin) for origin in rates},
        rest_pct=_number(name, entry, "rest_pct"),
    )


@contextmanager
def _of_kind(path: Path) -> Iterator[None]:
    """A value that is not of the kind it must be, such as a number for a list, is a fault of the file."""
    try:
        yield
    except (TypeError, AttributeError) as error:
        raise ParameterError(f"{_place(path)} does not say what it must ({error}). {RESTORE}") from error


def _need(name: str, entry: Mapping[str, Any], key: str) -> Any:
    if key not in entry:
        raise ParameterError(f"{name} lacks {key!r}.")
    return entry[key]


def _number(name: str, entry: Mapping[str, Any], key: str) -> float:
    value = _need(name, entry, key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ParameterError(f"{name}: {key} must be a number, not {value!r}.")
    return float(value)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise ParameterError(f"{_place(path)} is not valid TOML ({error}). {RESTORE}") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ParameterError(f"{_place(path)} is missing. {RESTORE}") from None
    except OSError as error:
        raise ParameterError(f"{_place(path)} cannot be read ({error.strerror}). {RESTORE}") from error
    except UnicodeDecodeError as error:
        raise ParameterError(f"{_place(path)} is not text ({error}). {RESTORE}") from error


def _place(path: Path) -> str:
    """The file as the repository names it: ``data/scenarios/busan.toml``."""
    return f"data/{'scenarios/' if path.suffix == '.toml' and path != PARAMETERS else ''}{path.name}"
