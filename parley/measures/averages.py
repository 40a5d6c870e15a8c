"""Average tariffs of several providers side by side: what each gives for a day, and never one line through two."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms


class Regime(NamedTuple):
    """A day on which the duties of the two sides are compared, the period it belongs to, and how a sentence says it."""

    on: date
    name: str
    period: str
    phrase: str


THIS_DAY = "As-of date"
FIRST_WAR, SINCE_2025 = "2018 to 2020", "Since 2025"
REGIMES = (
    Regime(date(2018, 1, 1), "Before the first lists", FIRST_WAR, "before the first lists"),
    Regime(date(2018, 9, 25), "Lists 1 to 3", FIRST_WAR, "under lists 1 to 3"),
    Regime(date(2019, 12, 19), "Lists 1 to 4A", FIRST_WAR, "under lists 1 to 4A"),
    Regime(date(2020, 2, 14), "Phase One", FIRST_WAR, "under Phase One"),
    Regime(date(2025, 1, 20), "Before the new duties", SINCE_2025, "before the new duties"),
    Regime(date(2025, 4, 12), "Peak", SINCE_2025, "at the peak"),
    Regime(date(2025, 5, 14), "Geneva truce", SINCE_2025, "under the Geneva truce"),
    Regime(date(2025, 6, 9), "London talks", SINCE_2025, "at the London talks"),
    Regime(date(2025, 11, 10), "Busan", SINCE_2025, "after Busan"),
    Regime(date(2026, 2, 24), "After the court ruling", SINCE_2025, "after the court ruling"),
    Regime(date(2026, 7, 24), "Section 301 duty", SINCE_2025, "under the Section 301 duty"),
    Regime(date(2026, 11, 9), "Newest law", SINCE_2025, "by the law of 9 November 2026"),
)
PERIOD_STARTS = {FIRST_WAR: pd.Timestamp("2018-01-01"), SINCE_2025: pd.Timestamp("2025-01-01")}
REBUILT, RELEASED, NEWEST = "Yale, reconstructed", "Yale, tracker release", "Yale, State of Tariffs"
SERIES = {
    ("piie", "provider"): "PIIE",
    ("yale", "provider"): "Yale, July 2026",
    ("waugh", "us_imports_2024"): "Waugh",
    ("wto_lines", "china_imports_2025"): "WTO lines",
    ("wto_lines", "us_imports_2024"): "WTO lines",
    ("hs6_weighted", "us_imports_2024"): "Waugh lines",
    ("hs6_weighted", "us_exports_2017"): "Waugh lines, 2017 weights",
    ("hs6_weighted", "us_exports_2020"): "Waugh lines, 2020 weights",
}
ON_ALL_IMPORTS = {"Yale": RELEASED, "Yale rebuild": REBUILT, "Waugh": "Waugh"}  # providers of us_tariff_average
BY_LAW = ("statutory", "proposed")
AHEAD = pd.Timedelta(days=7)
POINTS = ("piie", "yale")  # printed for single days; the others hold from one date to the next
COLUMNS = [
    "series",
    "date",
    "last_day",
    "rate_pct",
    "concept",
    "is_projection",
    "method",
    "weighting",
    "vintage",
    "note",
    "source_url",
    "source_id",
]


def figures(
    averages: pd.DataFrame, partner_steps: pd.DataFrame, importer: str, exporter: str, until: date
) -> pd.DataFrame:
    """Every provider's average tariff of one country on another up to a day, each series under its own name.

    ``averages``: rows of ``average_tariffs``; ``partner_steps``: of ``us_tariff_partner_steps``. Left out: unweighted
    means (another concept) and figures nobody could check (``unverified``). ``last_day`` is the last day a rate holds:
    its own day for a printed point, the day before the next one for a step, and its own day for the last step.
    ``is_projection``: for proposed duties, or for a day whose law the provider could not know: more than a week after
    the figure was published.
    """
    end = pd.Timestamp(until)
    pair = averages["importer_iso3"].eq(importer) & averages["exporter_iso3"].eq(exporter)
    usable = averages["verification"].ne("unverified") & averages["concept"].isin(BY_LAW)
    rows = averages[pair & usable & (averages["date"] <= end)]
    names = [SERIES.get(key) for key in zip(rows["method"], rows["weighting"], strict=True)]
    rows = (
        rows.assign(series=pd.Series(names, index=rows.index, dtype=object))
        .dropna(subset="series")
        .sort_values(["series", "date"], ignore_index=True)
    )
    following = rows.groupby("series")["date"].shift(-1) - pd.Timedelta(days=1)
    rows["last_day"] = following.mask(rows["method"].isin(POINTS)).fillna(rows["date"])
    rows["is_projection"] = rows["concept"].eq("proposed") | (rows["date"] - rows["published_on"] > AHEAD)
    parts = [rows[COLUMNS]]
    if importer == "USA":
        parts.insert(0, _rebuilt(partner_steps, exporter, end))
    return pd.concat([p for p in parts if not p.empty] or parts, ignore_index=True)


def all_imports(averages: pd.DataFrame, steps: pd.DataFrame, until: date) -> pd.DataFrame:
    """Every provider's average US tariff on imports from all countries up to a day, in its newest vintage.

    ``averages``: rows of ``average_tariffs``; ``steps``: of ``us_tariff_average``. Columns as in ``figures``. Of Yale's
    *State of Tariffs* the newest edition counts; of its concepts ``BY_LAW`` names those comparable with the others.
    """
    end = pd.Timestamp(until)
    newest = steps["vintage"].eq(steps.groupby("provider")["vintage"].transform("max"))
    total = steps[newest & steps["authority"].eq("total") & (steps["valid_from"] <= end)]
    method = total["provider"].map({"Waugh": "waugh"}).fillna("yale")
    stepped = _stepped(total.assign(series=total["provider"].map(ON_ALL_IMPORTS), method=method), end)
    printed = averages[averages["exporter_iso3"].eq("WLD") & (averages["date"] <= end)]
    printed = printed[printed["published_on"].eq(printed["published_on"].max())]
    rows = pd.concat(
        [
            stepped.assign(is_projection=total["valid_from"] - total["published_on"] > AHEAD),
            printed.assign(series=NEWEST, last_day=printed["date"], is_projection=printed["concept"].eq("proposed"))[
                COLUMNS
            ],
        ],
        ignore_index=True,
    )
    return rows.sort_values(["series", "date"], kind="stable", ignore_index=True)


def _rebuilt(steps: pd.DataFrame, exporter: str, end: pd.Timestamp) -> pd.DataFrame:
    total = steps["exporter_iso3"].eq(exporter) & steps["authority"].eq("total") & (steps["valid_from"] <= end)
    return _stepped(steps[total].assign(series=REBUILT, method="yale"), end)


def _stepped(steps: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Steps with ``series`` and ``method`` in the columns of ``figures``, cut at the day."""
    rows = steps.assign(
        date=steps["valid_from"],
        last_day=steps["valid_to"].where(steps["valid_to"] <= end, end),
        concept="statutory",
        weighting="us_imports_2024",
        vintage=lambda f: f["vintage"].dt.strftime("%Y-%m-%d"),
        note=None,
        source_url=None,
    )
    return rows[COLUMNS]


def in_period(rows: pd.DataFrame, period: str) -> pd.DataFrame:
    """The figures of one of the two periods in which the providers wrote: 2018 to 2020, or since 2025."""
    late = rows["date"] >= PERIOD_STARTS[SINCE_2025]
    return rows[late if period == SINCE_2025 else ~late]


def latest_period(rows: pd.DataFrame) -> str:
    """The newer of the two periods for which there is a figure."""
    return FIRST_WAR if in_period(rows, SINCE_2025).empty else SINCE_2025


def marks(rows: pd.DataFrame, period: str, as_of: date | None = None) -> pd.DataFrame:
    """What each series gives for the regimes of a period: a printed point of that very day, or the step then in force.

    The columns of ``figures`` with ``regime``, ``phrase`` and ``regime_on``, in the order of time; regimes nobody has a
    figure for, other than projections, are absent. ``as_of`` is added as a regime of its own where it is none.
    """
    regimes = [r for r in REGIMES if r.period == period]
    if as_of is not None and all(r.on != as_of for r in regimes):
        regimes.append(Regime(as_of, THIS_DAY, period, f"on {terms.day(as_of)}"))
    tables: list[pd.DataFrame] = []
    for regime in sorted(regimes):
        on = pd.Timestamp(regime.on)
        in_force = rows[(rows["date"] <= on) & (rows["last_day"] >= on)]
        if not in_force["is_projection"].all():
            tables.append(in_force.assign(regime=regime.name, phrase=regime.phrase, regime_on=on))
    nothing = rows.head(0).assign(regime="", phrase="", regime_on=rows["date"].head(0))
    return pd.concat(tables, ignore_index=True) if tables else nothing


def spreads(marked: pd.DataFrame) -> pd.DataFrame:
    """Per regime lowest and highest figure (low_pct, high_pct, gap_pp) and number of series, projections left out.

    ``alone``: the series where there is but one, else empty.
    """
    solid = marked[~marked["is_projection"].astype(bool)]
    table = solid.groupby(["regime_on", "regime", "phrase"], as_index=False).agg(
        low_pct=("rate_pct", "min"),
        high_pct=("rate_pct", "max"),
        alone=("series", lambda names: names.iloc[0] if names.nunique() == 1 else ""),
        series=("series", "nunique"),
    )
    return table.assign(gap_pp=table["high_pct"] - table["low_pct"])


def latest(rows: pd.DataFrame, *preferred: str) -> pd.Series | None:
    """The newest figure, no projection, of the first of these series that has one."""
    for series in preferred:
        of_series = rows[rows["series"].eq(series) & ~rows["is_projection"].astype(bool)]
        if not of_series.empty:
            newest: pd.Series = of_series.sort_values("date").iloc[-1]
            return newest
    return None
