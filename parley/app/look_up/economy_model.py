"""What the world model says of today's extra US duties on one economy: the change were they all to end."""

from dataclasses import replace
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if import starting_duties
from parley.calibration.world import EUROPEAN_UNION
from parley.charts.figure import Caption
from parley.results import world, world_bands

SAY = words.beside(__file__)
OUTCOMES = {
    "real_income_change_pct": "Real income",
    "price_change_pct": "Prices of what it buys",
    "exports_change_pct": "Exports to all economies",
    "imports_change_pct": "Imports from all economies",
}
DECIMALS = 2


@kept
def without_duties(iso3: str, as_of: date) -> pd.DataFrame:
    """The outcomes of an economy were all extra US duties of the day to end, in percent, with their ranges.

    Columns economy_iso3, outcome, change_pct, low_pct, high_pct, method, model, source_id. Raises NothingToShowError
    where the model does not hold the economy apart, or the tables do not hold the day's laws one by one.
    """
    name = cache.place(iso3)
    if iso3 not in world.world().economy.names:
        case = "union" if iso3 == EUROPEAN_UNION else "rest" if iso3 in world.world().members else "none"
        raise NothingToShowError(SAY("ended", case, name=name))
    scenario = replace(starting_duties.start(as_of), tariffs=starting_duties.without_extra_duties(as_of))
    if not scenario.tariffs:
        raise NothingToShowError(SAY("ended.no_laws", day=terms.day(as_of)))
    found = world.point(scenario).by_economy
    ranges = world_bands.world_ranges(scenario)
    own = found[found["economy"] == iso3]
    rows = []
    for outcome in OUTCOMES:
        at = ranges.beside(own, "by_economy", outcome).iloc[0]
        rows.append((iso3, outcome, float(at[outcome]), float(at["low_pct"]), float(at["high_pct"])))
    columns = ["economy_iso3", "outcome", "change_pct", "low_pct", "high_pct"]
    return pd.DataFrame(rows, columns=columns).assign(
        method=ranges.method, model="one-sector world", source_id="baci_world_matrix_2023"
    )


def ended(iso3: str, as_of: date) -> Figure:
    """The same as a list. Raises NothingToShowError as ``without_duties`` does."""
    rows = without_duties(iso3, as_of)
    short = pd.DataFrame(
        [
            (
                OUTCOMES[str(row["outcome"])],
                terms.change_pct(row["change_pct"], DECIMALS),
                SAY("ended.span", low=_change(row["low_pct"]), high=_change(row["high_pct"])),
            )
            for row in rows.to_dict("records")
        ],
        columns=["Outcome", "Change", "Range"],
    )
    income = rows.iloc[0]
    low, change, high = (float(income[name]) for name in ("low_pct", "change_pct", "high_pct"))
    name = cache.place(iso3)
    # one model of three, which need not agree: its figure under its own name, and no direction claimed
    finding = SAY("ended.title", name=name, change=_change(change), low=_change(low), high=_change(high))
    measure = SAY("ended.measure", day=terms.day(as_of), method=str(income["method"]))
    caption = Caption(finding, measure, f"List. {finding}.")
    return Figure("look_up_ended", caption, rows, short=short, note=SAY("ended.note"))


def _change(value_pct: float) -> str:
    return terms.change_pct(value_pct, DECIMALS)
