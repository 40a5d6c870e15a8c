"""Total duty by HS6 in the first trade war, the United States on China and China on the United States."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

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


def _lines(frame: pd.DataFrame, importer: str, day: str) -> pd.Series:
    rates: pd.Series = frame.loc[(frame["importer_iso3"] == importer) & (frame["valid_from"] == day), "rate_pct"]
    return rates


def _mean(importer: str, day: str) -> Callable[[pd.DataFrame], float]:
    return lambda frame: float(_lines(frame, importer, day).mean())


def _rows(importer: str) -> Callable[[pd.DataFrame], float]:
    return lambda frame: float((frame["importer_iso3"] == importer).sum())


MEANS = {
    "USA": {"2018-01-01": 4.60, "2019-09-01": 26.72, "2020-02-14": 24.84},
    "CHN": {"2018-01-01": 9.71, "2019-09-01": 25.56},
}
PUBLISHED = (
    *(
        Published(
            what=f"mean over the subheadings, {importer}, {day}, %",
            expected=mean,
            compute=_mean(importer, day),
            tolerance=0.005,
            source="Waugh, lists of 7 April 2021",
        )
        for importer, means in MEANS.items()
        for day, mean in means.items()
    ),
    Published(
        what="highest duty on golf bags (4202.91), 9 % and a list of 25, as the file doubles it, %",
        expected=59,
        compute=reading("rate_pct", importer_iso3="USA", hs6="420291", valid_from=pd.Timestamp("2020-02-14")),
        tolerance=0,
        source="Waugh, lists of 7 April 2021",
    ),
    Published("rows of the US side", 5114 * 7, _rows("USA"), 0, "Waugh, lists of 7 April 2021"),
    Published("rows of the Chinese side", 5387 * 12, _rows("CHN"), 0, "Waugh, lists of 7 April 2021"),
    Published(
        what="highest US duty, a specific duty stated as a percentage, %",
        expected=375,
        compute=lambda frame: frame.loc[frame["importer_iso3"] == "USA", "rate_pct"].max(),
        tolerance=0,
        source="Waugh, lists of 7 April 2021",
    ),
)
