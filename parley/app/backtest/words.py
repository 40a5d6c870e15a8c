"""Words of the back-test: its answer, three facts, and what the gap teaches, all computed from the rows."""

import pandas as pd

from parley import terms
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.results.backtest_records import EPISODES as RECORDED

EPISODES = {"first_trade_war": "2019", "tariffs_of_2025": "2025", "after_the_ruling": "Spring 2026"}
SPANS = {episode.name: episode.title for episode in RECORDED}
BASE_YEARS = {episode.name: episode.before[0].year for episode in RECORDED}
GOODS = {"section": "sections", "industry": "industries"}
OTHER_DUTIES = {"law": "in force by law", "collected": "customs collected"}
MOST_MISSES = 3
WEAK = 0.3  # Below it goods hardly line up.


def title(totals: pd.DataFrame) -> str:
    """In which episodes imports fell as the range has it, and in which by more or by less."""
    names = totals["episode"].map(EPISODES).str.replace("Spring", "spring")
    held = list(names[totals["is_within"]])
    more = list(names[totals["recorded"] < totals["low_pct"]])
    less = list(names[totals["recorded"] > totals["high_pct"]])
    groups = {"within the modelled range": held, "by more than modelled": more, "by less than modelled": less}
    parts = [f"{words} in {terms.listed(when)}" for words, when in groups.items() if when]
    return f"Imports from China fell {terms.listed(parts)}"


def facts(totals: pd.DataFrame, goods: pd.DataFrame, fit: pd.DataFrame) -> list[Metric]:
    """What was recorded in each episode, with the modelled range as the pill; how well goods fit in the last that has
    them.

    ``goods``: the goods of that episode by ``of_china``; ``fit``: its rows of the fit at the three horizons.
    """
    metrics = [
        Metric(
            f"{EPISODES[r['episode']]} on {BASE_YEARS[r['episode']]}",
            terms.change_pct(r["recorded"], 0),
            f"{terms.span(r['low_pct'], r['high_pct'], 0)}{terms.NBSP}%",
            "modelled",
            help=f"Recorded: {SPANS[r['episode']]}. The pill: the model at its three horizons.",
            source=sources_of(totals[totals["episode"] == r["episode"]]).parts,
        )
        for r in totals.to_dict("records")
    ]
    year, base = (names[goods["episode"].iloc[0]] for names in (EPISODES, BASE_YEARS))
    source = sources_of(goods).parts
    share = goods.loc[goods["is_within"], "share_pct"].sum()
    within = f"Share of the trade whose recorded change lies within the modelled range, {year}, by section or industry."
    metrics.append(
        Metric(f"Trade in range, {year}", terms.rate(share, 0), f"of {base} trade", help=within, source=source)
    )
    if len(totals) == 1:
        low, high = fit["correlation"].min(), fit["correlation"].max()
        why = "Modelled and recorded falls across sections or industries, weighted by trade, over the horizons."
        metrics.append(Metric(f"Correlation, {year}", terms.span(low, high, 2), help=why, source=source))
    return metrics


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
    side = "more" if row["recorded"] < row["default"] else "less"
    default = f"The default answer is {error} points off: imports fell by {side} than it says."
    if row["is_within"]:
        return f"{default} The record lies within the range over the horizons."
    end = "long run" if row["recorded"] < row["low_pct"] else "first year"
    return f"{default} The record lies outside the range, beyond the {end}: elasticities alone do not explain it."


def _duties(row: pd.Series, beside: pd.Series) -> str:
    """What the other measure of the duties does to the default answer."""
    nearer = abs(beside["error_pp"]) < abs(row["error_pp"])
    said = (
        f"With the duties {OTHER_DUTIES[beside['duties']]} instead, the default answer is "
        f"{terms.change_pct(beside['default'], 0)} rather than {terms.change_pct(row['default'], 0)}, "
        f"{'nearer to' if nearer else 'further from'} the recorded {terms.change_pct(row['recorded'], 0)}."
    )
    if nearer and beside["duties"] == "collected":
        said += " So part of the gap lies in the duties, not in how trade answers them."
    return said


def _where(misses: pd.DataFrame, goods: str) -> str:
    top = misses.head(MOST_MISSES).to_dict("records")
    named = [
        f"{r['name']} ({terms.change_pct(r['recorded'], 0)} recorded, {terms.change_pct(r['default'], 0)} modelled)"
        for r in top
    ]
    return f"By trade the largest misses are {terms.listed(named)}, weighing {goods} by what they sold before."


def _order(fit: pd.DataFrame, goods: str) -> str:
    """Whether goods that fell more are those the model says, and how far off they are on average."""
    best = fit.sort_values("mean_distance_pp").iloc[0]
    low, high = fit["correlation"].min(), fit["correlation"].max()
    span = terms.span(low, high, 2)
    lines = "line up" if low >= 2 * WEAK else "line up only loosely" if low >= WEAK else "hardly line up"
    lines = "run the other way" if high <= -WEAK else lines
    horizon = {"first_year": "first year", "default": "default", "long_run": "long run"}[best["horizon"]]
    return (
        f"Across {goods} modelled and recorded falls {lines}: the correlation is {span} over the horizons. The mean "
        f"distance is least at the {horizon}, {terms.number(best['mean_distance_pp'], 0)} points."
    )
