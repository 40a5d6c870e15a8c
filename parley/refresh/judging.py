"""Whether what is new in a table can be true: each rule of its schema against rows that are not stored yet."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from parley.refresh.merging import Merged, Part
from parley.refresh.new_rows import NewRows, Recent, Span
from parley.sources import failures
from parley.tables.schema import load_schema

RECENT_PERIODS = 12  # with which counts and shares are compared
Fault = tuple[Any, str]  # the unit, and why it waits


def refuse_infinite(part: Part) -> None:
    """Raise WrongTypeError naming the first figure that is not finite: no source means one."""
    for column in part.got.select_dtypes("number").columns:
        infinite = np.isinf(part.got[column].to_numpy(dtype="float64", na_value=np.nan))
        if infinite.any():
            row = part.got[infinite].iloc[0]
            place = " ".join(_words(row[name]) for name in part.key)
            raise failures.WrongTypeError(f"{part.table}, {column} of {place}: an infinite figure came.")


def faults(merged: Merged, rules: NewRows, stored: pd.DataFrame, on: pd.Timestamp) -> dict[Any, list[str]]:
    """Why rows that are added or revised must wait, by unit; units without a fault are left out.

    ``stored``: the table as it is. ``on``: the day of the refresh.
    """
    new = pd.concat([merged.added, merged.revised], ignore_index=True)
    if new.empty:
        return {}
    reasons: dict[Any, list[str]] = {}
    base = _newest(merged.part, stored, rules)
    for rule in RULES:
        for unit, words in rule(new, merged.part.got, base, rules, on, merged.part.table):
            reasons.setdefault(unit, []).append(words)
    return reasons


def _newest(part: Part, stored: pd.DataFrame, rules: NewRows) -> pd.DataFrame:
    """What new figures are compared with: the stored rows comparable with the answer, of first releases all."""
    base = stored if part.mode == "first_release" or part.base.empty else part.base
    if part.newest_by is not None:
        base = base.sort_values(part.newest_by, kind="stable").drop_duplicates(list(part.key), keep="last")
    for name in rules.among:
        base = base[_signs(base, name).isin(set(_signs(part.got, name)))]
    return base


def _signs(frame: pd.DataFrame, name: str) -> pd.Series:
    """A column, or the first signs of one: ``hts10:2``."""
    column, _, count = name.partition(":")
    return frame[column].str[: int(count)] if count else frame[column]


def _out_of_bounds(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, on: pd.Timestamp, table: str
) -> Iterator[Fault]:
    """A figure outside the bounds of its column."""
    for column in load_schema(table).fields:
        name, limits = str(column["name"]), column.get("constraints", {})
        if name not in new or not {"minimum", "maximum"} & limits.keys():
            continue
        low, high = limits.get("minimum", -np.inf), limits.get("maximum", np.inf)
        off = new[(new[name] < low) | (new[name] > high)]
        for unit, rows in off.groupby(rules.unit):
            yield unit, f"{name} has {rows[name].iloc[0]:,.6g}; {low:g} to {high:g} fits."


def _to_come(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, on: pd.Timestamp, table: str
) -> Iterator[Fault]:
    """A day that cannot have come yet."""
    for column, days in rules.until.items():
        last = on + pd.Timedelta(days=days)
        off = new[day_of(new[column]) > last]
        for unit, rows in off.groupby(rules.unit):
            yield unit, f"{column} is {_words(rows[column].max())}; nothing after {last:%Y-%m-%d} can be known."


def _after_a_gap(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, on: pd.Timestamp, table: str
) -> Iterator[Fault]:
    """A period that does not follow on the one before it."""
    if base.empty:
        return
    newest = day_of(base[rules.period]).max()
    if rules.forward:
        is_stored = new[rules.period].isin(set(base[rules.period]))
        for unit, rows in new[~is_stored & (day_of(new[rules.period]) < newest)].groupby(rules.unit):
            yield unit, f"{_words(rows[rules.period].min())} is new and lies before {newest:%Y-%m-%d}, the newest here."
    if not rules.gap:
        return
    months = sorted(set(day_of(new[rules.period])))
    for month in (m for m in months if m > newest):
        if (month.year - newest.year) * 12 + month.month - newest.month > rules.gap:
            for unit in new.loc[day_of(new[rules.period]) == month, rules.unit].unique():
                yield unit, f"{month:%Y-%m} follows on {newest:%Y-%m}; the periods between them are missing."
        newest = month


def _late_or_early(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, on: pd.Timestamp, table: str
) -> Iterator[Fault]:
    """A day of publication that does not fit the period."""
    if rules.lag is None:
        return
    first, then, most = rules.lag
    days = (day_of(new[then]) - day_of(new[first])).dt.days
    for unit, rows in new[(days < 0) | (days > most)].groupby(rules.unit):
        period, day = _words(rows[first].iloc[0]), _words(rows[then].iloc[0])
        yield unit, f"{period} is dated {day}; a day 0 to {most} days later fits."


def _unlike_recent(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, on: pd.Timestamp, table: str
) -> Iterator[Fault]:
    """Figures far from the last ones of their series."""
    for column, recent in rules.recent.items():
        figures = _beside_recent(new, got, base, rules, column)
        if figures.empty:
            continue
        ratio = (figures["value"] / figures["median"].where(figures["median"] != 0)).replace([np.inf, -np.inf], np.nan)
        figures = figures.assign(ratio=ratio, off=figures["value"] - figures["median"])
        for key, block in figures.groupby([rules.unit, rules.period, *rules.by], sort=False):
            named = " ".join([column, *(_words(part) for part in key[1:])])
            middle = float(block["ratio"].median())
            if recent.points is not None:
                typical = block[["value", "median"]].abs().median()
                middle = float(typical["value"] / typical["median"]) if typical["median"] else np.nan
                off = float(block["off"].median())
                if abs(off) > recent.points:
                    yield key[0], f"{named}: {off:+.3g} points from the last figures; {recent.points:g} fit."
            if recent.middle is not None and _is_out(middle, recent.middle) and _is_most(block, got, rules, key):
                yield key[0], f"{named}: {_times(middle, recent.middle)}"
            if recent.each is not None:
                low, high = recent.each
                large = block["median"].abs() >= recent.floor
                far = block[large & ~block["ratio"].between(low, high) & block["ratio"].notna()]
                if len(far):
                    worst = far.loc[(np.log(far["ratio"].clip(lower=1e-9))).abs().idxmax()]
                    place = " ".join(_words(worst[name]) for name in _names(rules))
                    yield key[0], f"{named}, {place}: {_times(float(worst['ratio']), recent.each)}"


def _is_most(block: pd.DataFrame, got: pd.DataFrame, rules: NewRows, key: tuple[Any, ...]) -> bool:
    """Whether new figures are half of those of their period: a few among many that are as stored say nothing of it."""
    of_period = got[rules.period] == key[1]
    for name, value in zip(rules.by, key[2:], strict=True):
        of_period &= got[name] == value
    return rules.adds_up or len(block) >= of_period.sum() / 2


def _beside_recent(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, column: str
) -> pd.DataFrame:
    """New figures by series and the ``median`` of the last ones before them; series without any are left out."""
    names = _names(rules)
    keys = list(dict.fromkeys([rules.unit, rules.period, *rules.by, *names, *(rules.per or ())]))
    every = list(dict.fromkeys([rules.period, *rules.by, *names]))
    if rules.recent.get(column, Recent()).same is not None:  # what is stored of the very period says more
        every_period = [rules.period, *rules.by, *names]
        stored = pd.MultiIndex.from_frame(base[every_period])
        new = new[~pd.MultiIndex.from_frame(new[every_period]).isin(stored)]
    here = _added_up(new, rules, column, keys)
    before = [_added_up(frame, rules, column, every) for frame in (base, got)]
    together = pd.concat(before).drop_duplicates(every, keep="first") if len(base) else before[1]
    index = [name for name in every if name != rules.period]
    if index:  # only the series that are judged
        together = together.merge(here[index].drop_duplicates(), on=index)
    ordered = together.sort_values(rules.period)
    wide = (
        ordered.pivot(index=rules.period, columns=index, values="value") if index else ordered.set_index(rules.period)
    )
    shifted = wide.shift(1).rolling(rules.last, min_periods=1).median()
    # series that pause for longer than the window are compared with the last figure they had
    shifted = shifted.fillna(wide.ffill().shift(1))
    long = shifted.unstack() if index else shifted["value"]
    median = pd.DataFrame({"median": long}).dropna().reset_index()
    return here.merge(median, on=every)


def _names(rules: NewRows) -> list[str]:
    return [name.partition(":")[0] for name in rules.series]


def _added_up(frame: pd.DataFrame, rules: NewRows, column: str, keys: list[str]) -> pd.DataFrame:
    """Figures of each key, per day where they add up days of different number; missing ones left out."""
    filled = frame[frame[column].notna()]
    value = filled[column].astype("float64")
    if rules.per is not None:
        start, end = rules.per
        value = value / ((filled[end] - filled[start]).dt.days + 1)
    filled = filled.assign(value=value)
    filled = filled.assign(**{name.partition(":")[0]: _signs(filled, name) for name in rules.series})
    groups = filled.groupby(keys, observed=True)["value"]
    return (groups.sum() if rules.adds_up else groups.mean()).reset_index()


def _not_the_whole(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, on: pd.Timestamp, table: str
) -> Iterator[Fault]:
    """A whole far from its last figures, or of which the parts are another share than before."""
    whole = rules.whole
    if whole is None:
        return
    for column, span in whole.ratio.items():
        figures = _beside_recent(new[new[whole.column] == whole.name], got, base, rules, column)
        ratio = figures["value"] / figures["median"].where(figures["median"] != 0)
        for row, one in zip(figures.to_dict("records"), ratio, strict=True):
            if _is_out(one, span):
                named = " ".join([column, *(_words(row[name]) for name in (rules.period, *rules.by))])
                yield row[rules.unit], f"{named}, {whole.name}: {_times(one, span)}"
    column = next(iter(whole.ratio))
    of_got, of_base = (_shares(frame, rules, column) for frame in (got, base))
    judged = set(zip(*(new[name] for name in (rules.period, *rules.by)), strict=True))
    for key, share in of_got.items():
        if key not in judged:
            continue
        usual = [_usual(shares, key) for shares in (of_got.drop(key), of_base)]
        expected = max((one for one in usual if not np.isnan(one)), default=np.nan)
        if not np.isnan(expected) and share < expected - whole.share_off:
            unit = new.loc[new[rules.period] == key[0], rules.unit].iloc[0]
            words = f"{column} {' '.join(map(_words, key))}: the parts are {share:.1%} of {whole.name}"
            yield unit, f"{words}; {expected:.1%} before."


def _shares(frame: pd.DataFrame, rules: NewRows, column: str) -> pd.Series:
    assert rules.whole is not None
    names = [rules.period, *rules.by]
    is_whole = frame[rules.whole.column] == rules.whole.name
    is_part = ~is_whole & ~frame[rules.whole.column].isin(GROUPS)
    parts, whole = (frame[chosen].groupby(names)[column].sum() for chosen in (is_part, is_whole))
    shares: pd.Series = (parts / whole.where(whole != 0)).dropna()
    return shares


GROUPS = ("EU27",)  # whose members are parts too


def _usual(shares: pd.Series, key: tuple[Any, ...]) -> float:
    """The middle share of the last periods before one, of the same kind."""
    before = shares[[other[1:] == key[1:] and other[0] < key[0] for other in shares.index]]
    return float(before.tail(RECENT_PERIODS).median()) if len(before) else np.nan


def _fewer(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, on: pd.Timestamp, table: str
) -> Iterator[Fault]:
    """Fewer partners, lines or rows than in the last periods, of those stored and of those that came along."""
    if rules.unit != rules.period and len(base):  # editions repeat their years: the newest is the measure
        base = base[base[rules.unit] == base[rules.unit].max()]
    for column, share in rules.least.items():
        of_got, of_base = (_counts(frame, rules, column) for frame in (got, base))
        for key in dict.fromkeys(zip(*(new[name] for name in (rules.period, *rules.by)), strict=True)):
            if key not in of_got.index:
                continue
            usual = [_usual(counts, key) for counts in (of_got.drop(key), of_base)]
            expected = max((one for one in usual if not np.isnan(one)), default=0)
            if of_got[key] < share * expected:
                unit = new.loc[new[rules.period] == key[0], rules.unit].iloc[0]
                place = " ".join(map(_words, key))
                yield unit, f"{place} has {int(of_got[key]):,} {_plural(column)}; {expected:,.0f} before."


def _missing(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, on: pd.Timestamp, table: str
) -> Iterator[Fault]:
    """A partner or line that every period has is not there."""
    for column, names in rules.must.items():
        for (unit, period), _ in new.groupby([rules.unit, rules.period]):
            gone = sorted(set(names) - set(got.loc[got[rules.period] == period, column]))
            if gone:
                yield unit, f"{_words(period)} has no {column} {', '.join(gone)}."


def _unlike_itself(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, on: pd.Timestamp, table: str
) -> Iterator[Fault]:
    """Rates far from those stored of the very same periods: they may stand under another year or name."""
    for column, recent in rules.recent.items():
        if recent.same is None or base.empty:
            continue
        names = [rules.period, *rules.by, *_names(rules)]
        both = new.merge(base.drop_duplicates(names, keep="last")[[*names, column]], on=names, suffixes=("", "_here"))
        both["off"] = (both[column] - both[f"{column}_here"]).abs()
        for key, rows in both.groupby([rules.unit, *rules.by]):
            off = float(rows["off"].median())
            if off > recent.same:
                named = " ".join([column, *map(str, key[1:])])
                yield key[0], f"{named}: {off:.3g} points from what is here of the same periods; {recent.same:g} fit."


def _counts(frame: pd.DataFrame, rules: NewRows, column: str) -> pd.Series:
    groups = frame.groupby([rules.period, *rules.by], observed=True)
    counts: pd.Series = groups.size() if column == "rows" else groups[column].nunique()
    counts.index = pd.MultiIndex.from_tuples([key if isinstance(key, tuple) else (key,) for key in counts.index])
    return counts


def _plural(column: str) -> str:
    return column if column == "rows" else f"values of {column}"


def _not_below(
    new: pd.DataFrame, got: pd.DataFrame, base: pd.DataFrame, rules: NewRows, on: pd.Timestamp, table: str
) -> Iterator[Fault]:
    """A column that cannot be more than another, such as duty and value."""
    for smaller, larger in rules.below:
        complete = new.dropna(subset=[smaller, larger])
        sums = complete.groupby(list(dict.fromkeys([rules.unit, rules.period])))[[smaller, larger]].sum()
        for row in sums[sums[smaller] > sums[larger]].reset_index().to_dict("records"):
            problem = f"{smaller} is {row[smaller]:,.0f} and {larger} {row[larger]:,.0f}"
            yield row[rules.unit], f"{_words(row[rules.period])}: {problem}; the columns may be swapped."


RULES = (
    _to_come,
    _after_a_gap,
    _late_or_early,
    _out_of_bounds,
    _not_below,
    _fewer,
    _missing,
    _not_the_whole,
    _unlike_recent,
    _unlike_itself,
)


def day_of(values: pd.Series) -> pd.Series:
    """Days as they are, years as their last day."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values
    if pd.api.types.is_integer_dtype(values):
        return pd.to_datetime(pd.DataFrame({"year": values.clip(1700, 2200), "month": 12, "day": 31}))
    return pd.to_datetime(values)


def _is_out(value: float, span: Span) -> bool:
    return not np.isnan(value) and not span[0] <= value <= span[1]


def _times(ratio: float, span: Span) -> str:
    return f"{ratio:.3g} times the last figures; {span[0]:g} to {span[1]:g} fits."


def _words(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m}" if value.day == 1 else f"{value:%Y-%m-%d}"
    return str(value)
