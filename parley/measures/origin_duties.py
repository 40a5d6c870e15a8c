"""How US law moved the average duty on each origin but China since the end of 2024, from averages by partner.

No list is stacked here: claims under the agreement with Canada and Mexico and ceilings of "15 % all-in" are in no table
by product, so an origin's products all move by the change of its average. The European Union is the mean of its
members. The averages end with the law of 8 June 2026; the forced-labour duty of 24 July 2026 is added as an estimate.
"""

from collections.abc import Collection
from datetime import date
from typing import Literal

import pandas as pd

from parley.measures.partners import with_eu
from parley.measures.tariffs import in_force

Estimate = Literal["surcharge_share", "chinese_share"]

TOTAL, FORCED_LABOUR = "total", "forced_labour_2026"
BASE_DAY = date(2025, 1, 1)  # the first day of the averages, which stands for the end of 2024
FORCED_LABOUR_DAY = pd.Timestamp("2026-07-24")
# memorandum of 23 July 2026, event us-301-fl: 12.5 % where nothing else is named
FORCED_LABOUR_PCT = {"GBR": 10.0, "CAN": 10.0, "MEX": 10.0, "IND": 10.0, "EU27": 10.0, "TWN": 10.0}
FORCED_LABOUR_REST_PCT = 12.5
SURCHARGE_PCT = 10.0  # section 122, 24 February to 23 July 2026
NET_OF_ORDINARY = ("EU27", "TWN", "JPN", "KOR", "CHE")
KEY = ["exporter_iso3", "authority"]
LAST_LAW_DAY = date(2026, 6, 8)  # of the averages
DAY = pd.Timedelta(days=1)
SAME_RATE = 1e-9


def union_weights(known_usd: pd.Series, union_usd: float, earlier_usd: pd.Series) -> pd.Series:
    """Imports by member of the Union, adding to ``union_usd``; index iso3.

    ``known_usd`` where the year is recorded; the members it lacks share what is left as they did in ``earlier_usd``.
    """
    rest = earlier_usd[~earlier_usd.index.isin(known_usd.index)]
    left = union_usd - known_usd.sum()
    weights: pd.Series = pd.concat([known_usd, rest / rest.sum() * left])
    return weights


def union_steps(steps: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Rows of EU27 by authority, the total among them: on every change date of a member, the mean over members.

    ``steps``: rows of us_tariff_partner_steps; ``weights``: imports by member.
    """
    members = steps[steps["exporter_iso3"].isin(weights.index)]
    held = {day: members[(members["valid_from"] <= day) & (members["valid_to"] >= day)] for day in _days(members)}
    rows = pd.concat([with_eu(rates, weights).assign(valid_from=day) for day, rates in held.items()])
    columns = [*KEY, "valid_from", "rate_pct"]
    ordered = rows[columns].sort_values(columns, ignore_index=True)
    moved = ordered.groupby(KEY)["rate_pct"].diff().abs()
    return closed(ordered[moved.isna() | (moved > SAME_RATE)])


def _days(steps: pd.DataFrame) -> list[pd.Timestamp]:
    return sorted(steps["valid_from"].unique())


def closed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, one per first day, with ``valid_to`` the eve of the next; the last one is open."""
    ordered = rows.sort_values([*KEY, "valid_from"], ignore_index=True)
    return ordered.assign(valid_to=ordered.groupby(KEY)["valid_from"].shift(-1) - DAY)


def forced_labour(averages: pd.DataFrame, chinese_share: float) -> pd.DataFrame:
    """The forced-labour duty by origin from its first day, an estimate on two readings of its exempt list.

    ``averages``: rows by origin and authority up to the day before. Rate by origin, for some less the mean ordinary
    duty, times the share of imports that owes it: what the surcharge of section 122 reached of that origin, its list
    being nearly the same (``estimate`` surcharge_share), or China's share everywhere (chinese_share, a ratio).
    """
    eve = in_force(averages, FORCED_LABOUR_DAY - DAY)
    by_law = eve.pivot(index="exporter_iso3", columns="authority", values="rate_pct").fillna(0.0)
    rate = pd.Series(FORCED_LABOUR_PCT).reindex(by_law.index).fillna(FORCED_LABOUR_REST_PCT)
    net = (rate - by_law["mfn"]).clip(lower=0).where(by_law.index.isin(NET_OF_ORDINARY), rate)
    reached = by_law["section_122"] / SURCHARGE_PCT
    frames = [
        pd.DataFrame({"exporter_iso3": by_law.index, "rate_pct": (net * share).to_numpy(), "estimate": name})
        for name, share in (("surcharge_share", reached), ("chinese_share", chinese_share))
    ]
    return pd.concat(frames, ignore_index=True).assign(
        authority="section_301", valid_from=FORCED_LABOUR_DAY, valid_to=pd.Series(pd.NaT, index=range(2 * len(by_law)))
    )


def change_points(
    table: pd.DataFrame, on: date, without: Collection[str] = (), estimate: Estimate = "surcharge_share"
) -> pd.Series:
    """Points by which the average duty on an origin had changed by ``on`` since the end of 2024; index iso3.

    ``table``: us_tariff_origin_steps. Authorities (or the programme forced_labour_2026) in ``without`` are taken out
    of the day's average, not of the base's. ``estimate``: which reading of the forced-labour duty.
    """
    then = _average(table, BASE_DAY, (), estimate)
    return _average(table, on, without, estimate).sub(then, fill_value=0.0)


def rates_of(table: pd.DataFrame, on: date, authority: str) -> pd.Series:
    """What one authority adds to the average duty of each origin on a day, estimates left out; index iso3."""
    rows = in_force(table[(table["authority"] == authority) & (table["estimate"] == "none")], on)
    return rows.set_index("exporter_iso3")["rate_pct"]


def _average(table: pd.DataFrame, on: date, without: Collection[str], estimate: Estimate) -> pd.Series:
    present = in_force(table, on)
    struck_out = present["authority"].isin(without)
    forced = (present["estimate"] == estimate) & ~struck_out & (FORCED_LABOUR not in without)
    sign = pd.Series(0.0, index=present.index)
    sign[(present["authority"] == TOTAL) | forced] = 1.0
    sign[(present["estimate"] == "none") & struck_out] = -1.0
    return (present["rate_pct"] * sign).groupby(present["exporter_iso3"]).sum()
