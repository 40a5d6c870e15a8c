"""Words of the back-test: its answer, three facts, and what the gap teaches, all computed from the rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.models.scenario import HORIZONS
from parley.results.validation.backtest import EPISODES as RECORDED

EPISODES = {"first_trade_war": "2019", "tariffs_of_2025": "2025", "after_the_ruling": "Spring 2026"}
SPANS = {episode.name: episode.title for episode in RECORDED}
BASE_YEARS = {episode.name: episode.before[0].year for episode in RECORDED}
SAY = words.beside(__file__)
GOODS = {"section": "sections", "industry": "industries"}
OTHER_DUTIES = {"law": "in force by law", "collected": "customs collected"}
MOST_MISSES = 3
WEAK = 0.3  # Below it goods hardly line up.


def title(totals: pd.DataFrame) -> str:
    """In which episodes imports fell as the range has it, and in which by more or by less."""
    names = totals["episode"].map(EPISODES).str.replace("Spring ", f"spring{terms.NBSP}")
    groups = {
        "within": list(names[totals["is_within"]]),
        "more": list(names[totals["recorded"] < totals["low_pct"]]),
        "less": list(names[totals["recorded"] > totals["high_pct"]]),
    }
    case = "_".join(name for name, when in groups.items() if when)
    cases = [case, f"{case}_briefly"] if case in ("within_more", "within_less") else [case]
    fields = {name: terms.listed(when) for name, when in groups.items()}
    return terms.fitting(SAY("title", each, **fields) for each in cases)


def span(episode: str) -> str:
    """The months of an episode in short: ``Sep–Dec 2019 over 2017``."""
    (of,) = [one for one in RECORDED if one.name == episode]
    first, last = of.after
    return SAY("chart.span", first=f"{first:%b}", last=f"{last:%b}{terms.NBSP}{last.year}", base=of.before[0].year)


def facts(totals: pd.DataFrame, goods: pd.DataFrame, fit: pd.DataFrame, relative: bool) -> list[Metric]:
    """What was recorded in each episode, with the modelled range as the pill; how well goods fit in the last that has
    them.

    ``goods``: the goods of that episode by ``of_china``; ``fit``: its rows of the fit at the three horizons;
    ``relative``: all is relative to imports from other origins.
    """
    metrics = [
        _recorded(r, relative, sources_of(totals[totals["episode"] == r["episode"]]).parts)
        for r in totals.to_dict("records")
    ]
    year, base = (names[goods["episode"].iloc[0]] for names in (EPISODES, BASE_YEARS))
    source = sources_of(goods).parts
    share = goods.loc[goods["is_within"], "share_pct"].sum()
    within = SAY("facts.within", year=year)
    metrics.append(
        Metric(
            f"Trade in range, {year}",
            terms.rate(share, 0),
            SAY("facts.of_trade", base=base),
            help=within,
            source=source,
        )
    )
    if len(totals) == 1:
        low, high = fit["correlation"].min(), fit["correlation"].max()
        fitted = terms.span(low, high, 2)
        metrics.append(
            Metric(f"Model and record, {year}", fitted, SAY("facts.correlation"), help=SAY("facts.fit"), source=source)
        )
    return metrics


def _recorded(row: Mapping[Any, Any], relative: bool, source: Sequence[tuple[str, str]]) -> Metric:
    """The recorded change of an episode with the modelled range."""
    decimals = _decimals(row)
    return Metric(
        SAY("facts.change", base=BASE_YEARS[row["episode"]], episode=terms.small(EPISODES[row["episode"]])),
        terms.change_pct(row["recorded"], decimals),
        f"{terms.span(row['low_pct'], row['high_pct'], decimals)}%",
        "modelled",
        help=SAY("facts.recorded", "relative" if relative else "alone", months=SPANS[row["episode"]]),
        source=source,
    )


def _decimals(row: Mapping[Any, Any]) -> int:
    """None, but one where whole percents would print what lies outside the range as its end."""
    near = row["low_pct"] if row["recorded"] < row["low_pct"] else row["high_pct"]
    return 0 if row["is_within"] or round(row["recorded"]) != round(near) else 1


def lessons(
    totals: pd.DataFrame, other: pd.DataFrame, misses: pd.DataFrame, fit: pd.DataFrame, goods: str
) -> list[str]:
    """What the gap teaches about one episode, a sentence each.

    ``totals`` and ``other``: the row of the episode with the duties chosen and with the other ones; ``misses``: its
    goods, largest miss first; ``fit``: its rows of the fit at the three horizons.
    """
    row, beside = totals.iloc[0], other.iloc[0]
    said = [_direction(row), _duties(row, beside)]
    if len(misses):
        said += [_where(misses, goods), _order(fit, goods)]
    return said


def _direction(row: pd.Series) -> str:
    error = terms.number(abs(row["error_pp"]), 0)
    side = "even" if error == "0" else "more" if row["recorded"] < row["default"] else "less"
    end = (min if row["recorded"] < row["low_pct"] else max)(HORIZONS, key=row.to_dict().__getitem__)
    return SAY(
        "lessons.direction",
        f"{side}_{'within' if row['is_within'] else 'beyond'}",
        error=error,
        end=SAY("lessons.end", end),
    )


def _duties(row: pd.Series, beside: pd.Series) -> str:
    """What the other measure of the duties does to the default answer."""
    case = "further"
    if abs(beside["error_pp"]) < abs(row["error_pp"]):
        case = "nearer_collected" if beside["duties"] == "collected" else "nearer"
    return SAY(
        "lessons.duties",
        case,
        other=OTHER_DUTIES[beside["duties"]],
        beside=terms.change_pct(beside["default"], 0),
        default=terms.change_pct(row["default"], 0),
        recorded=terms.change_pct(row["recorded"], 0),
    )


def _where(misses: pd.DataFrame, goods: str) -> str:
    named = [
        SAY(
            "lessons.named",
            name=r["name"],
            recorded=terms.change_pct(r["recorded"], 0),
            default=terms.change_pct(r["default"], 0),
        )
        for r in misses.head(MOST_MISSES).to_dict("records")
    ]
    return SAY("lessons.where", goods=goods, named=terms.listed(named))


def _order(fit: pd.DataFrame, goods: str) -> str:
    """Whether goods that fell more are those the model says, and how far off they are on average."""
    best = fit.sort_values("mean_distance_pp").iloc[0]
    low, high = fit["correlation"].min(), fit["correlation"].max()
    lines = "well" if low >= 2 * WEAK else "loosely" if low >= WEAK else "opposite" if high <= -WEAK else "hardly"
    return SAY(
        "lessons.order",
        lines,
        goods=goods,
        span=terms.span(low, high, 2),
        horizon=SAY("lessons.horizon", best["horizon"]),
        distance=terms.number(best["mean_distance_pp"], 0),
    )
