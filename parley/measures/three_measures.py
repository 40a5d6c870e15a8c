"""Three measures of one tariff, kept apart: what the acts add, what the law averages, what customs calculated."""

from datetime import date

import pandas as pd

from parley.measures import bilateral, origin_duties, tariffs
from parley.measures.origin_duties import DAY

ANNOUNCED, STATUTORY, COLLECTED = "Announced extra duty", "Average by law, all duties", "Collected, all duties"
FIRST = pd.Timestamp("2025-01-01")
COLUMNS = ["series", "date", "last_day", "rate_pct", "is_confirmed", "source_id"]


def three_measures(layers: pd.DataFrame, steps: pd.DataFrame, trade: pd.DataFrame, until: date) -> pd.DataFrame:
    """US duty on China since 2025 in percent, one row per stretch and series; no series enters another.

    ``ANNOUNCED``: sum of the additional duties on all goods, before exemptions (``tariff_layers``). ``STATUTORY``:
    rates of the law line by line weighted by imports of 2024, ordinary duty included (``us_tariff_origin_steps``), the
    number of *By product*. ``COLLECTED``: duty calculated / imports for consumption of a month (``trade_monthly``).
    ``is_confirmed``: false where no source confirms the acts.
    """
    end = pd.Timestamp(until)
    confirmed = tariffs.confirmed_until(layers, "USA", "CHN", until) or end
    parts = [_announced(layers, until), _statutory(steps, until, confirmed), _collected(trade)]
    rows = pd.concat([p for p in parts if not p.empty] or parts, ignore_index=True)
    return rows[rows["last_day"] >= FIRST].assign(date=lambda f: f["date"].where(f["date"] >= FIRST, FIRST))


def _announced(layers: pd.DataFrame, until: date) -> pd.DataFrame:
    stack = tariffs.headline_steps(layers, "USA", "CHN", until)
    rows = stack.groupby("valid_from", as_index=False).agg(
        last_day=("valid_to", "max"),
        rate_pct=("rate_pct", "sum"),
        is_confirmed=("state", lambda states: (states != "not_confirmed").all()),
        source_id=("source_id", "first"),
    )
    rows = rows.rename(columns={"valid_from": "date"})
    return rows.assign(series=ANNOUNCED, is_confirmed=rows["is_confirmed"].astype(bool))[COLUMNS]


def _statutory(steps: pd.DataFrame, until: date, confirmed: pd.Timestamp) -> pd.DataFrame:
    """A stretch each, one across the last day that sources confirm in two."""
    rows = origin_duties.steps_of(steps, "CHN", until).drop_duplicates("valid_from")
    rows = rows.drop(columns="rate_pct").rename(
        columns={"valid_from": "date", "valid_to": "last_day", "sum_pct": "rate_pct"}
    )
    sure = rows[rows["date"] <= confirmed].assign(is_confirmed=True)
    later = rows[rows["last_day"] > confirmed].assign(is_confirmed=False)
    sure["last_day"] = sure["last_day"].where(sure["last_day"] <= confirmed, confirmed)
    later["date"] = later["date"].where(later["date"] > confirmed, confirmed + DAY)
    return pd.concat([sure, later]).assign(series=STATUTORY)[COLUMNS]


def _collected(trade: pd.DataFrame) -> pd.DataFrame:
    months = bilateral.observed_duty(trade)
    months = months[months["partner_iso3"] == "CHN"]
    return months.assign(
        series=COLLECTED,
        date=months["month"],
        last_day=months["month"] + pd.offsets.MonthEnd(0),
        rate_pct=months["effective_rate_pct"],
        is_confirmed=True,
    )[COLUMNS]
