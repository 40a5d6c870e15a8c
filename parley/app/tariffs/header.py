"""What stands below every subject of the Tariffs page: its facts, until when they are known."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.tariffs.averages import DIRECTIONS, ORDERED, WAUGH_COUNTED, peak_gap, provider_figures, ruling
from parley.app.tariffs.law_day import confirmed_until, exclusions_end, lists_until
from parley.measures import averages
from parley.measures.partners import settled
from parley.tables.parameters import parameter
from parley.tables.read import compiled_on

SAY = words.beside(__file__)


@kept
def header(as_of: date) -> tuple[list[Metric], str]:
    """The page's facts and until when they are known."""
    day = settled(as_of).date()
    us, china, every = (provider_figures(direction, day) for direction in DIRECTIONS)
    marked = averages.marks(us, averages.latest_period(us), day)
    spread = averages.spreads(marked)
    return metrics(us, china, every, marked, spread), known_until(as_of, us, china, every)


def metrics(
    us: pd.DataFrame, china: pd.DataFrame, every: pd.DataFrame, marked: pd.DataFrame, spread: pd.DataFrame
) -> list[Metric]:
    """Newest figures of Yale and of Waugh (or PIIE), the widest gap, China's duty by the WTO's lines (or PIIE), and the
    newest average on ``every`` import by law.

    ``marked``: rows of ``averages.marks``, ``spread``: their ``averages.spreads``.
    """
    facts = [
        _newest("US on China", us, averages.REBUILT),
        _newest("US on China", us, "Waugh", "PIIE"),
        _gap(marked, spread),
        _newest("China on US", china, "WTO lines", "PIIE", "Waugh lines, 2017 weights"),
        _newest("All imports", every[every["concept"].eq("statutory")], averages.NEWEST, averages.RELEASED),
    ]
    return [f for f in facts if f is not None]


def _newest(label: str, rows: pd.DataFrame, *preferred: str) -> Metric | None:
    row = averages.latest(averages.in_period(rows, averages.latest_period(rows)), *preferred)
    if row is None:
        return None
    provider, _, kind = str(row["series"]).partition(", ")
    value, day = terms.rate(row["rate_pct"]), terms.day(row["date"])
    return Metric(
        f"{label}, {provider}",
        value,
        day,
        kind,
        SAY("header.help", series=row["series"]),
        source=sources_of(row.to_frame().T).parts,
    )


def _gap(marked: pd.DataFrame, spread: pd.DataFrame) -> Metric | None:
    several = spread[spread["series"] > 1]
    if several.empty:
        return None
    due_to, widest = peak_gap(marked, "USA"), several.sort_values("gap_pp").iloc[-1]
    gap = f"{terms.number(widest['gap_pp'], 1)}{terms.NBSP}pp"
    return Metric(
        SAY("header.widest"),
        gap,
        terms.day(widest["regime_on"]),
        SAY("header.half") if due_to and widest["regime"] == "Peak" else "",
        help=SAY("header.gap", due_to=due_to and f"{due_to}.").strip(),
        source=sources_of(marked[marked["regime_on"] == widest["regime_on"]]).parts,
    )


def checked(as_of: date) -> str:
    """To which day the law is checked, where that is before the as-of date; empty where it is not."""
    until = confirmed_until(as_of)
    return SAY("header.checked", day=terms.day(until)) if until is not None and until < pd.Timestamp(as_of) else ""


def known_until(as_of: date, *frames: pd.DataFrame) -> str:
    """Until which day each provider speaks; on an earlier as-of date, that rates were reconstructed since."""
    if as_of < compiled_on():
        case = "reconstructed" if any(averages.REBUILT in set(f["series"]) for f in frames) else "dated"
        return f"{SAY('header.known', case, day=terms.day(as_of))} {ruling(as_of)}".strip()
    register = cache.sources()["last_known_on"]
    series = pd.concat(frames)[["series", "source_id"]].drop_duplicates()
    newest = series.assign(until=series["source_id"].map(register)).sort_values("until", ascending=False)
    recent = newest[newest["until"] >= averages.PERIOD_STARTS[averages.SINCE_2025]]
    until = [f"{terms.day(row['until'])} ({row['series']})" for row in recent.to_dict("records")]
    return SAY("header.known", "sources", until="; ".join(dict.fromkeys(until)))


def method() -> str:
    """How the page is worked out, with the figures the text names."""
    return words.page_text(
        __file__,
        "method",
        counted=WAUGH_COUNTED,
        ordered=ORDERED,
        metal=terms.rate(100 * parameter("metal_share").value, 0),
        lists=terms.day(lists_until()),
        exclusions=terms.day(exclusions_end()),
    )
