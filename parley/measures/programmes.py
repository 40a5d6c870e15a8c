"""Tariff programmes of one side that touch the other's goods: which act set which rates, and from when to when."""

import re
from datetime import date

import pandas as pd

DAY = pd.Timedelta(days=1)
COLUMNS = [
    "programme",
    "authority",
    "valid_from",
    "valid_to",
    "low_pct",
    "high_pct",
    "state",
    "title",
    "scope",
    "instrument",
    "citation",
    "verification",
    "source_url",
    "event_id",
    "source_id",
]


def programmes(events: pd.DataFrame, layers: pd.DataFrame, importer: str, exporter: str, until: date) -> pd.DataFrame:
    """One row per act that set a rate on goods of ``exporter``, its own or everyone's, programme by programme.

    A row runs from the day in force to the day it ends or to ``until``. ``low_pct`` and ``high_pct`` span the rates the
    act prints. ``state`` is in_force, or not_confirmed for the days of an open row after the last day our sources
    confirm: ``confirmed_until`` of the layer, else ``status_as_of`` of the act. Where ``layers`` has a programme for
    this pair of countries, acts without a layer (rates of other countries, exemptions) are left out.
    """
    end = pd.Timestamp(until)
    pair = layers[layers["importer_iso3"].eq(importer) & layers["exporter_iso3"].eq(exporter)]
    rows = _acts(events, pair, importer, exporter, end)
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    # an act on all countries can end earlier for this pair; where one layer of it is open, so is the act
    ends = pair.groupby("event_id")["valid_to"].agg(lambda days: days.max(skipna=False))
    rows["valid_to"] = rows["valid_to"].where(~rows["event_id"].isin(ends.index), rows["event_id"].map(ends))
    rates = rows["rate_after_text"].map(_rates)
    confirmed = rows["event_id"].map(layers.groupby("event_id")["confirmed_until"].max())
    rows = rows.assign(
        low_pct=rates.map(min),
        high_pct=rates.map(max),
        confirmed=confirmed.fillna(rows["status_as_of"]),
        first=rows.groupby(["authority", "programme"])["valid_from"].transform("min"),
    )
    parted = _parted(rows, end)
    order = ["first", "authority", "programme", "valid_from", "event_id"]
    return parted.sort_values(order, kind="stable", ignore_index=True)[COLUMNS]


def course(rows: pd.DataFrame) -> list[tuple[float, float]]:
    """The lowest and highest rate of one programme each time either changed, in the order of time."""
    steps: list[tuple[float, float]] = []
    for day in sorted(rows["valid_from"].unique()):
        in_force = rows[(rows["valid_from"] <= day) & (rows["valid_to"] >= day)]
        rates = float(in_force["low_pct"].min()), float(in_force["high_pct"].max())
        if not steps or steps[-1] != rates:
            steps.append(rates)
    return steps


def _acts(events: pd.DataFrame, pair: pd.DataFrame, importer: str, exporter: str, end: pd.Timestamp) -> pd.DataFrame:
    mine = events["domain"].eq("tariff") & events["actor"].eq(importer) & events["target"].isin([exporter, "WLD"])
    named = events["authority"].notna() & events["programme"].notna() & (events["valid_from"] <= end)
    rows = events[mine & named]
    layered = pd.MultiIndex.from_frame(pair[["authority", "programme"]])
    elsewhere = ~pd.MultiIndex.from_frame(rows[["authority", "programme"]]).isin(layered)
    rows = rows[elsewhere | rows["event_id"].isin(pair["event_id"]).to_numpy()]
    return rows[rows["rate_after_text"].map(_rates).map(len) > 0].copy()


def _rates(text: object) -> list[float]:
    """The rates an act prints: ``25 steel / 10 aluminium`` gives 25 and 10; words in brackets are set aside."""
    plain = re.sub(r"\(.*?\)", "", text) if isinstance(text, str) else ""
    return [float(rate) for rate in re.findall(r"\d+(?:\.\d+)?", plain)]


def _parted(rows: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Every row to its last day; open ones in two where our sources cease to confirm them."""
    last = rows["valid_to"].where(rows["valid_to"] <= end, end)
    unsure = rows["valid_to"].isna() & (rows["confirmed"] < end)
    sure = rows.assign(valid_to=last.mask(unsure, rows["confirmed"]), state="in_force")
    since = (rows["confirmed"] + DAY).where(rows["confirmed"] >= rows["valid_from"], rows["valid_from"])
    rest = rows.assign(valid_from=since, valid_to=end, state="not_confirmed")[unsure]
    both: pd.DataFrame = pd.concat([sure[sure["valid_to"] >= sure["valid_from"]], rest])
    return both


# The list of acts and rulings of the two sides on tariffs, newest first.

SUBJECTS = ("tariff", "court")
ACT_COLUMNS = [
    "valid_from",
    "announced_on",
    "actor",
    "title",
    "authority",
    "rate_before_text",
    "rate_after_text",
    "rate_after_pct",
    "is_us_cn_headline",
    "instrument",
    "citation",
    "scope",
    "status_text",
    "verification",
    "source_url",
    "event_id",
    "source_id",
]


def acts(events: pd.DataFrame, actor: str | None = None) -> pd.DataFrame:
    """Tariff acts and court rulings, of both sides unless ``actor`` names one, by the day in force, newest first.

    An act that never came into force stands at the day it was announced. ``events``: the table, as known on a day.
    """
    chosen = events["domain"].isin(SUBJECTS) & events["actor"].isin(["USA", "CHN"] if actor is None else [actor])
    day = events["valid_from"].fillna(events["announced_on"]).rename("day")
    rows = events[chosen].assign(day=day)
    return rows.sort_values(["day", "announced_on", "event_id"], ascending=False, ignore_index=True)[ACT_COLUMNS]


def main_steps(rows: pd.DataFrame) -> pd.DataFrame:
    """Of these acts the main steps of the tariffs of the two sides on each other."""
    return rows[rows["is_us_cn_headline"].astype(bool)].reset_index(drop=True)
