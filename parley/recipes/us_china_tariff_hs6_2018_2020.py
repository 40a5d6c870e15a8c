"""Total duty by HS6 in the first trade war, the United States on China and China on the United States."""

from itertools import pairwise
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

FOLDER = "tariffs/waugh-us-china-2018-2020"
US_FILE = f"{FOLDER}/us_tariffs_2020.csv.gz"
CHINA_FILE = f"{FOLDER}/new_tariff_list_2020.csv.gz"
SOURCE_ID = "waugh_us_china_2018_2020"
MOST_ADDED = 25.0  # points; lists 1 to 3 and 4A exclude each other, and none of them took more


def build(raw: Path) -> pd.DataFrame:
    """One row per importer, date and subheading, sorted so; rates in percent, empty where the files are."""
    us = _read(raw, US_FILE).assign(importer_iso3="USA", exporter_iso3="CHN")
    china = _read(raw, CHINA_FILE).assign(importer_iso3="CHN", exporter_iso3="USA")
    wording = us.drop_duplicates("hs6").set_index("hs6")["description"]
    china["description"] = china["hs6"].map(wording)
    us["is_flagged"], china["is_flagged"] = us["hs6"].isin(doubled(us)), False
    table = pd.concat([us, china], ignore_index=True).assign(hs_revision="HS2017", source_id=SOURCE_ID)
    return table.sort_values(["importer_iso3", "valid_from", "hs6"], ignore_index=True)


def doubled(us: pd.DataFrame) -> set[str]:
    """The US codes that ever stand more than ``MOST_ADDED`` above their first duty; a missing first duty is no ground.

    ``us``: columns hs6, valid_from, rate_pct.
    """
    rates = us.pivot(index="hs6", columns="valid_from", values="rate_pct")
    added = rates.sub(rates.iloc[:, 0], axis=0).max(axis=1)
    return set(rates.index[added > MOST_ADDED + 0.01])


def _read(raw: Path, file: str) -> pd.DataFrame:
    lines = pd.read_csv(raw_file(raw, file), dtype={"hs6": str}, parse_dates=["time_of_tariff"])
    lines = lines.rename(columns={"time_of_tariff": "valid_from", "tariff": "rate_pct"})
    starts = sorted(lines["valid_from"].unique())
    ends = {day: following - pd.Timedelta(days=1) for day, following in pairwise(starts)}
    return lines.assign(valid_to=lines["valid_from"].map(ends))
