"""What the US and China charge each other by product: the first war, and China's lists of 2025."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.tables.schema import TableInvalidError

FOLDER = "tariffs/waugh-us-china-2018-2020"
US_FILE = f"{FOLDER}/us_tariffs_2020.csv.gz"
CHINA_FILE = f"{FOLDER}/new_tariff_list_2020.csv.gz"
SOURCE_ID = "waugh_us_china_2018_2020"
MOST_ADDED = 25.0  # points; lists 1 to 3 and 4A exclude each other, and none of them took more


def us_china_tariff_hs6_2018_2020(raw: Path) -> pd.DataFrame:
    """Total duty by HS6 in the first trade war, the United States on China and China on the United States.

    One row per importer, date and subheading, sorted so; rates in percent, empty where the files are.
    """
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


RETALIATION_FILE = "tariffs/ita-retaliation-matrix-2025-03-28/underlying_trade_retaliations.csv.gz"
COLUMNS = {
    "Foreign National Tariff Line": "cn_hs8",
    "HS Subheading": "hs6",
    "Foreign Tariff Line Description": "description",
    "Current Total Estimated Retaliatory Tariff": "additional_rate_pct",
}
PUBLISHED_ON = date(2025, 3, 28)
FARM_LIST_ON = date(2025, 3, 10)
DAY_BEFORE_ALL_GOODS = date(2025, 4, 9)


def china_retaliation_hs8(raw: Path) -> pd.DataFrame:
    """China's additional duty on US goods by eight-digit line on 28 March 2025, from the US Government's matrix.

    One row per Chinese line, in code order; rates in percent. Raises TableInvalidError on a rate without %.
    """
    matrix = pd.read_csv(raw_file(raw, RETALIATION_FILE), dtype=str)
    matrix.columns = matrix.columns.str.strip()  # the first name starts with a blank
    lines = matrix.loc[matrix["Country"] == "China", list(COLUMNS)].rename(columns=COLUMNS)
    lines["additional_rate_pct"] = _percent(lines["additional_rate_pct"])
    lines["description"] = lines["description"].str.strip()
    return lines.assign(
        hs_revision="HS2022",
        published_on=PUBLISHED_ON,
        valid_from=FARM_LIST_ON,
        valid_to=DAY_BEFORE_ALL_GOODS,
        source_id="ita_retaliation_matrix_2025_03_28",
    ).sort_values("cn_hs8", ignore_index=True)


def _percent(cells: pd.Series) -> pd.Series:
    """``25.0%`` as 25."""
    other = cells[~cells.str.endswith("%")]
    if len(other):
        problem = f"{other.iloc[0]!r} is not a percentage; read the file's column again"
        raise TableInvalidError("china_retaliation_hs8", "additional_rate_pct", other.index[0], problem)
    return cells.str.removesuffix("%").astype("float64")


CHAPTERS_FILE = "tariffs/china-tariff-on-us-wto/china_tariff_on_us_by_chapter.csv"


def china_tariff_on_us_chapters(raw: Path) -> pd.DataFrame:
    """China's average duty on US goods by chapter and date, computed from WTO lines.

    One row per date and chapter.
    """
    table = pd.read_csv(raw_file(raw, CHAPTERS_FILE), dtype={"hs2": str})
    names = {"hs2": "chapter", "import_weighted_mean_pct": "import_weighted_pct"}
    table = table.rename(columns=names).assign(
        date=pd.to_datetime(table["date"]),
        hs_revision="HS2022",
        published_on=date(2026, 6, 19),
        source_id="china_tariff_on_us_wto",
    )
    table["china_imports_from_us_usd"] = table["china_imports_from_us_usd"].astype("float64")
    return table.sort_values(["date", "chapter"], ignore_index=True)
