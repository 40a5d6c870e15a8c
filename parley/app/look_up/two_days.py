"""The law on one thing on an earlier day beside that of the as-of date, law by law."""

from collections.abc import Sequence

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up.law_steps import SAME_PP, law_name, rate_on
from parley.app.tariffs.law_day import LawDay
from parley.app.tariffs.partners import rate_pairs
from parley.charts.figure import Caption
from parley.measures import two_days
from parley.measures.tariffs import in_force

SAY = words.beside(__file__)
KEY = "look_up_before"
TOTAL = "total"
RATES = ["rate_before_pct", "rate_pct"]
LASTING_DAYS, STEP_PP = 30, 5.0  # a rate that stood for fewer days, between steps of so many points, is no regime


def block(rows: pd.DataFrame, state: cache.Key, of: str, day: LawDay, briefly: str = "") -> Figure:
    """The duty by law on the earlier day chosen and on ``day``; ``of`` names what is taxed, ``briefly`` in fewer words.

    ``rows``: columns of ``results.law.steps``; where no source knows the law to the day, that of the last day known.
    ``state``: what they are of, the as-of date among it. Raises NothingToShowError where the law never changed.
    """
    days, first = cache.derived("look up days", state, lambda: _days(rows, of))
    before = controls.select("Earlier day", days, KEY, first, terms.day)
    of_both = (*state, before)
    return cache.derived("look up two days", of_both, lambda: _figure(rows, before, (of, briefly or of), day, of_both))


def _days(rows: pd.DataFrame, of: str) -> tuple[list[pd.Timestamp], pd.Timestamp]:
    """The days on which the law changed, and the one to begin with. Raises NothingToShowError where it never did."""
    days = two_days.change_days(rows, rows["valid_from"].max() - pd.Timedelta(days=1))
    if not days:
        raise NothingToShowError(SAY("two.never", of=of))
    stood = lasting(rows)
    in_one = [day for day in days if ((stood["valid_from"] <= day) & (day <= stood["valid_to"])).any()]
    return days, furthest(rows, in_one or days)


def _figure(rows: pd.DataFrame, before: pd.Timestamp, of: tuple[str, str], day: LawDay, state: cache.Key) -> Figure:
    on = max(min(day.on, day.confirmed or day.on, rows["valid_to"].max()), rows["valid_from"].max())
    both_days = both(rows, before, on)
    then, now = (in_force(rows, each).iloc[0] for each in (before, on))
    words_above = caption(both_days, of, rate_on(then, LawDay(before)), rate_on(now, day))
    views = {"Chart": lambda palette: rate_pairs(both_days, palette)}
    return Figure("look_up_two", words_above, both_days, views, note=SAY("two.note"), state=state)


def runs(rows: pd.DataFrame) -> pd.DataFrame:
    """Each span between two large steps of the duty: valid_from, valid_to, its highest sum_pct and its days.

    ``rows``: see ``block``.
    """
    steps = rows.drop_duplicates("valid_from").sort_values("valid_from")
    is_step = steps["sum_pct"].fillna(-STEP_PP).diff().abs() >= STEP_PP
    by_run = steps.groupby(is_step.cumsum(), sort=False)
    spans = by_run.agg(valid_from=("valid_from", "first"), valid_to=("valid_to", "last"), sum_pct=("sum_pct", "max"))
    return spans.assign(days=(spans["valid_to"] - spans["valid_from"]).dt.days + 1)


def lasting(rows: pd.DataFrame) -> pd.DataFrame:
    """The runs that stood a month, and the newest, which may yet."""
    every = runs(rows)
    stood: pd.DataFrame = every[(every["days"] >= LASTING_DAYS) | (every.index == every.index[-1])]
    return stood


def furthest(rows: pd.DataFrame, days: Sequence[pd.Timestamp]) -> pd.Timestamp:
    """The day whose duty differs most from that of the last; the earliest of several, or where nothing is known."""
    sums = rows.drop_duplicates("valid_from").set_index("valid_from")["sum_pct"]
    apart = (sums.loc[sorted(days)] - sums.iloc[-1]).abs().fillna(0.0)
    return sorted(days)[int(apart.to_numpy().argmax())]


def both(rows: pd.DataFrame, before: pd.Timestamp, on: pd.Timestamp) -> pd.DataFrame:
    """The sum and each law's duty on two days, the sum first; laws that round to nothing on both are left out.

    The least and the most the law can mean stand beside the sum alone.

    A law that charges nothing on a day has 0 there; where the sum of a day is not known, nothing on it is.
    """
    sums = rows.drop_duplicates("valid_from").assign(authority=TOTAL, rate_pct=lambda each: each["sum_pct"])
    ends = {
        f"{end}{suffix}_pct": in_force(rows, day)[f"{end}_pct"].iloc[0]
        for day, suffix in ((before, "_before"), (on, ""))
        for end in ("low", "high")
    }
    total = two_days.compared(sums, ["authority"], before, on).assign(**ends)
    parts = two_days.compared(rows, ["authority"], before, on, absent=0.0)
    for column in RATES:
        if total[column].isna().any():
            parts[column] = float("nan")
    laws = pd.concat([total, parts[~(parts[RATES] < SAME_PP).all(axis=1)]], ignore_index=True)
    laws.insert(0, "name", ["All duties" if law == TOTAL else law_name(law) for law in laws["authority"]])
    return laws.assign(change_pp=laws["rate_pct"] - laws["rate_before_pct"])


def caption(rows: pd.DataFrame, of: tuple[str, str], then: str, now: str) -> Caption:
    """The law whose duty changed most; where the sum did not change, or is not known, what it was on both days.

    ``then``, ``now``: the sum in words, with what is not certain of it.

    ``rows``: name, rates and days, the sum first; ``of``: what is taxed, and that in fewer words for a title that would
    be too long.
    """
    total = rows.iloc[0]
    before, on, change_pp = terms.day(total["before_on"]), terms.day(total["date"]), total["change_pp"]
    if pd.isna(change_pp):
        case = "unknown"
    else:
        case = "same" if abs(change_pp) < SAME_PP else "rose" if change_pp > 0 else "fell"
    moved = rows.iloc[1:]["change_pp"].abs()
    if case in ("rose", "fell") and len(moved):
        law = rows.iloc[
            1 + int(moved.to_numpy().argmax())
        ]  # the sum of the laws stands in the title of the figure above
        case = "law_rose" if law["change_pp"] > 0 else "law_fell"
        change = {"law": law["name"], "change": terms.points(abs(law["change_pp"]), word="points").lstrip("+")}
        finding = terms.fitting(SAY("two.title", case, of=name, first=before, **change) for name in of)
    else:
        fields = {"first": before, "day": on, "before": then, "rate": now}
        finding = terms.fitting(SAY("two.title", case, of=name, **fields) for name in of)
    measure = terms.fitting(SAY("two.measure", of=name, first=before, day=on) for name in of)
    return Caption(finding, measure)
