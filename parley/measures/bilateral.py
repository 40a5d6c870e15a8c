"""Rows of the Trade page: US-China months and sums, duty, partners that moved most, China's own figures."""

from collections.abc import Collection

import pandas as pd

from parley.measures import trade

CHINA, US = "CHN", "USA"
BASE_YEAR = 2017
MONTH_COLUMNS = ["month", "flow", "basis", "value_usd", "vintage", "released_on", "date_basis", "source_id"]
DUTY_COLUMNS = [
    "month",
    "partner_iso3",
    "effective_rate_pct",
    "duty_usd",
    "value_usd",
    "basis",
    "is_derived",
    "vintage",
    "source_id",
]
CUSTOMS_COLUMNS = [
    "period_start",
    "period_end",
    "partner_iso3",
    "flow",
    "change_pct",
    "value_usd",
    "currency",
    "status",
    "published_on",
    "verification",
    "source_url",
    "source_id",
]


def us_china_months(table: pd.DataFrame) -> pd.DataFrame:
    """US general imports from China and exports (fas) to China by month, US$, newest vintage of each month.

    ``table``: ``trade_monthly``. The two flows have two bases and are never joined; the vintage stands in every row.
    """
    rows = table[(table["partner_iso3"] == CHINA) & table["basis"].isin(["general", "fas"])]
    return trade.latest_vintage(rows).sort_values(["flow", "month"], ignore_index=True)[MONTH_COLUMNS]


def us_china_sums(table: pd.DataFrame) -> pd.DataFrame:
    """Sums of twelve months of the same two series; months whose dozen is incomplete have no row.

    ``vintage`` and ``source_id`` are those of the last month, ``oldest_vintage`` the oldest among the twelve.
    """
    months = us_china_months(table)
    sums = trade.twelve_month_sum(months.assign(reporter_iso3=US, partner_iso3=CHINA)).dropna(subset="sum_usd")
    oldest = months.groupby("flow")["vintage"].transform(_oldest_of_twelve)
    joined = months.assign(oldest_vintage=oldest).merge(sums[["month", "flow", "sum_usd"]], on=["month", "flow"])
    return joined.assign(value_usd=joined["sum_usd"])[[*MONTH_COLUMNS, "oldest_vintage"]]


def _oldest_of_twelve(vintages: pd.Series) -> pd.Series:
    days = vintages.astype("datetime64[s]").astype("int64").rolling(trade.MONTHS_IN_YEAR, min_periods=1).min()
    return pd.to_datetime(days, unit="s").astype(vintages.dtype)


def observed_duty(table: pd.DataFrame) -> pd.DataFrame:
    """Effective tariff rate on China and on all partners by month; months without figures have no row.

    ``is_derived`` marks duty computed from a printed ratio.
    """
    rows = table[table["partner_iso3"].isin([CHINA, trade.WORLD]) & (table["basis"] == "consumption")]
    marks = rows[["partner_iso3", "month", "vintage", "basis", "is_derived"]]
    rates = trade.effective_duty(rows).dropna(subset="effective_rate_pct")
    return rates.merge(marks, on=["partner_iso3", "month", "vintage"], validate="1:1")[DUTY_COLUMNS]


def shares_by_year(table: pd.DataFrame, eu_members: Collection[str]) -> pd.DataFrame:
    """Partners' shares of US general imports in full years, the European Union as one; years without a share left out.

    Adds the newest ``vintage`` of the partner's and of the world's months to the columns of ``trade.partner_shares``.
    """
    general = table[(table["flow"] == "import") & (table["basis"] == "general")]
    shares = trade.partner_shares(general).dropna(subset="share_pct")
    inside = shares["partner_iso3"].isin([*eu_members, trade.WORLD])
    newest = trade.latest_vintage(general).assign(year=lambda rows: rows["month"].dt.year)
    vintages = newest.groupby(["partner_iso3", "year"], as_index=False)["vintage"].max()
    world = vintages[vintages["partner_iso3"] == trade.WORLD].set_index("year")["vintage"]
    joined = shares[~inside].merge(vintages, on=["partner_iso3", "year"], validate="1:1")
    rows: pd.DataFrame = joined.assign(world_vintage=joined["year"].map(world))
    return rows


def years_to_compare(shares: pd.DataFrame) -> list[int]:
    """Full years after the base year in which China's share is known, newest first; empty without the base year."""
    years = set(shares.loc[shares["partner_iso3"] == CHINA, "year"])
    return sorted((int(y) for y in years if y > BASE_YEAR), reverse=True) if BASE_YEAR in years else []


def changes(shares: pd.DataFrame, year: int) -> pd.Series:
    """Change of each partner's share from the base year to ``year`` in percentage points, largest gain first.

    Partners without a share in one of the two years are left out.
    """
    wide = shares.pivot(index="partner_iso3", columns="year", values="share_pct")
    change: pd.Series = (wide[year] - wide[BASE_YEAR]).dropna()
    return change.sort_values(ascending=False)


def movers(shares: pd.DataFrame, year: int, count: int = 7) -> pd.DataFrame:
    """The shares of China and of the ``count`` partners that moved most, from the base year to ``year``."""
    change = changes(shares, year)
    others = change.drop(CHINA).abs().nlargest(count).index
    chosen = shares["partner_iso3"].isin([CHINA, *others]) & shares["year"].between(BASE_YEAR, year)
    return shares[chosen].sort_values(["partner_iso3", "year"], ignore_index=True)


def published_rates(customs: pd.DataFrame, partner: str, since: pd.Timestamp) -> pd.DataFrame:
    """China's growth rates in US dollars as its customs printed them, single months (January and February together).

    ``customs``: ``china_customs``. No rate is computed here; longer periods and rates in yuan are left out. Of
    several prints of a period the first counts.
    """
    rows = customs[(customs["currency"] == "USD") & (customs["partner_iso3"] == partner)]
    single = rows["period_end"] - rows["period_start"] < pd.Timedelta(days=62)
    printed = rows["flow"].isin(["export", "import"]) & rows["change_pct"].notna()
    shown = rows[single & printed & (rows["period_start"] >= since)]
    first = shown.sort_values("published_on", kind="stable").drop_duplicates(["period_start", "period_end", "flow"])
    return first.sort_values(["period_start", "flow"], ignore_index=True)[CUSTOMS_COLUMNS]


def mirror(customs: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """The same trade as each side recorded it in periods from January on: four rows each, the newest period first.

    ``customs``: ``china_customs``, first prints; ``table``: ``trade_monthly``. A period both sides do not have whole is
    left out. Columns period_start, period_end, from_iso3, to_iso3, reporter_iso3, flow, basis, value_usd, vintage (the
    day China's figure was published), source_id.
    """
    theirs = _from_january(customs)
    months = us_china_months(table)
    periods = theirs[["period_start", "period_end"]].drop_duplicates()
    ours = [_sums(months, first, last) for first, last in periods.itertuples(index=False)]
    both = pd.concat([theirs.assign(reporter_iso3=CHINA), *ours], ignore_index=True)
    rows = both[both.groupby(["period_start", "period_end"])["flow"].transform("size") == 4]
    leaves = [r if f == "export" else _other(r) for r, f in zip(rows["reporter_iso3"], rows["flow"], strict=True)]
    rows = rows.assign(from_iso3=leaves, to_iso3=[_other(side) for side in leaves])
    order = ["period_end", "from_iso3", "reporter_iso3"]
    ordered = rows.sort_values(order, ascending=[False, True, True], ignore_index=True)
    trade_columns = ["from_iso3", "to_iso3", "reporter_iso3", "flow", "basis", "value_usd", "vintage", "source_id"]
    return ordered[["period_start", "period_end", *trade_columns]]


def _from_january(customs: pd.DataFrame) -> pd.DataFrame:
    """China's dollar figures of trade with the US from January on, both flows, the newest print of each."""
    kind = (customs["currency"] == "USD") & (customs["partner_iso3"] == US) & customs["flow"].isin(["export", "import"])
    rows = customs[kind & (customs["period_start"].dt.month == 1)].dropna(subset="value_usd")
    rows = rows.sort_values("published_on").assign(basis="gacc", vintage=lambda frame: frame["published_on"])
    columns = ["period_start", "period_end", "flow", "basis", "value_usd", "vintage", "source_id"]
    kept: pd.DataFrame = rows.drop_duplicates(["period_start", "period_end", "flow"], keep="last")[columns]
    return kept


def _sums(months: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The sums of one period of ``us_china_months``, one row a flow; a flow that lacks a month has none."""
    rows = months[months["month"].between(first, last)]
    sums = rows.groupby(["flow", "basis"], as_index=False).agg(
        value_usd=("value_usd", "sum"),
        months=("month", "size"),
        vintage=("vintage", "max"),
        source_id=("source_id", "last"),
    )
    whole = sums[sums["months"] == len(pd.date_range(first, last, freq="MS"))].drop(columns="months")
    return whole.assign(period_start=first, period_end=last, reporter_iso3=US)


def mirror_months(revised: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """China's exports to the US and US imports from China by month, as revised: two series of two bases, never joined.

    ``revised``: ``china_trade_monthly``; ``table``: ``trade_monthly``. From the first month China's series has.
    Columns month, reporter_iso3, flow, basis, value_usd, vintage (of US figures), released_on, source_id.
    """
    theirs = revised[(revised["partner_iso3"] == US) & (revised["flow"] == "export")]
    theirs = theirs.assign(reporter_iso3=CHINA, basis="gacc")
    months = us_china_months(table)
    ours = months[(months["flow"] == "import") & (months["month"] >= theirs["month"].min())].assign(reporter_iso3=US)
    columns = ["month", "reporter_iso3", "flow", "basis", "value_usd", "vintage", "released_on", "source_id"]
    both: pd.DataFrame = pd.concat([theirs, ours], ignore_index=True)[columns]
    return both


def _other(side: str) -> str:
    return US if side == CHINA else CHINA


def missing_months(months: pd.Series) -> list[pd.Timestamp]:
    """Months absent between the first and the last."""
    present = pd.DatetimeIndex(months)
    return [] if present.empty else list(pd.date_range(present.min(), present.max(), freq="MS").difference(present))
