"""What acts said of a thing on two days: both days side by side as a list, and its words."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from parley import terms, words
from parley.charts.figure import Caption

SAY = words.beside(__file__)
Row = dict[str, Any]
COLUMNS = ["name", "before", "now"]


class Between(NamedTuple):
    """The case of ``states.rates`` for two days with the same rates, and the rate furthest from theirs in between."""

    case: str
    ends: str


ALIKE = Between("same", "")


def side_by_side(rows: pd.DataFrame, by: str, cell: Callable[[Row], str], is_linked: bool = False) -> pd.DataFrame:
    """One line a name of ``by`` with what ``cell`` says of its rows on each day: columns ``COLUMNS``.

    ``rows``: spells in force on either day, ``is_before`` tells which. What several acts say alike is told once, where
    ``is_linked`` in Markdown as a link to the first of them whose text has an address. A name without one says that
    none is held.
    """
    lines = [
        (str(name), *(_told(own[own["is_before"].eq(side)], cell, is_linked) for side in (True, False)))
        for name, own in rows.groupby(by, sort=False)
    ]
    return pd.DataFrame(lines, columns=COLUMNS).replace("", SAY("states.none"))


def _told(rows: pd.DataFrame, cell: Callable[[Row], str], is_linked: bool) -> str:
    addresses: dict[str, str] = {}
    for row in rows.to_dict("records"):
        words = cell(row)  # type: ignore[arg-type]
        url = row["source_url"] if is_linked and isinstance(row["source_url"], str) else ""
        addresses[words] = addresses.get(words) or url
    return "; ".join(f"[{words}]({url})" if url else words for words, url in addresses.items())


def unsure_now(rows: pd.DataFrame) -> pd.Series:
    """Whether no source confirms a row of each name on the second day, in the order of ``side_by_side``.

    ``rows``: those of ``side_by_side`` with ``is_unsure``.
    """
    unsure = rows["is_unsure"] & ~rows["is_before"]
    found: pd.Series = unsure.groupby(rows["name"], sort=False).any()
    return found.reset_index(drop=True)


def rate(row: Row) -> str:
    """The rates an act prints."""
    return terms.rates(row["low_pct"], row["high_pct"])


def rate_words(row: Row) -> str:
    """The same, and whether our sources confirm them on the day."""
    return rate(row) if row["state"] == "in_force" else SAY("states.rate", rates=rate(row), unsure=SAY("states.unsure"))


def between(rows: pd.DataFrame, during: pd.DataFrame) -> Between:
    """Whether rates were charged in between that were on neither day: above, below or among those of both days.

    ``rows``: the spells on the two days; ``during``: those on any day from one to the other; name, low_pct, high_pct.
    """
    keys = ["name", "low_pct", "high_pct"]
    both_days = pd.MultiIndex.from_frame(rows[keys])
    others = during[~pd.MultiIndex.from_frame(during[keys]).isin(both_days)]
    if others.empty:
        return ALIKE
    if others["high_pct"].max() > rows["high_pct"].max():
        return Between("same_up", terms.rate(others["high_pct"].max()))
    if others["low_pct"].min() < rows["low_pct"].min():
        return Between("same_down", terms.rate(others["low_pct"].min()))
    return Between("same_other", "")


def rates_caption(
    told: pd.DataFrame,
    is_changed: pd.Series,
    is_unsure: pd.Series,
    of: str,
    days: tuple[str, str],
    then: Between = ALIKE,
) -> Caption:
    """How many programmes of a law are known to have begun, ended or changed between two days, and how many are not.

    ``told``: columns ``COLUMNS``, a line a programme, ``now`` the rates alone.
    ``is_changed``: whether its rates differ, by the acts alone.
    ``is_unsure``: of ``unsure_now``. ``then``: what was charged between two days that are alike.
    """
    first, day = days
    changed = int((is_changed & ~is_unsure).sum())
    counts = {"changed": _counted(changed), "count": _counted(len(told)), "unsure": _counted(int(is_unsure.sum()))}
    if not is_changed.any() and not is_unsure.any():
        now = str(told["now"].iloc[0]) if len(told) == 1 else SAY("states.alike")
        finding = SAY("states.rates", then.case, of=of, first=first, day=day, now=now, ends=then.ends)
    elif len(told) == 1:
        before, now = told[["before", "now"]].iloc[0]
        case = "alone_unsure" if is_unsure.all() else "alone"
        now = str(now).replace("; ", " and ")
        finding = SAY("states.rates", case, of=of, first=first, day=day, before=str(before), now=now)
    elif is_unsure.all():
        finding = SAY("states.rates", "unsure", of=of, day=day, count=counts["count"])
    elif is_unsure.any():
        finding = SAY("states.rates", "some_unsure", of=of, first=first, day=day, **counts)
    else:
        finding = SAY("states.rates", "several", of=of, first=first, day=day, **counts)
    return _caption(finding, SAY("states.rates_measure", first=first, day=day))


def controls_caption(told: pd.DataFrame, is_unsure: pd.Series, of: str, days: tuple[str, str]) -> Caption:
    """How many of China's controls on a mineral are known to have changed between two days, and how many are not.

    ``told``: columns ``COLUMNS``, a line an act. ``is_unsure``: of ``unsure_now``.
    """
    first, day = days
    changed = int((told["before"].ne(told["now"]) & ~is_unsure).sum())
    if not changed and not is_unsure.any():
        finding = SAY("states.controls", "same", of=of, first=first, day=day)
    elif len(told) == 1:
        before, now = told[["before", "now"]].iloc[0]
        finding = SAY("states.controls", "alone", of=of, first=first, day=day, before=str(before), now=str(now))
    else:
        numbers = {"changed": changed, "count": len(told), "unsure": int(is_unsure.sum())}
        counts = {name: _counted(number) for name, number in numbers.items()}
        case = "some_unsure" if is_unsure.any() else "all" if changed == len(told) else "several"
        finding = SAY("states.controls", case, of=of, first=first, day=day, **counts)
    return _caption(finding, SAY("states.controls_measure", first=first, day=day))


def _counted(number: int) -> str:
    return terms.counted(number) if number else SAY("states.nothing")


def _caption(finding: str, measure: str) -> Caption:
    return Caption(finding, measure, f"List. {finding}.")
