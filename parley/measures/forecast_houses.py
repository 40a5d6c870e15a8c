"""Figures of every house for one area and year, each at the day it was published."""

import pandas as pd

SERIES = ["institution", "edition"]
AHEAD = "scenario == 'baseline' and horizon_years >= 0"  # estimates of past years are no forecasts
OTHERS = f"institution != 'OECD' and {AHEAD}"


def measures_of_houses(forecasts: pd.DataFrame) -> list[str]:
    """Measures at least one house beside the OECD forecast, the most frequent first."""
    return [str(measure) for measure in forecasts.query(OTHERS)["measure"].value_counts().index]


def areas_of_houses(forecasts: pd.DataFrame, measure: str) -> list[str]:
    """Areas at least one house beside the OECD forecast, the most frequent first."""
    rows = forecasts.query(OTHERS)
    return [str(area) for area in rows.loc[rows["measure"] == measure, "area"].value_counts().index]


def years_of_houses(forecasts: pd.DataFrame, measure: str, area: str) -> list[int]:
    """Target years at least one house beside the OECD forecast for the area, newest first."""
    rows = forecasts.query(OTHERS)
    years = rows.loc[(rows["measure"] == measure) & (rows["area"] == area), "target_year"]
    return sorted({int(year) for year in years}, reverse=True)


def figures(forecasts: pd.DataFrame, editions: pd.DataFrame, measure: str, area: str, year: int) -> pd.DataFrame:
    """Every baseline figure of every house for one area and target year in percent, by house and date.

    ``is_newest`` marks each house's last one. Levels of the world rest on each house's own weights: side by side, never
    one line. Estimates of a past year are left out.
    """
    chosen = (forecasts["measure"] == measure) & (forecasts["area"] == area) & (forecasts["target_year"] == year)
    rows = forecasts[chosen].query(AHEAD)
    dated = rows.merge(editions[[*SERIES, "title", "published_on", "date_basis"]], on=SERIES, how="left")
    ordered = dated.sort_values(["institution", "published_on"], ignore_index=True)
    newest = ~ordered.duplicated("institution", keep="last")
    columns = ["institution", "edition", "title", "published_on", "date_basis", "area", "measure", "target_year"]
    return ordered.assign(is_newest=newest)[
        [*columns, "value_pct", "decimals", "is_newest", "verification", "note", "source_url", "source_id"]
    ]
