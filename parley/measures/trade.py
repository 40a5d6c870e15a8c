"""Formulas on monthly trade: newest vintage, effective duty, rolling sums, shares of partners, change on the year."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

SERIES = ["reporter_iso3", "partner_iso3", "flow", "basis"]
MONTHS_IN_YEAR = 12
WORLD = "WLD"
SHARE_COLUMNS = ["partner_iso3", "year", "value_usd", "world_usd", "share_pct", "source_id", "world_source_id"]


def latest_vintage(frame: pd.DataFrame, keys: Sequence[str] = (*SERIES, "month")) -> pd.DataFrame:
    """Of the rows that share ``keys`` the one of the newest ``vintage``, in the order of the frame.

    Raises ValueError when two rows of one vintage share the keys.
    """
    twice = frame.duplicated([*keys, "vintage"])
    if twice.any():
        raise ValueError(f"row {frame.index[twice][0]}: several rows of one vintage share {', '.join(keys)}")
    newest = frame.sort_values("vintage", kind="stable").drop_duplicates(list(keys), keep="last")
    return newest.loc[frame.index[frame.index.isin(newest.index)]]


def effective_duty(trade: pd.DataFrame) -> pd.DataFrame:
    """Effective tariff rate by partner and month: calculated duty / imports for consumption, in percent.

    General imports are never the base: duty is levied on goods that clear customs. Newest vintage of each month;
    a month without consumption imports has no row. Columns partner_iso3, month, value_usd, duty_usd,
    effective_rate_pct, vintage, source_id.
    """
    rows = latest_vintage(trade[trade["basis"] == "consumption"])
    rate = (rows["duty_usd"] / rows["value_usd"]).where(rows["value_usd"] > 0) * 100
    columns = ["partner_iso3", "month", "value_usd", "duty_usd", "effective_rate_pct", "vintage", "source_id"]
    return rows.assign(effective_rate_pct=rate)[columns].sort_values(["partner_iso3", "month"], ignore_index=True)


def twelve_month_sum(trade: pd.DataFrame) -> pd.DataFrame:
    """Sum of the month and the eleven before it, in each series; missing where one of the twelve is missing.

    One row per series and month between its first and its last, newest vintage. Columns of the series, month,
    sum_usd, source_id (of the month itself).
    """
    parts = [
        _rolled(series).assign(**dict(zip(SERIES, map(str, names), strict=True)))
        for names, series in latest_vintage(trade).groupby(SERIES)
    ]
    if not parts:
        return pd.DataFrame(columns=[*SERIES, "month", "sum_usd", "source_id"])
    return pd.concat(parts, ignore_index=True)[[*SERIES, "month", "sum_usd", "source_id"]]


def _rolled(series: pd.DataFrame) -> pd.DataFrame:
    by_month = series.set_index("month")[["value_usd", "source_id"]].sort_index().asfreq("MS")
    return by_month.assign(sum_usd=by_month["value_usd"].rolling(MONTHS_IN_YEAR).sum()).reset_index()


def partner_shares(
    trade: pd.DataFrame,
    basis: str = "general",
    through_month: int = MONTHS_IN_YEAR,
) -> pd.DataFrame:
    """Share of each partner in US imports from the world by year (January to ``through_month``), in percent.

    Both sums need every month; a year in which either lacks one has no value or no share. Newest vintage of each
    month, so a partner and the world may differ in vintage. One row per partner and year of the
    frame: partner_iso3, year, value_usd, world_usd, share_pct, source_id, world_source_id (of the newest month).
    """
    rows = latest_vintage(trade[(trade["flow"] == "import") & (trade["basis"] == basis)])
    sums = _sums_of_year(rows, through_month)
    named = list(sums.columns.drop(WORLD, errors="ignore"))
    wide = sums.reindex(columns=named).reset_index()
    table = wide.melt("year", var_name="partner_iso3", value_name="value_usd")
    table["world_usd"] = table["year"].map(sums.reindex(columns=[WORLD])[WORLD])
    table["share_pct"] = table["value_usd"] / table["world_usd"] * 100
    sources = _sources_of_year(rows)
    table = table.merge(sources, how="left", on=["partner_iso3", "year"])
    world = sources[sources["partner_iso3"] == WORLD].set_index("year")["source_id"]
    table["world_source_id"] = table["year"].map(world)
    return table.sort_values(["partner_iso3", "year"], ignore_index=True)[SHARE_COLUMNS]


def _sources_of_year(rows: pd.DataFrame) -> pd.DataFrame:
    """The source of each partner's newest month in each year."""
    by_month = rows.sort_values("month").assign(year=rows["month"].dt.year)
    return by_month.groupby(["partner_iso3", "year"], as_index=False)[["source_id"]].last()


def _sums_of_year(rows: pd.DataFrame, through_month: int) -> pd.DataFrame:
    """Value by year (index) and partner (column), January to ``through_month``; missing where a month is missing."""
    used = rows[rows["month"].dt.month <= through_month]
    by_year = used.groupby([used["month"].dt.year.rename("year"), "partner_iso3"])["value_usd"]
    complete = by_year.count() == through_month
    sums: pd.DataFrame = by_year.sum().where(complete).unstack("partner_iso3")
    return sums


@dataclass(frozen=True)
class YearToDate:
    """Trade from January to ``last_month`` and in the same months of the year before, US dollars; change in percent."""

    last_month: pd.Timestamp
    value_usd: float
    year_before_usd: float

    @property
    def change_pct(self) -> float:
        """The change on the year before."""
        return (self.value_usd / self.year_before_usd - 1) * 100


def year_to_date_change(trade: pd.DataFrame, partner: str, flow: str, basis: str) -> YearToDate | None:
    """The newest year of one series from January on, as far as no month of it or of the year before is missing.

    Newest vintage of each month. None where the series is not in the frame or one of the two Januaries is missing.
    """
    chosen = (trade["partner_iso3"] == partner) & (trade["flow"] == flow) & (trade["basis"] == basis)
    values = latest_vintage(trade[chosen]).set_index("month")["value_usd"]
    if values.empty:
        return None
    months = pd.date_range(pd.Timestamp(values.index.max().year, 1, 1), values.index.max(), freq="MS")
    pairs = pd.DataFrame(
        {"now": values.reindex(months), "before": values.reindex(months - pd.DateOffset(years=1)).to_numpy()}
    )
    complete = pairs[pairs.notna().all(axis=1).cummin()]
    if complete.empty:
        return None
    return YearToDate(complete.index[-1], float(complete["now"].sum()), float(complete["before"].sum()))
