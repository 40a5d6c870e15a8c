"""Forecast editions: which was current on a day, how a forecast moved, and how far off it was."""

from datetime import date

import pandas as pd

ACTUALS_SOURCE = "actuals_oecd_eo119"
ACTUALS_EDITION = "EO119"
SERIES = ["institution", "edition"]


def current_edition(
    forecasts: pd.DataFrame, editions: pd.DataFrame, institution: str, as_of: date | None = None
) -> str | None:
    """The edition of ``institution`` published last on or before ``as_of``, among those with rows in ``forecasts``.

    Pass the forecasts of one area and measure to get the edition current for that series. None when nothing had been
    published by then; without ``as_of`` the newest edition.
    """
    with_rows = forecasts.loc[forecasts["institution"] == institution, "edition"]
    known = editions[(editions["institution"] == institution) & editions["edition"].isin(with_rows)]
    if as_of is not None:
        known = known[known["published_on"] <= pd.Timestamp(as_of)]
    if known.empty:
        return None
    return str(known.sort_values("published_on")["edition"].iloc[-1])


def revision_path(
    forecasts: pd.DataFrame,
    editions: pd.DataFrame,
    area: str,
    measure: str,
    target_year: int,
    institution: str,
    scenario: str = "baseline",
) -> pd.DataFrame:
    """How the forecast of one year moved: one row per edition, in order of publication.

    Columns of ``forecasts`` with ``published_on``, ``date_basis``, ``title`` and ``us_effective_tariff_rate_pct`` of
    the edition, and ``change_pp``: value less that of the edition before (missing in the first row). Values have one
    or three decimals (``decimals``), so a change from or to one decimal is exact to 0.05 or 0.1 points only.
    """
    of_series = (
        (forecasts["institution"] == institution)
        & (forecasts["area"] == area)
        & (forecasts["measure"] == measure)
        & (forecasts["target_year"] == target_year)
        & (forecasts["scenario"] == scenario)
    )
    of_edition = editions[[*SERIES, "title", "published_on", "date_basis", "us_effective_tariff_rate_pct"]]
    path = forecasts[of_series].merge(of_edition, on=SERIES, how="left", validate="one_to_one")
    path = path.sort_values("published_on", ignore_index=True)
    return path.assign(change_pp=path["value_pct"].diff())


def forecast_errors(forecasts: pd.DataFrame, actuals: pd.DataFrame, institution: str = "OECD") -> pd.DataFrame:
    """Forecast less recorded growth in percentage points, by edition, area and target year.

    Outcomes are the growth rates of Economic Outlook 119 alone; the world, which has no such row, takes the rate that
    edition prints for a past year. Baseline real-GDP forecasts of the current and later years only: no estimate of a
    past year, no alternative scenario, and no area whose composition or year differs between the two sides.
    Columns: institution, edition, area, target_year, horizon_years, year_basis, forecast_pct, actual_pct,
    actual_status, error_pp, source_id.
    """
    growth = forecasts[(forecasts["measure"] == "real_gdp_growth") & (forecasts["scenario"] == "baseline")]
    ahead = growth[(growth["institution"] == institution) & (growth["horizon_years"] >= 0)]
    outcomes = pd.concat([_recorded(actuals), _recorded_world(growth)], ignore_index=True)
    paired = ahead.merge(outcomes, on=["area", "target_year", "year_basis"], how="inner", validate="many_to_one")
    paired = paired.rename(columns={"value_pct": "forecast_pct"})
    paired["error_pp"] = paired["forecast_pct"] - paired["actual_pct"]
    columns = [*SERIES, "area", "target_year", "horizon_years", "year_basis"]
    return paired[[*columns, "forecast_pct", "actual_pct", "actual_status", "error_pp", "source_id"]]


def _recorded(actuals: pd.DataFrame) -> pd.DataFrame:
    rows = actuals[(actuals["source_id"] == ACTUALS_SOURCE) & (actuals["vintage"] == ACTUALS_EDITION)]
    names = {"year": "target_year", "growth_pct": "actual_pct", "status": "actual_status"}
    return rows.rename(columns=names)[["area", "target_year", "year_basis", "actual_pct", "actual_status"]]


def _recorded_world(growth: pd.DataFrame) -> pd.DataFrame:
    """World growth of a past year as the same edition prints it (3.4 for 2025)."""
    past = (growth["edition"] == ACTUALS_EDITION) & (growth["area"] == "WLD") & (growth["horizon_years"] < 0)
    rows = growth[past].rename(columns={"value_pct": "actual_pct"}).assign(actual_status="estimate")
    return rows[["area", "target_year", "year_basis", "actual_pct", "actual_status"]]
