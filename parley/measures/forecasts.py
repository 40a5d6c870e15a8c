"""Forecast editions: which was current on a day, how a forecast moved, and how far off it was."""

from datetime import date

import pandas as pd

ACTUALS_SOURCE = "actuals_oecd_eo119"
ACTUALS_EDITION = "EO119"
SERIES = ["institution", "edition"]
GROWTH = "real_gdp_growth"
YEARS = (2025, 2026, 2027)
FIRST_AREAS = ("WLD", "USA", "CHN")


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


def known_years(forecasts: pd.DataFrame, area: str) -> list[int]:
    """Target years whose path is shown: 2025 to 2027 as far as the OECD forecast them, before that the last two."""
    rows = _oecd_growth(forecasts)
    known = sorted({int(year) for year in rows.loc[rows["area"] == area, "target_year"]})
    return [year for year in known if year in YEARS] or known[-2:]


def _oecd_growth(forecasts: pd.DataFrame) -> pd.DataFrame:
    of_oecd = (forecasts["institution"] == "OECD") & (forecasts["scenario"] == "baseline")
    return forecasts[of_oecd & (forecasts["measure"] == GROWTH)]


def areas_with_paths(forecasts: pd.DataFrame) -> list[str]:
    """Areas for which at least two OECD editions forecast one and the same year of those shown; the world first, then
    the two sides, then the others by code."""
    rows = _oecd_growth(forecasts)
    shown = YEARS if rows["target_year"].isin(YEARS).any() else sorted(set(rows["target_year"]))[-2:]
    counts = rows[rows["target_year"].isin(shown)].groupby(["area", "target_year"]).size()
    several = {str(area) for area in counts[counts > 1].index.get_level_values("area")}
    return [a for a in FIRST_AREAS if a in several] + sorted(several.difference(FIRST_AREAS))


def paths(forecasts: pd.DataFrame, editions: pd.DataFrame, area: str, years: list[int]) -> pd.DataFrame:
    """The OECD's growth forecasts of several target years, one row per year and edition: see ``revision_path``."""
    return pd.concat(
        [revision_path(forecasts, editions, area, GROWTH, year, "OECD") for year in years], ignore_index=True
    )


def current_by_institution(forecasts: pd.DataFrame, editions: pd.DataFrame, area: str) -> pd.DataFrame:
    """Each house's newest edition with a growth forecast for the area: its current and later years.

    Levels of different houses rest on different weights and methods: side by side, never in one line.
    """
    rows = forecasts[
        (forecasts["measure"] == GROWTH) & (forecasts["area"] == area) & (forecasts["scenario"] == "baseline")
    ]
    current = [(name, current_edition(rows, editions, str(name))) for name in rows["institution"].drop_duplicates()]
    named = pd.DataFrame(current, columns=SERIES)
    dated = named.merge(editions[[*SERIES, "title", "published_on", "date_basis"]], on=SERIES, how="left")
    joined = dated.merge(rows[rows["horizon_years"] >= 0], on=SERIES, how="inner")
    columns = [*SERIES, "published_on", "target_year", "value_pct", "note", "title", "date_basis", "decimals"]
    ordered = joined.sort_values(["published_on", "institution", "target_year"], ascending=[False, True, True])
    return ordered[[*columns, "source_url", "source_id"]].reset_index(drop=True)


def errors_of_year(errors: pd.DataFrame, editions: pd.DataFrame, year: int) -> pd.DataFrame:
    """The errors of one target year with the publication date of each edition, by area and date."""
    rows = errors[errors["target_year"] == year].merge(editions[[*SERIES, "published_on"]], on=SERIES, how="left")
    rank = {area: i for i, area in enumerate(FIRST_AREAS)}
    order = rows.assign(rank=rows["area"].map(rank).fillna(len(rank)))
    return order.sort_values(["rank", "area", "published_on"], ignore_index=True).drop(columns="rank")
