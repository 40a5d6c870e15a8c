"""The average duty by law on the goods of an origin, step by step: the answer for every line, weighted by imports.

The law is that of ``parley.law``, line by line; weights are the imports of 2024. Lines of which the law says the same
on all days (``_Origin.signature``) are worked out once, and only on days on which a row about them begins or ends;
what claims the agreement of Canada and Mexico is the share of all of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from parley.measures.law_index import ALL_GOODS, WORLD, ByOrigin, Listed, Rules, rules_for
from parley.measures.law_layers import Layer
from parley.measures.law_lines import METALS_FIRST
from parley.measures.preferences import COLUMN_2_SINCE
from parley.measures.product_rates import ANNEXES_FROM, ENDS, FIRST_CARRIED_CHAPTER, MADE_TO_FLY, PARTS, RATE
from parley.measures.statutory_rates import LAWS, METALS, RATES, stretches
from parley.measures.usmca import NOT_RECORDED, Shares
from parley.models.partial_equilibrium import FloatArray
from parley.results.law.lines import (
    FIRST_DAY,
    LAST_DAY,
    LISTS,
    Question,
    central_without,
    line_answer,
    line_of,
    line_readings,
)
from parley.results.law.tables import Tables, tables

DAY = timedelta(days=1)
KEY = ["exporter_iso3", "authority", "programme"]
ONE_PROGRAMME = dict(LAWS.values())  # of an authority whose programmes do not add up on a line
ORDINARY = LAWS["ordinary_pct"]


class Law(NamedTuple):
    """An authority and its programme, as us_tariff_statutory_hs6 names them."""

    authority: str
    programme: str


def average_steps(tables: Tables, lines: pd.DataFrame, origin: str) -> pd.DataFrame:
    """The average duty on an origin from 2018 to 2027, one row per law and stretch of days, percent of customs value.

    ``lines``: hts10, value_usd of its imports; chapters 98 and 99, and lines whose duty is not known, are left out.
    Columns ``KEY``, RATES, valid_from, valid_to (missing: open), source_id. A law without a row on a day is not in
    force for the origin.
    """
    about, alike = _Origin(tables, origin), dict[object, str]()
    value_usd, claimed_usd = defaultdict[str, float](float), defaultdict[str, float](float)
    kept = lines[(lines["value_usd"] > 0) & (lines["hts10"] < FIRST_CARRIED_CHAPTER)].sort_values("hts10")
    for code, usd in zip(kept["hts10"], kept["value_usd"], strict=True):
        stands_for = alike.setdefault(about.signature(code), code)
        value_usd[stands_for] += float(usd)
        claimed_usd[stands_for] += float(usd) * tables.claims.get((origin, code), NOT_RECORDED).central
    # rates are linear in the share that claims, so the mean share of like lines gives their mean rate
    shares = {(origin, code): Shares(None, 100 * claimed_usd[code] / usd) for code, usd in value_usd.items()}
    tables = tables._replace(claims=shares)
    days_of = {code: about.days(code) for code in value_usd}
    days = sorted(set().union(*days_of.values()))
    questions = {day: Question(origin, day, tables, rules_for(tables.by_origin, origin, day), None) for day in days}
    sums: dict[Law, FloatArray] = defaultdict(lambda: np.zeros((len(RATES), len(days))))
    sources: dict[Law, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    weight_usd = np.zeros(len(days))
    for code, usd in value_usd.items():
        begins = [days.index(day) for day in days_of[code]]
        for first, after in zip(begins, [*begins[1:], len(days)], strict=True):
            rates = line_rates(code, questions[days[first]])
            weight_usd[first:after] += usd if rates else 0.0
            for law, (rate, source) in (rates or {}).items():
                sums[law][:, first:after] += usd * rate[:, None]
                sources[law][source] += usd * float(rate.sum()) * (after - first)
    table = pd.concat([_rows(law, sums[law] / weight_usd, days) for law in sorted(sums)])
    named = {law: max(sorted(usd), key=usd.__getitem__) for law, usd in sources.items()}
    steps = stretches(table.assign(exporter_iso3=origin), KEY)
    return steps.assign(
        source_id=[named[Law(*law)] for law in zip(steps["authority"], steps["programme"], strict=True)]
    )


def line_rates(code: str, question: Question) -> dict[Law, tuple[FloatArray, str]] | None:
    """RATES of each law on one line in percent, and the source of its text; None where the duty is not known."""
    readings = line_readings(code, question)
    if None in readings.sums():
        return None
    on_all = {(duty.authority, duty.programme) for duty in question.rules.duties}
    rates: dict[Law, FloatArray] = defaultdict(lambda: np.zeros(len(RATES)))
    sources: dict[Law, str] = {}
    for place, layers in enumerate((*readings, central_without(METALS, code, question))):
        for layer in layers:
            law = _law(layer, on_all)
            if layer.rate_pct or law == ORDINARY:
                rates[law][place] += layer.rate_pct or 0.0
                sources.setdefault(law, layer.source_id)
    return {law: (rate, sources[law]) for law, rate in rates.items()}


def _law(layer: Layer, on_all: set[tuple[str, str]]) -> Law:
    """The law of a layer; the lists of section 301, of which one decides, are one programme, and so are metals."""
    is_duty_on_all = layer.authority == LISTS and (layer.authority, layer.programme) in on_all
    programme = None if is_duty_on_all else ONE_PROGRAMME.get(layer.authority)
    return Law(layer.authority, programme or layer.programme)


def _rows(law: Law, rates: FloatArray, days: list[date]) -> pd.DataFrame:
    """Rows of one law on the days on which it charges something by some reading; the ordinary duty on all."""
    first = pd.to_datetime(pd.Series(days))
    rows = pd.DataFrame(rates.T, columns=RATES).assign(authority=law.authority, programme=law.programme)
    rows = rows.assign(valid_from=first, valid_to=first.shift(-1) - pd.Timedelta(DAY))
    charges = (rates > 0).any(axis=0)
    return rows[charges | np.full(len(days), law == ORDINARY)]


class _Origin:
    """What of the law concerns an origin: the days and the lines on which its duty may change."""

    def __init__(self, tables: Tables, origin: str) -> None:
        self.tables, self.origin = tables, origin
        self._rows: dict[str, list[ByOrigin]] = defaultdict(list)
        for row in tables.by_origin:
            if row.exporter_iso3 in (origin, WORLD):
                self._rows[row.product_code].append(row)
        self._digits = sorted({len(code) for code in self._rows if code != ALL_GOODS})
        self._editions = sorted(
            {first for first, _ in tables.editions} | {FIRST_DAY, COLUMN_2_SINCE.get(origin, FIRST_DAY)}
        )
        self._always = {*self._editions, METALS_FIRST, ANNEXES_FROM, *_days(self._rows[ALL_GOODS])}

    def signature(self, code: str) -> object:
        """All that decides the duty on a line on any day: what lists and duties by origin say of it, its ordinary duty
        in each edition, its metals, and whether its goods fly."""
        starts = []
        for day in self._editions:
            line = line_of(code, Question(self.origin, day, self.tables, Rules([], {}), None))
            metals = tuple(line.metals_pct.items())
            starts.append((line.ordinary.rate_pct, line.ordinary.programme, line.special_pct, metals, line.flies))
        listed = tuple(map(id, self.tables.scope.listed(code)))
        return listed, tuple(self._own(code)), tuple(starts), code.startswith(MADE_TO_FLY)

    def days(self, code: str) -> list[date]:
        """The days from 2018 to 2027 on which the duty on a line may change, the first of them FIRST_DAY."""
        rows = [row for listed in self.tables.scope.listed(code) for row in listed if self._may_concern(row)]
        of_lists = {*_days(rows), *(row.scheduled_end + DAY for row in rows if row.scheduled_end)}
        days_of_change = {day for start in self._own(code) for day in _days(self._rows[start])}
        return sorted(day for day in self._always | of_lists | days_of_change if FIRST_DAY <= day <= LAST_DAY)

    def _own(self, code: str) -> list[str]:
        return [code[:digits] for digits in self._digits if code[:digits] in self._rows]

    def _may_concern(self, row: Listed) -> bool:
        """Exempt lists of one origin can stand for those of another."""
        return row.exporter_iso3 in (self.origin, WORLD) or row.role.startswith("exempt")


def _days(rows: Iterable[Listed | ByOrigin]) -> set[date]:
    """The first days of rows and the days after their last."""
    return {day for row in rows for day in (row.valid_from, row.valid_to + DAY if row.valid_to else row.valid_from)}


# The statutory rate on every line imported from one origin in 2024, in the columns of ``measures.product_rates``.

OF_AUTHORITY = {"mfn": "ordinary_pct", "section_232": "section_232_pct", "ieepa_fentanyl": "fentanyl_pct"}
BROAD = "broad_pct"


def origin_rates(lines: pd.DataFrame, origin: str, on: date) -> pd.DataFrame:
    """``lines`` with the parts of their rate, the sum, its ends and ``estimated_usd``, percent of customs value.

    ``lines``: hts10, value_usd and more, of imports from the origin; chapters 98 and 99 are left out. A sum that is
    not known is missing with all its parts. Columns beside those of ``lines``: ``PARTS``, ``RATE``, ``ENDS``,
    ``estimated_usd``, the value of lines whose ordinary duty is no percentage. Raises TableError.
    """
    tables_now = tables()
    question = Question(origin, on, tables_now, rules_for(tables_now.by_origin, origin, on), None)
    on_all = {(duty.authority, duty.programme) for duty in question.rules.duties}
    kept = lines[lines["hts10"] < FIRST_CARRIED_CHAPTER]
    rows = []
    for number in kept["hts10"]:
        answer = line_answer(str(number), question)
        parts = dict.fromkeys(PARTS, 0.0)
        for layer in answer.layers:
            listed = layer.authority == LISTS and (layer.authority, layer.programme) not in on_all
            parts["section_301_pct" if listed else OF_AUTHORITY.get(layer.authority, BROAD)] += layer.rate_pct or 0.0
        low, central, high = answer.sum_pct
        ends = dict(zip((RATE, *ENDS), (central, low, high), strict=True))
        derived = answer.layers[0].verification == "derived"
        rows.append((dict.fromkeys(parts) if central is None else parts) | ends | {"estimated": derived})
    rates = pd.DataFrame(rows, index=kept.index, columns=[*PARTS, RATE, *ENDS, "estimated"])
    estimated = kept["value_usd"].where(rates.pop("estimated").astype(bool), 0)
    return kept.join(rates.astype(float)).assign(estimated_usd=estimated)
