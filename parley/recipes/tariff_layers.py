"""Dated layers of additional duty, typed in ``data/facts/tariff_layers.csv`` and dated by their events."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.measures.tariffs import headline_additional, in_force
from parley.recipes import Published, read_facts, read_typed_facts
from parley.tables.schema import TableInvalidError

KEY = ["importer_iso3", "exporter_iso3", "authority", "programme", "scope", "valid_from"]


def build(raw: Path) -> pd.DataFrame:
    """One row per layer and act; the days of announcement come from the events that began and ended it.

    A truce continued by a new act is a new row, so that each row keeps the end date its own act printed. ``raw`` is
    not read. Raises TableInvalidError when a layer names an event that is not there.
    """
    del raw  # the facts are the source
    layers = read_typed_facts("tariff_layers")
    events = read_facts("events").set_index("event_id")
    announced = pd.to_datetime(events["announced_on"], format="%Y-%m-%d")
    for column in ("event_id", "ended_by"):
        unknown = layers.index[layers[column].notna() & ~layers[column].isin(events.index)]
        if len(unknown):
            value = layers.loc[unknown[0], column]
            raise TableInvalidError("tariff_layers", column, unknown[0], f"{value!r} is not in events; add it there")
    dated = layers.assign(
        announced_on=layers["event_id"].map(announced),
        end_announced_on=layers["ended_by"].map(announced),
        source_url=layers["event_id"].map(events["source_url"]),
    )
    return dated.drop(columns="ended_by").sort_values(KEY, ignore_index=True)


def _headline(importer: str, exporter: str, day: date, rate_pct: float, source: str) -> Published:
    return Published(
        what=f"additional duty of {importer} on all or most goods of {exporter}, {day}",
        expected=rate_pct,
        compute=lambda frame: headline_additional(frame, importer, exporter, day),
        tolerance=1e-9,
        source=source,
    )


def _steel(exporter: str, day: date, rate_pct: float, source: str) -> Published:
    def compute(frame: pd.DataFrame) -> float:
        steel = frame[(frame["programme"] == "steel") & (frame["exporter_iso3"] == exporter)]
        return float(in_force(steel, day)["rate_pct"].item())

    return Published(f"US duty on steel of {exporter}, {day}", rate_pct, compute, 1e-9, source)


US_ON_CHINA = (
    (date(2025, 2, 3), 0, "no act before Executive Order 14195"),
    (date(2025, 2, 4), 10, "Executive Order 14195"),
    (date(2025, 3, 4), 20, "Executive Order 14228"),
    (date(2025, 4, 5), 30, "Executive Orders 14228 and 14257"),
    (date(2025, 4, 9), 104, "Executive Order 14259"),
    (date(2025, 4, 10), 145, "Executive Order 14266"),
    (date(2025, 5, 13), 145, "Executive Order 14266"),
    (date(2025, 5, 14), 30, "Executive Order 14298"),
    (date(2025, 6, 9), 30, "news report of 9 June 2025"),
    (date(2025, 8, 12), 30, "Executive Order 14334"),
    (date(2025, 11, 9), 30, "Executive Order 14334"),
    (date(2025, 11, 10), 20, "Executive Orders 14357 and 14358"),
    # void in law from 20 February, collected until the 23rd
    (date(2026, 2, 23), 20, "Executive Order of 20 February 2026"),
    (date(2026, 2, 24), 10, "Proclamation 11012"),
    (date(2026, 7, 23), 10, "Proclamation 11012"),
    (date(2026, 7, 24), 12.5, "Memorandum of 23 July 2026"),
    (date(2026, 10, 9), 12.5, "Harmonized Tariff Schedule, revision 21 of 2026, heading 9903.05.31"),
)
CHINA_ON_US = (
    (date(2025, 4, 9), 0, "no general duty before Announcement No. 5 of 2025"),
    (date(2025, 4, 10), 84, "Announcement No. 5 of 2025"),
    (date(2025, 4, 12), 125, "Announcement No. 6 of 2025"),
    (date(2025, 5, 13), 125, "Announcement No. 6 of 2025"),
    (date(2025, 5, 14), 10, "Announcement of 13 May 2025"),
    (date(2025, 6, 9), 10, "news report of 9 June 2025"),
    (date(2025, 8, 12), 10, "Announcement of 12 August 2025"),
    (date(2025, 11, 10), 10, "Announcement No. 10 of 2025"),
    (date(2026, 10, 5), 10, "notices of the Chinese Ministry of Commerce as read on 5 October 2026"),
)
STEEL = (
    ("GBR", date(2018, 6, 1), 25, "Proclamation 9705"),
    ("GBR", date(2022, 6, 1), 0, "tariff-rate quota for the United Kingdom"),
    ("GBR", date(2025, 3, 12), 25, "Proclamation 10896"),
    ("GBR", date(2025, 6, 4), 25, "Proclamation 10947, clause 7"),
    ("WLD", date(2025, 6, 3), 25, "Proclamation 10896"),
    ("WLD", date(2025, 6, 4), 50, "Proclamation 10947"),
    ("GBR", date(2025, 7, 9), 25, "Proclamation 10947, clause 7"),
    ("GBR", date(2026, 4, 6), 25, "Proclamation 11021, clause 2(b)"),
    ("GBR", date(2026, 10, 9), 25, "Harmonized Tariff Schedule, revision 21 of 2026, heading 9903.82.04"),
    ("WLD", date(2026, 10, 9), 50, "Harmonized Tariff Schedule, revision 21 of 2026, heading 9903.82.02"),
)
PUBLISHED = (
    *(_headline("USA", "CHN", *row) for row in US_ON_CHINA),
    *(_headline("CHN", "USA", *row) for row in CHINA_ON_US),
    *(_steel(*row) for row in STEEL),
)
