"""The sentence, the facts and the known-until line of the Tariffs page, computed from the providers' figures."""

from datetime import date

import pandas as pd

from parley import terms
from parley.measures import averages, partners
from parley.tables import compiled_on
from parley.ui import cache, controls
from parley.ui.blocks import Metric, NothingToShowError

BY_LAW, TOTALS = "Yale, by legal authority", "Waugh, totals"


def figures(importer: str, as_of: date) -> pd.DataFrame:
    """Every provider's average tariff of one side on the other, as known on the day."""
    exporter = "CHN" if importer == "USA" else "USA"
    tables = cache.table("average_tariffs", as_of), cache.table("us_tariff_partner_steps", as_of)
    return averages.figures(*tables, importer, exporter, as_of)


def partner_rates(provider: str, as_of: date) -> tuple[pd.DataFrame, date]:
    """The average US rate on the largest suppliers by one of the two providers, and the day it holds."""
    if provider == TOTALS:
        rates = partners.waugh_totals(cache.table("average_tariffs", as_of))
        day = rates["date"].max()
    else:
        steps, countries = cache.table("us_tariff_partner_steps", as_of), cache.table("countries", as_of)
        day = partners.last_known_day(steps, as_of)
        members = countries.loc[countries["is_eu27"], "iso3"]
        imports = partners.member_imports(cache.table("trade_monthly", compiled_on()), members)
        rates = partners.with_eu(partners.rates_by_law(steps, day), imports)
    if rates.empty:
        raise NothingToShowError(f"No rate by partner was known on {terms.day(as_of)}; the figures begin in 2025.")
    largest = partners.largest_suppliers(cache.table("us_imports_hs6_2024", compiled_on()))
    return partners.ranked(rates, largest, cache.country_names()), day


def page_answer(spread: pd.DataFrame, as_of: date) -> str:
    """From the peak to the newest regime, as ranges over the providers (rows of ``averages.spreads``)."""
    if spread.empty:
        return f"No provider's average of the duties between the US and China was known on {terms.day(as_of)}"
    peak, last = spread.sort_values("high_pct").iloc[-1], spread.iloc[-1]
    if peak["regime"] == last["regime"]:
        return f"The average US tariff on Chinese goods reached {_range(peak)} on {terms.day(peak['regime_on'])}"
    return (
        f"The average US tariff on Chinese goods fell from {_range(peak)} on {terms.day(peak['regime_on'])} "
        f"to {_range(last)} on {terms.day(last['regime_on'])}"
    )


def _range(spread: pd.Series) -> str:
    low, high = (terms.number(spread[c]) for c in ("low_pct", "high_pct"))
    return f"{low if low == high else f'{low}{terms.DASH}{high}'}{terms.NBSP}%"


def metrics(us: pd.DataFrame, china: pd.DataFrame, spread: pd.DataFrame) -> list[Metric]:
    """Newest figures of Yale and of Waugh (or PIIE), the widest gap, China's duty by the WTO's lines (or PIIE)."""
    facts = [
        _newest("US on China", us, averages.REBUILT),
        _newest("US on China", us, "Waugh", "PIIE"),
        _gap(spread),
        _newest("China on US", china, "WTO lines", "PIIE", "Waugh lines, 2017 weights"),
    ]
    return [f for f in facts if f is not None]


def _newest(label: str, rows: pd.DataFrame, *preferred: str) -> Metric | None:
    row = averages.latest(averages.in_period(rows, averages.latest_period(rows)), *preferred)
    if row is None:
        return None
    provider, _, kind = str(row["series"]).partition(", ")
    return Metric(f"{label}, {provider}", terms.rate(row["rate_pct"]), terms.day(row["date"]), kind)


def _gap(spread: pd.DataFrame) -> Metric | None:
    several = spread[spread["series"] > 1]
    if several.empty:
        return None
    widest = several.sort_values("gap_pp").iloc[-1]
    gap = f"{terms.number(widest['gap_pp'], 1)}{terms.NBSP}pp"
    return Metric(
        "Widest gap",
        gap,
        terms.day(widest["regime_on"]),
        help="Between the lowest and the highest provider on the dates compared, projections left out.",
    )


def known_until(*frames: pd.DataFrame) -> str:
    """Until which day each provider speaks; on an earlier as-of date, that rates were reconstructed since."""
    if not controls.is_latest():
        rebuilt = any(averages.REBUILT in set(f["series"]) for f in frames)
        since = "; Yale's rates are as reconstructed since" if rebuilt else ""
        return f"Figures published by {terms.day(controls.as_of())}{since}."
    register = cache.sources()["last_known_on"]
    series = pd.concat(frames)[["series", "source_id"]].drop_duplicates()
    newest = series.assign(until=series["source_id"].map(register)).sort_values("until", ascending=False)
    recent = newest[newest["until"] >= averages.PERIOD_STARTS[averages.SINCE_2025]]
    words = [f"{row['series']} {terms.day(row['until'])}" for row in recent.to_dict("records")]
    return f"Last day known to {'; '.join(dict.fromkeys(words))}."
