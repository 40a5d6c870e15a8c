"""When an answer is refused although it can be read: what it says is not what the source can mean."""

import math
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from parley.refresh import merging
from parley.refresh.merging import Merged
from parley.sources.client import Answer
from parley.sources.evidence import Exchange


@dataclass(frozen=True)
class Refusal:
    """Why a table stays as it was: the cause, a sentence with the figures, and whether a person may accept it."""

    word: str
    sentence: str
    may_be_accepted: bool


Rule = Callable[[Merged], Refusal | None]


def refusals(merged: Merged) -> list[Refusal]:
    """Every rule that refuses what was merged, the ones that cannot be accepted first."""
    texts = [refusal for rule in RULES if (refusal := rule(merged)) is not None]
    return sorted(texts, key=lambda r: r.may_be_accepted)


def newest_goes_back(merged: Merged) -> Refusal | None:
    """The newest period of the answer lies before the newest one stored."""
    part = merged.part
    if part.base.empty or part.got[part.period].max() >= part.base[part.period].max():
        return None
    got, base = (_period(frame[part.period].max()) for frame in (part.got, part.base))
    return Refusal("CoverageShrunk", f"{part.table}: the answer ends with {got}, the table with {base}.", False)


def closed_periods_shrink(merged: Merged) -> Refusal | None:
    """A period before the newest one stored has fewer rows than are stored."""
    part = merged.part
    change = merged.added[part.period].value_counts().sub(merged.missing[part.period].value_counts(), fill_value=0)
    fewer = change[change < 0]
    closed = fewer[fewer.index < part.base[part.period].max()].sort_index() if len(fewer) else fewer
    if closed.empty:
        return None
    gone = merged.missing[merged.missing[part.period].isin(closed.index)]
    first = f"{_period(closed.index[0])} has {-int(closed.iloc[0]):,} fewer rows than are stored"
    others = f" So do {len(closed) - 1} other closed periods." if len(closed) > 1 else ""
    return Refusal("CoverageShrunk", f"{part.table}: {first}, first {_row(gone, part.key)}.{others}", False)


def rows_gone(merged: Merged) -> Refusal | None:
    """Stored rows are gone, more than the share allowed; others may have come in their place."""
    part, gone = merged.part, merged.missing
    count = len(merged.common) + len(gone)
    if not count or len(gone) <= merging.MISSING_SHARE * count:
        return None
    words = (
        f"{part.table}: {len(gone):,} of {count:,} stored rows are not in the answer, from {_row(gone, part.key)} on."
    )
    return Refusal("CoverageShrunk", words, True)


def fewer_members(merged: Merged) -> Refusal | None:
    """Partners, products or areas are fewer by more than the share allowed."""
    part = merged.part
    for column in part.covers:
        last = part.base[part.period] == part.base[part.period].max()
        before = set(part.base.loc[last, column])
        latest = part.got[part.got[part.period] >= part.base[part.period].max()] if before else part.got
        gone = sorted(before - set(latest[column]))
        if before and len(gone) > merging.MISSING_SHARE * len(before):
            named = ", ".join(map(str, gone[:5]))
            words = f"{part.table}: {len(gone)} of {len(before)} values of {column} are gone, including {named}."
            return Refusal("CoverageShrunk", words, True)
    return None


def unit_moved(merged: Merged) -> Refusal | None:
    """The median of new / old is far from one."""
    part = merged.part
    if part.in_points:
        return None
    for column in part.values:
        old, new = (merged.common[f"{column}_{side}"] for side in ("old", "new"))
        ratios = (new / old.where(old != 0)).replace([np.inf, -np.inf], np.nan).dropna()
        middle = float(ratios.median()) if len(ratios) else 1.0
        if not merging.RATIO_LOW <= middle <= merging.RATIO_HIGH:
            looks = _power_of_ten(middle)
            words = f"{part.table}, {column}: the figures are {middle:.4g} times those stored{looks}."
            return Refusal("UnitSuspect", words, False)
    return None


def _power_of_ten(ratio: float) -> str:
    if ratio <= 0:
        return ""
    power = 10.0 ** round(math.log10(ratio))
    return f"; it looks like x{power:g}" if power != 1 and abs(ratio / power - 1) <= merging.POWER_OF_TEN else ""


def large_value_moved(merged: Merged) -> Refusal | None:
    """A large single value moved by much or changed its sign."""
    part = merged.part
    if part.in_points:
        return None
    texts = []
    for column in part.values:
        old, new = (merged.common[f"{column}_{side}"] for side in ("old", "new"))
        large = old.abs() > merging.LARGE_USD
        moved = large & (((new / old - 1).abs() > merging.LARGE_MOVE) | (new * old < 0))
        texts += [
            f"{_key(row, part.key)} {column} {row[f'{column}_old']:,.0f} to {row[f'{column}_new']:,.0f}"
            for row in merged.common[moved.fillna(False)].to_dict("records")
        ]
    if not texts:
        return None
    shown = "; ".join(texts[:5])
    return Refusal("LargeMove", f"{part.table}: {len(texts)} large values moved by more than 10%: {shown}.", True)


def closed_year_revised(merged: Merged) -> Refusal | None:
    """The sum of a closed year moved by more than the share, or a rate by more than the points allowed."""
    part, common = merged.part, merged.common
    if common.empty:
        return None
    years = _years(common[part.period])
    closed = common[years < int(_years(part.base[part.period]).max())]
    for column in part.values:
        old, new = closed[f"{column}_old"], closed[f"{column}_new"]
        if part.in_points:
            worst = (new - old).abs()
            if (worst > merging.CLOSED_YEAR_POINTS).any():
                row = closed.loc[worst == worst.max()].iloc[0].to_dict()
                words = f"{_key(row, part.key)} {row[f'{column}_old']:.2f} to {row[f'{column}_new']:.2f}"
                return Refusal("Revised", f"{part.table}: a closed year moved by more than 0.3 points: {words}.", True)
            continue
        both = old.notna() & new.notna()
        sums = pd.DataFrame({"old": old.where(both), "new": new.where(both)}).groupby(years[closed.index]).sum()
        share = (sums["new"] / sums["old"].where(sums["old"] != 0) - 1).abs()
        if (share > merging.CLOSED_YEAR_SHARE).any():
            year = share.idxmax()
            words = f"{part.table}, {column}: the sum of {year} moved by {share.max() * 100:.1f}%."
            return Refusal("Revised", words, True)
    return None


def first_release_changed(merged: Merged) -> Refusal | None:
    """A table of first releases holds a figure of this very page, and the page now says another."""
    part = merged.part
    if part.mode != "first_release" or merged.revised.empty:
        return None
    words = f"{part.table}: {len(merged.revised)} stored first figures differ, first {_row(merged.revised, part.key)}."
    return Refusal("FirstReleaseChanged", words, False)


RULES: tuple[Rule, ...] = (
    newest_goes_back,
    unit_moved,
    first_release_changed,
    closed_periods_shrink,
    rows_gone,
    fewer_members,
    large_value_moved,
    closed_year_revised,
)


def _years(periods: pd.Series) -> pd.Series:
    return periods.dt.year if pd.api.types.is_datetime64_any_dtype(periods) else periods.astype(int)


def _period(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def _key(row: Mapping[Hashable, Any], key: tuple[str, ...]) -> str:
    return " ".join(_period(row[c]) for c in key)


def _row(frame: pd.DataFrame, key: tuple[str, ...]) -> str:
    return _key(frame.iloc[0].to_dict(), key)


def sizes_of(exchanges: Sequence[Exchange], taken: Collection[str]) -> dict[str, int]:
    """Bytes of the answers taken up last, by address; one that was refused is nothing to compare with."""
    return {e.url: e.bytes for e in exchanges if e.sha256 in taken}


def size_refusals(before: Mapping[str, int], answers: Sequence[Answer]) -> list[Refusal]:
    """Refuse an answer far from the size of the last one, or all of them together: it is another file."""
    same = [(a, before[a.url]) for a in answers if before.get(a.url)]
    texts = [
        Refusal("SizeMoved", f"{a.url} has {len(a.body):,} bytes; the last answer had {old:,}.", True)
        for a, old in same
        if abs(len(a.body) / old - 1) > merging.FILE_SIZE
    ]
    total, old_total = sum(len(a.body) for a, _ in same), sum(old for _, old in same)
    if not texts and old_total and abs(total / old_total - 1) > merging.DATA_SET_SIZE:
        words = f"The answers have {total:,} bytes together; the last ones had {old_total:,}."
        texts.append(Refusal("SizeMoved", words, True))
    return texts
