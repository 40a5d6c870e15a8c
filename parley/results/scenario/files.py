"""Scenarios from files and presets: JSON as a page saves it, TOML as people write it, or the name of a regime.

A saved file says which form it has: ``{"parley_scenario": 1, "scenario": {...}}``. A file that holds the fields alone
is read as form 1; any other form is refused. What comes from outside is checked here for all that ``Scenario`` cannot
know: economies, laws and regimes that exist, the base year, dates within the data.
"""

import difflib
import functools
import json
import math
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from parley import terms
from parley.measures.statutory_rates import laws_of
from parley.models.policy_parts import ECONOMY, EVERYBODY
from parley.models.policy_scenario import CHANGES, Scenario
from parley.models.scenario import ScenarioError
from parley.tables.parameters import preset_faults, presets
from parley.tables.read import compiled_on, read_table

# What shape a scenario may have: the limits of its text before it is parsed, and of what it was parsed to.
#
# Parsers take far more memory than the text they read: tomllib holds every beginning of a key with dots, so that 40 kB
# of ``a.a.a…`` became 2 GB. Text is therefore looked at first, in one pass that keeps nothing.

MOST_BYTES = 64_000
MOST_LEVELS = 6  # a saved scenario has three
MOST_SIGNS = 64  # of a key, or of a number
# Strings of TOML, which JSON's are too. A word is a bare key or a number.
STRING = (
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'{1,2}(?!'))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
)
PIECE = re.compile(rf"(?P<string>{STRING})|(?P<comment>\#[^\n]*+)|(?P<word>[\w+-]++)|\S", re.DOTALL)


def refuse_text(text: str) -> None:
    """Refuse JSON or TOML whose brackets or keys with dots lie deeper than six levels, or with a key or number of more
    than 64 signs. Raises ScenarioError that says where and what to do.
    """
    depth = dots = 0
    after_dot = True  # whether the next piece belongs to the key before it
    for piece in PIECE.finditer(text):
        sign, kind = piece[0], piece.lastgroup
        if kind == "comment":
            continue
        if kind == "word" and len(sign) > MOST_SIGNS:
            problem = f"{_at(text, piece.start())} has a key or number of {len(sign):,} signs"
            raise ScenarioError(f"{problem}; at most {MOST_SIGNS} are allowed. Shorten it.")
        if kind or sign == ".":
            if sign == ".":
                dots += 1
            elif not after_dot:
                dots = 0
            after_dot = sign == "."
        else:
            dots, after_dot = 0, False
            depth += (sign in "[{") - (sign in "]}")
        if max(depth, dots + 1) > MOST_LEVELS:
            raise ScenarioError(f"{_at(text, piece.start())} is nested too deeply; {_flatter()}")


def refuse_shape(raw: object, level: int = 1) -> None:
    """Refuse a scenario of JSON or TOML types deeper than six levels, or with a key or whole number of more than 64
    signs. Raises ScenarioError that names the key.
    """
    if isinstance(raw, int) and abs(raw) >= 10**MOST_SIGNS:
        raise ScenarioError(f"a number has more than {MOST_SIGNS} digits. Shorten it.")
    if isinstance(raw, str) or not isinstance(raw, Mapping | Sequence):
        return
    if level > MOST_LEVELS:
        raise ScenarioError(f"the scenario is nested too deeply; {_flatter()}")
    for key in raw if isinstance(raw, Mapping) else ():
        if isinstance(key, str) and len(key) > MOST_SIGNS:
            problem = f"the key {key[: MOST_SIGNS // 2]!r}… has {len(key):,} signs"
            raise ScenarioError(f"{problem}; at most {MOST_SIGNS} are allowed. Shorten it.")
    for part in raw.values() if isinstance(raw, Mapping) else raw:
        refuse_shape(part, level + 1)


def _flatter() -> str:
    return f"at most {MOST_LEVELS} levels are allowed, and a scenario needs three. Write its fields beside each other."


def _at(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1:,}"


# Economies by name beside their codes, wherever a scenario is written.

ROLES = ("importer", "exporter")
LIKE, MOST_NEAR = 0.7, 3  # of names that may be meant: likeness of letters, and how many are told


def economy(name: str) -> str:
    """The code of an economy: ISO 3166 alpha-3, EU27 or ``all``, from itself or from its name in any case.

    Raises ScenarioError with the nearest names where there is none.
    """
    if ECONOMY.fullmatch(name):
        return name
    wanted = name.strip().casefold()
    if wanted in _known():
        return _known()[wanted][0]
    containing = [each for each in _known() if wanted and wanted in each]
    near = containing or difflib.get_close_matches(wanted, _known(), cutoff=LIKE)
    named = ", ".join(f"{name_of} ({code})" for code, name_of in (_known()[each] for each in near[:MOST_NEAR]))
    meant = f" Names like it: {named}." if near else ""
    raise ScenarioError(f"{name[:60]!r} is not the name of an economy in our tables.{meant} Give a code or a name.")


def _with_codes(change: Mapping[str, Any], where: str) -> dict[str, Any]:
    try:
        return {
            name: economy(value) if name in ROLES and isinstance(value, str) else value
            for name, value in change.items()
        }
    except ScenarioError as error:
        raise ScenarioError(f"{where}: {error}") from error


@functools.cache
def _known() -> dict[str, tuple[str, str]]:
    """Code and name by the name in lower case."""
    countries = read_table("countries")
    pairs = zip(countries["iso3"], countries["name"], strict=True)
    return {str(name).casefold(): (str(code), str(name)) for code, name in pairs}


def with_codes(raw: object) -> object:
    """A scenario of JSON or TOML types with codes in the place of names; what is no scenario stays as it is.

    Raises ScenarioError naming the list and the change.
    """
    if not isinstance(raw, Mapping):
        return raw
    changed = dict(raw)
    for name in CHANGES:
        if isinstance(raw.get(name), list):
            changed[name] = [
                _with_codes(change, f"{name}, change {number}") if isinstance(change, Mapping) else change
                for number, change in enumerate(raw[name], start=1)
            ]
    return changed


FORM, FORM_FIELD = 1, "parley_scenario"
MOST_CHANGES, MOST_LETTERS, MOST_DIGITS = 500, 200, 25
ENDINGS = (".toml", ".json")
BASE_YEARS = (2024, 2025)


def preset(name: str) -> Scenario:
    """The named regime against the duties in force on the latest date. Raises ScenarioError naming those there are."""
    if name in preset_faults():
        raise ScenarioError(preset_faults()[name])
    for each in presets():
        if each.name == name:
            return Scenario(as_of=compiled_on(), title=each.title, regime=each.name)
    raise ScenarioError(f"There is no preset {name!r}; there are {', '.join(each.name for each in presets())}.")


def load(source: str) -> Scenario:
    """The scenario of a .toml or .json file, or of a preset.

    Raises ScenarioError naming the file and the place at fault.
    """
    path = Path(source)
    if not is_file_name(source):
        if path.suffix or os.access(source, os.F_OK):
            raise ScenarioError(
                f"{source[:60]!r} is not a scenario file: its name must end in .toml or .json. Give such a file or the "
                "name of a preset."
            )
        return preset(source)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ScenarioError(f"{path.name}: the file cannot be read ({error.strerror}).") from error
    return from_bytes(data, path.name)


def is_file_name(source: str) -> bool:
    """Whether a source names a scenario file, not a preset: by its ending alone."""
    return Path(source).suffix in ENDINGS


def from_bytes(data: bytes, name: str) -> Scenario:
    """The scenario of a file's content; ``name`` ends in .toml or else the content is JSON.

    Raises ScenarioError naming the file and the place at fault.
    """
    try:
        if len(data) > MOST_BYTES:
            problem = f"the file has more than {MOST_BYTES // 1000} kB; a scenario has a few lines"
            raise ScenarioError(f"{problem}. Split it, or write fewer changes.")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ScenarioError(f"the file is not text in UTF-8 (byte {error.start + 1:,}).") from error
        scenario = from_raw(_toml(text) if name.lower().endswith(".toml") else from_json(text))
        refuse_twice(scenario)
        return scenario
    except ScenarioError as error:
        raise ScenarioError(f"{_brief(name)}: {_brief(str(error), 500)}") from error


def to_json(scenario: Scenario) -> str:
    """The scenario as the text of a file that ``from_bytes`` reads: a field a line, or where it is long on one line."""
    raw = {FORM_FIELD: FORM, "scenario": scenario.to_dict()}
    text = json.dumps(raw, ensure_ascii=False, indent=1) + "\n"
    return text if len(text.encode()) <= MOST_BYTES else json.dumps(raw, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Any:
    """JSON with each name once and finite numbers. Raises ScenarioError with line and column or the number at fault."""
    refuse_text(text)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=float, parse_float=_float, parse_int=_int)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ScenarioError(f"the text is not valid JSON ({error.msg} at {where}).") from error


def from_raw(raw: object) -> Scenario:
    """The scenario of JSON or TOML types, with or without its form, checked against the tables.

    Raises ScenarioError naming the place.
    """
    refuse_shape(raw)
    if isinstance(raw, Mapping) and FORM_FIELD in raw:
        if type(raw[FORM_FIELD]) is not int or raw[FORM_FIELD] != FORM:
            raise ScenarioError(
                f"the scenario has format {_brief(repr(raw[FORM_FIELD]))}, but this version of Parley reads format "
                f"{FORM}; open it with the version that saved it."
            )
        if set(raw) != {FORM_FIELD, "scenario"}:
            others = ", ".join(sorted(_brief(repr(name)) for name in set(raw) - {FORM_FIELD, "scenario"}))
            problem = f"has no field {others}; remove it" if "scenario" in raw else "lacks the field 'scenario'"
            raise ScenarioError(f"a saved scenario {problem}. Its fields are {FORM_FIELD!r} and 'scenario'.")
        raw = raw["scenario"]
    raw = with_codes(raw)
    _check_changes(raw)
    scenario = Scenario.from_dict(raw)
    _check(scenario)
    return scenario


def _check_changes(raw: object) -> None:
    """Each change by itself, so that a fault is named with its list and number."""
    for name, part in CHANGES.items():
        changes = raw.get(name) if isinstance(raw, Mapping) else None
        if not isinstance(changes, list):
            continue
        if len(changes) > MOST_CHANGES:
            raise ScenarioError(f"the field {name!r} has {len(changes):,} changes; at most {MOST_CHANGES} are allowed.")
        for number, change in enumerate(changes, start=1):
            try:
                checked = part.from_dict(change)
                _check_economies(checked.importer, checked.exporter)
                law = getattr(checked, "authority", "")
                if not isinstance(law, str) or (law and law not in _laws()):
                    raise ScenarioError(f"the law {law!r} is not known; use one of {', '.join(sorted(_laws()))}.")
            except ScenarioError as error:
                raise ScenarioError(f"{name}, change {number}: {error}") from error


def refuse_twice(scenario: Scenario) -> None:
    """A pair of economies stands once for the same goods and law: which of two rates was meant nobody could tell.

    Raises ScenarioError naming the change.
    """
    keys: set[tuple[object, ...]] = set()
    for number, change in enumerate(scenario.tariffs, start=1):
        pair = (change.importer, change.exporter, change.goods, change.authority)
        if pair in keys:
            problem = f"{change.importer} and {change.exporter} appear twice for {change.goods}; keep one change."
            raise ScenarioError(f"tariffs, change {number}: {problem}")
        keys.add(pair)


def _check_economies(*codes: str) -> None:
    for code in codes:
        if code != EVERYBODY and code not in _economies():
            raise ScenarioError(f"{code} is not an economy in our tables.")


def _check(scenario: Scenario) -> None:
    for name in ("title", "vintage"):
        text = getattr(scenario, name)
        if len(text) > MOST_LETTERS or not text.replace(terms.NBSP, " ").isprintable():
            raise ScenarioError(f"the {name} must be one line of at most {MOST_LETTERS} characters.")
    if scenario.vintage:
        try:
            date.fromisoformat(scenario.vintage)
        except ValueError:
            raise ScenarioError(f"the vintage {_brief(scenario.vintage)!r} is not a date such as 2026-11-24.") from None
    require_held(scenario)
    if scenario.regime in preset_faults():
        raise ScenarioError(preset_faults()[scenario.regime])
    names = {each.name for each in presets()}
    if scenario.regime and scenario.regime not in names:
        try:
            date.fromisoformat(scenario.regime)
        except ValueError:
            listed = ", ".join(sorted(names))
            raise ScenarioError(f"the regime {scenario.regime!r} is unknown; give a date or one of {listed}.") from None


def require_held(scenario: Scenario) -> None:
    """Refuse a day after those of our data and trade of a year that is not in them. Raises ScenarioError."""
    if scenario.base_year not in (None, *BASE_YEARS):
        years = terms.listed([str(year) for year in BASE_YEARS])
        raise ScenarioError(f"the base year is {scenario.base_year}; our tables hold trade of {years} only.")
    if scenario.as_of > compiled_on():
        last = terms.day(compiled_on())
        raise ScenarioError(f"the as-of date {terms.day(scenario.as_of)} is after the last day of our data, {last}.")


@functools.cache
def _economies() -> frozenset[str]:
    return frozenset(read_table("countries")["iso3"])


@functools.cache
def _laws() -> frozenset[str]:
    """The authorities and programmes that can be struck out, as the rates by law name them."""
    tables = ("us_tariff_statutory_hs6", "us_tariff_origin_steps")
    return frozenset(laws_of(*(read_table(name, columns=("authority", "programme")) for name in tables)))


def _toml(text: str) -> Any:
    refuse_text(text)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"the file is not valid TOML ({error}).") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ScenarioError(f"the field {_brief(twice)!r} appears twice.")
    for name, value in pairs:
        if isinstance(value, float) and not math.isfinite(value):
            raise ScenarioError(f"the field {_brief(name)!r} holds {value}, which is not a number.")
    return fields


def _float(written: str) -> float:
    value = float(written)
    if value in (float("inf"), float("-inf")):
        raise ScenarioError(f"the number {_brief(written)} is too large.")
    return value


def _int(written: str) -> int:
    if len(written) > MOST_DIGITS:
        raise ScenarioError(f"the number {_brief(written)} is too large.")
    return int(written)


def _brief(text: str, letters: int = 60) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
