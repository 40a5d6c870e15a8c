"""What the tables say about each statement of a news report of 9 June 2025 on the London talks."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from parley.measures import events as dated
from parley.measures import exports, forecasts, supply, tariffs

REPORT_DAY = date(2025, 6, 9)
MAY_2025, MAY_2024 = pd.Timestamp("2025-05-01"), pd.Timestamp("2024-05-01")
GROWTH_YEAR = 2025
MINED_IN = 2024
UK_STEEL_DATE = date(2025, 7, 9)

AGREES, NUANCE, CONTRADICTED, UNKNOWN = "holds", "holds with a caveat", "does not hold", "cannot be checked"


class Claim(NamedTuple):
    """One figure the report gives: its subject, value and unit; ``at_least`` where the report says "over"."""

    subject: str
    value: float
    unit: str
    decimals: int = 0
    at_least: bool = False


CLAIMS: dict[str, tuple[Claim, ...]] = {
    "truce": (Claim("US duty on Chinese goods", 30, "%"), Claim("Chinese duty on US goods", 10, "%")),
    "mining": (Claim("China's share of rare earths mined", 69, "%", at_least=True),),
    "growth": (Claim("World growth in 2025, OECD", 2.9, "%", 1),),
    "customs": (
        Claim("China's exports in May 2025, change on a year before", 4.8, "%", 1),
        Claim("China's imports in May 2025, change on a year before", -3.4, "%", 1),
    ),
}


def verdict(agreed: bool | None, nuance: bool) -> str:
    """The word for a statement: whether the tables agree (None: they hold nothing on it), and whether in full."""
    if agreed is None:
        return UNKNOWN
    if not agreed:
        return CONTRADICTED
    return NUANCE if nuance else AGREES


def matches(claim: Claim, value: float) -> bool:
    """Whether a figure, rounded as the report rounds, is the one it gives; for "over" whether it reaches it."""
    if claim.at_least:
        return value >= claim.value
    return round(value, claim.decimals) == claim.value


def duty_layers(layers: pd.DataFrame) -> pd.DataFrame:
    """The two sides' layers on all or most goods of each other: rows of ``tariff_layers`` by first day."""
    pairs = [("USA", "CHN"), ("CHN", "USA")]
    of_pair = pd.Series(zip(layers["importer_iso3"], layers["exporter_iso3"], strict=True), index=layers.index)
    rows = layers[of_pair.isin(pairs) & layers["coverage"].isin(tariffs.HEADLINE)]
    return rows.sort_values(["valid_from", "importer_iso3", "authority"], ignore_index=True)


def duties_on(layers: pd.DataFrame, on: date) -> pd.DataFrame:
    """Both sides' layers on all or most goods of the other in force on a day; percent.

    ``layers``: rows of ``tariff_layers``. US first, then by authority from the zero line upwards.
    """
    in_force = tariffs.in_force(duty_layers(layers), on)
    in_force = in_force.sort_values("authority", key=lambda a: a.map(tariffs.STACKING.index), kind="stable")
    return in_force.sort_values("importer_iso3", ascending=False, kind="stable", ignore_index=True)


def duty(in_force: pd.DataFrame, importer: str) -> float:
    """One side's headline duty in percent: the sum of its rows of ``duties_on``."""
    return float(in_force.loc[in_force["importer_iso3"] == importer, "rate_pct"].sum())


def weighted_duties(partner_steps: pd.DataFrame, on: date) -> pd.DataFrame:
    """The US average statutory duty on China by authority on a day, weighted by imports of 2024; percent.

    Rows of ``us_tariff_partner_steps`` without the total: authorities add up to it.
    """
    china = partner_steps[(partner_steps["exporter_iso3"] == "CHN") & (partner_steps["authority"] != "total")]
    return tariffs.in_force(china, on)


def added_points(weighted: pd.DataFrame, authorities: Sequence[str]) -> float:
    """Percentage points these authorities add to the average duty: rows of ``weighted_duties``."""
    return float(weighted.loc[weighted["authority"].isin(authorities), "rate_pct"].sum())


def mined(mine_production: pd.DataFrame) -> pd.DataFrame:
    """China's share of rare earths mined in 2024 and 2025 by edition of the Mineral Commodity Summaries, oldest first.

    Columns of ``supply.china_by_edition``.
    """
    rows = supply.china_by_edition(mine_production)
    summaries = rows["edition"].str.startswith("MCS") & (rows["year"] >= MINED_IN)
    return rows[summaries].sort_values(["published_on", "year"], ignore_index=True)


def mined_in_2024(by_edition: pd.DataFrame) -> pd.Series:
    """The row of 2024 in the newest edition of ``mined``. Raises IndexError when no edition was known."""
    return by_edition[by_edition["year"] == MINED_IN].iloc[-1]


def later_stages(stage_shares: pd.DataFrame) -> pd.DataFrame:
    """China's newest observed share of refining and of magnets: rows of ``supply.stage_bars``."""
    bars = supply.stage_bars(stage_shares)
    of_china = (bars["iso3"] == "CHN") & (bars["kind"] != "projection") & (bars["stage"] != "mine")
    return bars[of_china].reset_index(drop=True)


def world_growth(table: pd.DataFrame, editions: pd.DataFrame) -> pd.DataFrame:
    """Every OECD edition on world growth in 2025 and 2026: ``forecasts.paths`` of the two target years."""
    return forecasts.paths(table, editions, "WLD", [GROWTH_YEAR, GROWTH_YEAR + 1])


def newest(path: pd.DataFrame, year: int) -> pd.Series:
    """The row of one target year in the edition published last. Raises IndexError when there is none."""
    return path[path["target_year"] == year].sort_values("published_on").iloc[-1]


def customs_of(customs: pd.DataFrame, month: pd.Timestamp) -> pd.DataFrame:
    """China's trade with the world in one month, US dollars: the releases of ``china_customs``, oldest first."""
    single = (customs["period_start"] == month) & (customs["period_end"] == month + pd.offsets.MonthEnd(0))
    world = (customs["partner_iso3"] == "WLD") & (customs["currency"] == "USD")
    return customs[single & world].sort_values("published_on", kind="stable", ignore_index=True)


def printed_growth(releases: pd.DataFrame, flow: str) -> pd.Series:
    """The row of the first release of one flow that prints a growth rate. Raises IndexError when there is none."""
    return releases[(releases["flow"] == flow) & releases["change_pct"].notna()].iloc[0]


def recomputed_growth(customs: pd.DataFrame, flow: str) -> float:
    """Growth from May 2024 to May 2025 in percent from the levels as first published: value / value before - 1.

    Not what customs print: they compare with a revised level of the year before. NaN without both levels.
    """
    levels = [
        rows.loc[(rows["flow"] == flow) & rows["value_usd"].notna(), "value_usd"]
        for rows in (customs_of(customs, MAY_2025), customs_of(customs, MAY_2024))
    ]
    if any(level.empty for level in levels):
        return np.nan
    now, before = (float(level.iloc[0]) for level in levels)
    return (now / before - 1) * 100


def newest_growth(customs: pd.DataFrame) -> pd.DataFrame:
    """China's export and import growth of the newest single month for which both are printed, a row each.

    Growth over a year earlier in percent (``change_pct``, of US$ values); empty when no month has both.
    Figures that are not confirmed are left out.
    """
    customs = customs[customs["verification"] != "unverified"]
    month = customs["period_start"] + pd.offsets.MonthEnd(0) == customs["period_end"]
    printed = (customs["partner_iso3"] == "WLD") & (customs["currency"] == "USD") & customs["change_pct"].notna()
    rows = customs[month & printed & customs["flow"].isin(["export", "import"])].drop_duplicates(
        ["period_start", "flow"]
    )
    both = rows[rows.groupby("period_start")["flow"].transform("count") == 2]
    last: pd.DataFrame = both[both["period_start"] == both["period_start"].max()]
    return last.sort_values("flow", ignore_index=True)


def steel(layers: pd.DataFrame) -> pd.DataFrame:
    """US duty on steel since March 2025, from the UK and from everywhere else, by first day: rows of the layers."""
    rows = layers["programme"].isin(["steel", "steel_derivatives"]) & (layers["importer_iso3"] == "USA")
    since = layers["valid_from"] >= pd.Timestamp("2025-03-12")
    kept = layers[rows & since & layers["exporter_iso3"].isin(["GBR", "WLD"])]
    return kept.sort_values(["valid_from", "exporter_iso3", "programme"], ignore_index=True)


def magnets_to_us(table: pd.DataFrame) -> tuple[pd.DataFrame, float | None]:
    """China's magnet exports to the US by month, with the year 2024 where known, and the monthly mean of 2024.

    In tonnes; the mean is None where the year is not known.
    """
    months = exports.months(table, exports.MAGNETS, ["USA"])
    year = exports.year_row(table, exports.MAGNETS, "USA", 2024)
    mean = float(year["per_month_t"].iloc[0]) if len(year) else None
    return exports.with_year(months, year), mean


def newest_in_all_forms(table: pd.DataFrame) -> pd.Series:
    """China's exports of rare earths in all forms in the newest single month. Raises IndexError when none is known."""
    months = exports.months(table, exports.ALL_FORMS, ["WLD"])
    return months[months["n_months"] == 1].iloc[-1]


def in_month(rows: pd.DataFrame, month: pd.Timestamp) -> pd.Series | None:
    """The row of one single month; None when it had not been published."""
    matches = rows[(rows["period_start"] == month) & (rows["n_months"] == 1)]
    return None if matches.empty else matches.iloc[0]


def single_months(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of single months in the order of time."""
    return rows[rows["n_months"] == 1].sort_values("period_start", ignore_index=True)


def named(events: pd.DataFrame, event_ids: Sequence[str]) -> pd.DataFrame:
    """The named events that are known, by the day they became known."""
    rows = events[events["event_id"].isin(event_ids)]
    return rows.assign(known_on=rows["announced_on"].fillna(rows["valid_from"])).sort_values(
        ["known_on", "event_id"], ignore_index=True
    )


def ends_ahead(events: pd.DataFrame, on: date) -> pd.DataFrame:
    """What is known on a day to fall on a later one: dates set in advance, and ends printed in acts in force.

    ``events`` as known on the day; only those between the US and China or Britain. Adds ``due``, the day that is
    set, its ``kind`` (``events.BEGINS`` or ``events.ENDS``), and ``extended_to``, the later end announced since
    (``events.extended``); the earliest first.
    """
    day = pd.Timestamp(on)
    talks = events["domain"].isin(["tariff", "talks"]) & events["target"].isin(["CHN", "USA", "CHN;USA", "GBR"])
    starts = events[talks & (events["valid_from"] > day) & (events["direction"] == "none")]
    in_force = tariffs.in_force(events, on)
    ends = in_force[talks.loc[in_force.index] & (in_force["scheduled_end"] > day)]
    starts = starts.assign(due=starts["valid_from"], kind=dated.BEGINS)
    due = pd.concat([starts, ends.assign(due=ends["scheduled_end"], kind=dated.ENDS)])
    due = due.assign(extended_to=dated.extended(due, events, "due"))
    return due.sort_values(["due", "event_id"], ignore_index=True)


def mentions(events: pd.DataFrame, pattern: str) -> pd.DataFrame:
    """Events whose title, scope, instrument, status or note match a regular expression, whatever the case."""
    words = events[["title", "scope", "instrument", "status_text", "note"]].fillna("").astype(str).agg(" ".join, axis=1)
    return events[words.str.contains(pattern, case=False, regex=True)]
