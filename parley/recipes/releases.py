"""Days on which statistics and acts were released, typed in ``data/facts/releases.csv``."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import read_typed_facts

US_TRADE = "census_ft900"  # US International Trade in Goods and Services, which dates all US trade figures of a month
DAYS_TO_RELEASE = pd.Timedelta(days=40)
CONFIRMED = ("read_in_text", "read_in_schedule")


def build(raw: Path) -> pd.DataFrame:
    """One row per release, by series and period."""
    return read_typed_facts("releases").sort_values(["series", "period"], ignore_index=True)


def known_from(months: pd.Series) -> pd.DataFrame:
    """The day from which US trade figures of each month were known, and how that day is known.

    ``months``: first days of months. Columns ``released_on`` and ``date_basis``: ``day`` where a text or the schedule
    gives the day of the first release, ``estimated`` for a day to be confirmed and for the end of the month and 40
    days, which stands in where no release is recorded.
    """
    listed = read_typed_facts("releases")
    listed = listed[listed["series"] == US_TRADE].set_index("period")
    period = months.dt.strftime("%Y-%m")
    released_on = period.map(listed["released_on"])
    is_confirmed = period.map(listed["verification"]).isin(CONFIRMED)
    return pd.DataFrame(
        {
            "released_on": released_on.fillna(months + pd.offsets.MonthEnd() + DAYS_TO_RELEASE),
            "date_basis": is_confirmed.map({True: "day", False: "estimated"}),
        }
    )


def dated(figures: pd.DataFrame, is_revised: pd.Series, came_on: date, basis: str) -> pd.DataFrame:
    """Monthly figures of US trade with the columns of ``known_from``. What a file has was known when the file came:
    that day, whose ``basis`` is given, dates a revised figure, and one whose release is estimated to be later.
    """
    first_known = known_from(figures["month"])
    is_early = first_known["date_basis"].eq("estimated") & first_known["released_on"].gt(pd.Timestamp(came_on))
    with_file = is_revised | is_early
    return figures.assign(
        released_on=first_known["released_on"].mask(with_file, pd.Timestamp(came_on)),
        date_basis=first_known["date_basis"].mask(with_file, basis),
    )


def year_known_from(years: pd.Series) -> pd.DataFrame:
    """``known_from`` of the last month of each year."""
    return known_from(pd.to_datetime(years.astype(str) + "-12-01"))
