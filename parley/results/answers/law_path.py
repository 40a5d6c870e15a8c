"""What published effects say of the law as it moved since January 2025, beside growth forecast then and recorded since.

Nothing here tests a forecast or names a cause: growth moved for other reasons too, and no record has a world without
the tariffs.
"""

from datetime import date

import numpy as np
import pandas as pd

from parley.calibration.law_path import FIRST_YEAR, law_path, steps_of
from parley.calibration.policy import US
from parley.models.short_run import DOTS
from parley.results.answers.short_run import by_year

OUTPUT = "us_gdp"
LATEST = date(2025, 1, 31)  # of a forecast made in January 2025 or before
COLUMNS = ["year", "kind", "name", "value", "low", "high", "source_id"]
FORECAST, RECORDED, ANSWER = "forecast", "recorded", "answer"
ALL = "all"


def answer(until: date) -> pd.DataFrame:
    """The level of US GDP against no change, percent, by calendar year 2025 to 2027: year, name, value, low, high.

    Of a year fewer than three houses print, a row a house, ``name``, without low and high; else one row (``ALL``) with
    its range. The law of ``until`` stays after it. Raises CalibrationError.
    """
    years, houses = (rows[rows["variable"] == OUTPUT] for rows in by_year(steps_of(law_path(until))))
    dots = years.loc[years["kind"] == DOTS, "year"]
    single = houses[houses["year"].isin(dots)].rename(columns={"house": "name"}).assign(low=np.nan, high=np.nan)
    every = years[years["kind"] != DOTS].rename(columns={"central": "value"}).assign(name=ALL)
    columns = ["year", "name", "value", "low", "high"]
    rows = pd.concat([every[columns], single[columns]]).sort_values(["year", "name"], ignore_index=True)
    return rows.assign(year=rows["year"] + FIRST_YEAR - 1)


def beside(until: date, forecasts: pd.DataFrame, editions: pd.DataFrame, recorded: pd.DataFrame) -> pd.DataFrame:
    """Rows COLUMNS by calendar year: growth as forecast by the end of January 2025 (each institution's newest edition),
    growth recorded, and the answer as points of level, which in 2025 are points of growth.

    Tables as they ship or as known on a day; a year not recorded has no such row. Raises CalibrationError.
    """
    dated = forecasts.merge(editions[["institution", "edition", "published_on"]], on=["institution", "edition"])
    dated = dated[(dated["area"] == US) & (dated["measure"] == "real_gdp_growth") & (dated["scenario"] == "baseline")]
    early = dated[(dated["published_on"] <= pd.Timestamp(LATEST)) & (dated["target_year"] >= FIRST_YEAR)]
    newest = early.sort_values("published_on").groupby(["institution", "target_year"]).tail(1)
    rows = [
        (int(r["target_year"]), FORECAST, str(r["institution"]), r["value_pct"], None, None, r["source_id"])
        for r in newest.to_dict("records")
    ]
    so_far = recorded[(recorded["area"] == US) & (recorded["year"] >= FIRST_YEAR)].sort_values("published_on")
    rows += [
        (int(r["year"]), RECORDED, str(r["status"]), r["growth_pct"], None, None, r["source_id"])
        for r in so_far.groupby("year").tail(1).to_dict("records")
    ]
    rows += [
        (int(r["year"]), ANSWER, str(r["name"]), r["value"], r["low"], r["high"], None)
        for r in answer(until).to_dict("records")
    ]
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"value": float, "low": float, "high": float})
    order = {FORECAST: 0, RECORDED: 1, ANSWER: 2}
    return table.sort_values(["year", "kind"], key=lambda c: c.map(order) if c.name == "kind" else c, kind="stable",
                             ignore_index=True)  # fmt: skip
