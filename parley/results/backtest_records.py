"""What customs recorded around a change of tariffs: two stretches of months, by origin, industry and section."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from parley.calibration.product import section_of_chapter
from parley.calibration.product_market import CalibrationError
from parley.measures.trade import latest_vintage
from parley.tables import read_table
from parley.terms import day

CHINA, OTHERS, WORLD = "CHN", "others", "WLD"
INDUSTRY, SECTION = "naics3", "section"
ALL, NO_GOODS = "all", "none"  # All goods together; goods no concordance knows.
MIDDLE_OF_MONTH = 15


@dataclass(frozen=True)
class Episode:
    """A stretch of months under a tariff regime, the same months of a year before it, and the day of the old duties.

    Months are their first days; both ends belong to the stretch. ``recorded_by``: the goods customs records it by.
    """

    name: str
    title: str
    before: tuple[date, date]
    after: tuple[date, date]
    old_duties: date
    recorded_by: tuple[str, ...] = (INDUSTRY,)

    @property
    def month_count(self) -> int:
        """How many months each stretch has."""
        return len(list(middles(self.after)))


EPISODES = (
    Episode(
        "first_trade_war",
        "September to December 2019 over the same months of 2017",
        (date(2017, 9, 1), date(2017, 12, 1)),
        (date(2019, 9, 1), date(2019, 12, 1)),
        date(2018, 1, 1),
        (INDUSTRY, SECTION),
    ),
    Episode(
        "tariffs_of_2025",
        "June to November 2025 over the same months of 2024",
        (date(2024, 6, 1), date(2024, 11, 1)),
        (date(2025, 6, 1), date(2025, 11, 1)),
        date(2024, 12, 31),
    ),
    Episode(
        "after_the_ruling",
        "March to June 2026 over the same months of 2024",
        (date(2024, 3, 1), date(2024, 6, 1)),
        (date(2026, 3, 1), date(2026, 6, 1)),
        date(2024, 12, 31),
        recorded_by=(),
    ),
)


def recorded(episode: Episode, goods: str) -> pd.DataFrame:
    """Value and duty by ``goods`` (naics3, section or all) and origin, before and after, with the day all was known.

    Columns: goods, origin (CHN, others), value_before_usd, duty_before_usd, value_usd, duty_usd, known_on, source_id.
    Others are the world less China. Raises CalibrationError when a month is missing.
    """
    if goods == INDUSTRY:
        rows = read_table("us_imports_naics3_monthly", where={"partner_iso3": [CHINA, WORLD]})
    elif goods == SECTION:
        where = {"flow": ["import"], "basis": ["consumption"], "partner_iso3": [CHINA, WORLD]}
        rows = read_table("us_trade_hs2_monthly", where=where)
        section = rows["chapter"].map(section_of_chapter(read_table("hs_codes")))
        rows = rows.assign(section=section.fillna(NO_GOODS))
    else:
        rows = _totals()
    return _two_stretches(episode, goods, rows.rename(columns={"partner_iso3": "origin"}))


def _totals() -> pd.DataFrame:
    """Imports of all goods by country."""
    where = {"reporter_iso3": ["USA"], "flow": ["import"], "basis": ["consumption"], "partner_iso3": [CHINA, WORLD]}
    rows = read_table("trade_monthly", where=where)
    plain = latest_vintage(rows[rows["seasonal_adjustment"] == "NSA"], ["partner_iso3", "month"])
    return plain.assign(all=ALL)


def together(frame: pd.DataFrame) -> pd.DataFrame:
    """All goods of a frame by ``recorded`` or of the model's, by origin: its columns in US$, summed."""
    return frame.groupby("origin", as_index=False).sum(numeric_only=True)


def _two_stretches(episode: Episode, goods: str, rows: pd.DataFrame) -> pd.DataFrame:
    sums, whole = {}, []
    for suffix, (first, last) in (("_before_usd", episode.before), ("_usd", episode.after)):
        months = rows[(rows["month"] >= pd.Timestamp(first)) & (rows["month"] <= pd.Timestamp(last))]
        wanted, counts = len(list(middles((first, last)))), months.groupby("origin")["month"].nunique()
        if not (counts.reindex([CHINA, WORLD]) == wanted).all():
            raise CalibrationError(f"{episode.title}: not all months from {day(first)} are recorded.")
        whole.append(months)
        total = months.groupby([goods, "origin"])[["value_usd", "duty_usd"]].sum().unstack(fill_value=0.0)
        for name in ("value", "duty"):
            world, china = (total[f"{name}_usd"][origin].astype(float) for origin in (WORLD, CHINA))
            sums[f"{name}{suffix}"] = pd.concat({CHINA: china, OTHERS: world - china}, names=["origin"])
    used = pd.concat(whole)
    return (
        pd.DataFrame(sums)
        .reset_index()
        .assign(known_on=used["released_on"].max(), source_id=used["source_id"].mode().iloc[0])
    )


def middles(stretch: tuple[date, date]) -> Iterator[date]:
    """The fifteenth of every month of a stretch."""
    first, last = (12 * end.year + end.month - 1 for end in stretch)
    for month in range(first, last + 1):
        yield date(month // 12, month % 12 + 1, MIDDLE_OF_MONTH)
