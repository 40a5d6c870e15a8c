"""Customs in the Daily Treasury Statement: cash received and paid out by month, added from its days.

The line was renamed twice, so no name is asked for: all lines of the days come, and those of the list are taken.

Customs cash of the month that runs, and of months that closed since, into ``us_customs_deposits_monthly``.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from parley.recipes import us_customs_revenue as recipe
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import numbers
from parley.sources.treasury import BASE, pages, rows_of

PATH = "/services/api/fiscal_service/v1/accounting/dts/deposits_withdrawals_operating_cash"
PROVIDER = Provider("treasury.daily", "US Treasury, Daily Treasury Statement", total_s=600)
NAME = "Daily Treasury Statement"
DEPOSITS = (
    "Customs and Certain Excise Taxes",  # before 2023
    "DHS - Customs and Certain Excise Taxes",  # to 7 November 2025
    "DHS - Customs Duties, Taxes, and Fees",  # from 10 November 2025
)
WITHDRAWALS = ("DHS - Customs & Border Protection (CBP)",)
LINES = {"Deposits": ("customs_deposits_usd", DEPOSITS), "Withdrawals": ("cbp_withdrawals_usd", WITHDRAWALS)}
TODAY, TO_DATE = "transaction_today_amt", "transaction_mtd_amt"
COLUMNS = ("record_date", "transaction_type", "transaction_catg", TODAY, TO_DATE)
ROUNDED_USD = 0.5e6  # each day's figure is rounded to a million


def request(client: Client, since: date) -> list[Answer]:
    """Every line of every day since a day, the first of a month."""
    params = [("fields", ",".join(COLUMNS)), ("filter", f"record_date:gte:{since}")]
    return pages(client, PROVIDER, f"{BASE}{PATH}", params)


def read(answers: Sequence[Answer]) -> pd.DataFrame:
    """Columns month, last_day, customs_deposits_usd and cbp_withdrawals_usd, month to date, oldest first.

    Raises NoDataError for a day without the customs line, with the lines that name customs; WrongTypeError for a day
    with two; UnitSuspectError where the days of a month are not its sum to date; and what ``rows_of`` raises.
    """
    table, units = rows_of(answers, NAME, COLUMNS)
    table = table.assign(day=pd.to_datetime(table["record_date"]))
    days = pd.DatetimeIndex(sorted(table["day"].unique()))
    sums = {}
    for kind, (column, names) in LINES.items():
        of_customs = table[(table["transaction_type"] == kind) & table["transaction_catg"].isin(names)]
        _refuse_days(of_customs, days, kind, table)
        amounts = {c: numbers(of_customs[c], NAME, missing=()) * units[c] for c in (TODAY, TO_DATE)}
        sums[column] = _by_month(of_customs.assign(**amounts))
    first_days = days.to_period("M").to_timestamp()
    months = pd.Series(days, index=first_days).groupby(level=0).max().rename("last_day")
    return pd.concat([months, *(s.rename(c) for c, s in sums.items())], axis=1).rename_axis("month").reset_index()


def _refuse_days(of_customs: pd.DataFrame, days: pd.DatetimeIndex, kind: str, table: pd.DataFrame) -> None:
    twice = of_customs["day"].duplicated()
    if twice.any():
        raise failures.WrongTypeError(
            f"The {NAME} of {of_customs.loc[twice, 'day'].iloc[0]:%Y-%m-%d} has two customs lines."
        )
    without = days.difference(pd.DatetimeIndex(of_customs["day"]))
    if len(without):
        names = table.loc[table["day"].isin(without) & (table["transaction_type"] == kind), "transaction_catg"]
        alike = sorted({name for name in names if "customs" in name.lower() or "duties" in name.lower()})
        raise failures.NoDataError(
            f"The {NAME} of {without[0]:%Y-%m-%d} has no customs line among its {kind.lower()}; "
            f"it names {', '.join(alike) or 'none with customs'}. The line may have another name now."
        )


def _by_month(of_customs: pd.DataFrame) -> pd.Series:
    """The sum to date of the last day; of a month whose line changed its name, the days added."""
    sums = {}
    for month, rows in of_customs.sort_values("day").groupby(of_customs["day"].dt.to_period("M")):
        added, to_date = float(rows[TODAY].sum()), float(rows[TO_DATE].iloc[-1])
        if rows["transaction_catg"].nunique() == 1:
            if abs(added - to_date) > ROUNDED_USD * (len(rows) + 1):
                raise failures.UnitSuspectError(
                    f"The {NAME} of {month}: its days add to {added:,.0f}, its sum to date is {to_date:,.0f}."
                )
            sums[month] = to_date
        else:
            sums[month] = added
    return pd.Series(sums).rename(index=lambda month: month.to_timestamp())


TABLE, SOURCE_ID = "us_customs_deposits_monthly", "us_treasury_dts"
VALUES = ("customs_deposits_usd", "cbp_withdrawals_usd")


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The days of the newest whole month here, which must be as stored, and all later ones."""
    return request(client, _whole(stored(TABLE))["month"].max().date())


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The days of all months that the table holds, and later ones."""
    return request(client, stored(TABLE)["month"].min().date())


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The months as the file the recipe reads."""
    months = with_end(read(answers)).rename(columns={"last_day": "last_record_date"})
    return {recipe.DEPOSITS_FILE: months.to_csv(index=False).encode()}


def with_end(months: pd.DataFrame) -> pd.DataFrame:
    """The months and whether statements are still to come: of the newest alone, until its last working day is in."""
    ends = months["month"] + pd.offsets.BMonthEnd()
    return months.assign(is_partial_month=months["month"].eq(months["month"].max()) & months["last_day"].lt(ends))


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Months that are new or have more days; a month that was whole here may not move.

    Raises CoverageShrunkError or another SourceError.
    """
    got = with_end(read(answers))
    table = stored(TABLE)
    if got["last_day"].max() < table["last_day"].max():
        days = (f"{frame['last_day'].max():%Y-%m-%d}" for frame in (got, table))
        raise failures.CoverageShrunkError("The {} ends with {}; here it ends with {}.".format(NAME, *days))
    running = table[table["is_partial_month"]]
    so_far = running.merge(got, on=["month", "last_day", *VALUES], how="inner")["month"]
    got = got[~got["month"].isin(so_far)].assign(
        released_on=got["last_day"] + recipe.TO_THE_NEXT_DAY, date_basis="estimated", source_id=SOURCE_ID
    )
    last = got["last_day"].max()
    about = record(
        SOURCE_ID,
        "US Department of the Treasury, Bureau of the Fiscal Service",
        "Daily Treasury Statement, deposits and withdrawals of operating cash, customs",
        f"to {last.day} {last:%B %Y}",
        f"{BASE}{PATH}",
        "https://fiscaldata.treasury.gov/datasets/daily-treasury-statement/",
        "Public domain (US Government work)",
        answers,
        on,
        coverage=(got["month"].min().date(), last.date()),
        caveat="Excise taxes and fees are in the deposits.",
    )
    part = Part(TABLE, got, ("month",), "month", VALUES, "replace", _whole(table))
    return Found([part], [about], [f"The newest day is {last.day} {last:%B %Y}."])


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    return table[~table["is_partial_month"]]


FEED = Feed(
    PROVIDER,
    (TABLE,),
    fetch,
    find,
    (f"{BASE}{PATH}",),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=(TABLE,),
    brings=(SOURCE_ID,),
)
