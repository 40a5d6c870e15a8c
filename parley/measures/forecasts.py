"""Forecast editions: which was current on a day, how a forecast moved, and how far off it was."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import pandas as pd

ACTUALS_SOURCE = "actuals_oecd_eo119"
ACTUALS_EDITION = "EO119"
SERIES = ["institution", "edition"]
GROWTH = "real_gdp_growth"
YEARS = (2025, 2026, 2027)
SPANS_FROM, SPAN = (2025, 2022, 2019, 2016), 3
FIRST_AREAS = ("WLD", "USA", "CHN")
EXACT = 6  # decimals: figures have three at most, so that differences leave no tail such as 0.20000000000000018
OUTCOME = ["area", "target_year", "year_basis", "actual_pct", "actual_status", "actual_source_id"]


def current_edition(
    forecasts: pd.DataFrame, editions: pd.DataFrame, institution: str, as_of: date | None = None
) -> str | None:
    """The edition of ``institution`` published last on or before ``as_of``, among those with rows in ``forecasts``.

    Pass the forecasts of one area and measure to get the edition current for that series. None when nothing had been
    published by then; without ``as_of`` the newest edition.
    """
    with_rows = forecasts.loc[forecasts["institution"] == institution, "edition"]
    of_house = editions[(editions["institution"] == institution) & editions["edition"].isin(with_rows)]
    if as_of is not None:
        of_house = of_house[of_house["published_on"] <= pd.Timestamp(as_of)]
    if of_house.empty:
        return None
    return str(of_house.sort_values("published_on")["edition"].iloc[-1])


def without_figures(forecasts: pd.DataFrame, editions: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``editions`` that no row of ``forecasts`` belongs to, by day of publication."""
    with_rows = pd.MultiIndex.from_frame(forecasts[SERIES])
    empty = ~pd.MultiIndex.from_frame(editions[SERIES]).isin(with_rows)
    return editions[empty].sort_values("published_on", ignore_index=True)


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
    path = _by_publication(forecasts[of_series], editions, ["published_on"], "one_to_one")
    return path.assign(change_pp=path["value_pct"].diff().round(EXACT))


def _by_publication(
    rows: pd.DataFrame, editions: pd.DataFrame, order: list[str], validate: Literal["one_to_one", "many_to_one"]
) -> pd.DataFrame:
    """Rows of forecasts with what is known of their edition, in this order."""
    of_edition = editions[[*SERIES, "title", "published_on", "date_basis", "us_effective_tariff_rate_pct"]]
    return rows.merge(of_edition, on=SERIES, how="left", validate=validate).sort_values(order, ignore_index=True)


def in_press(rows: pd.DataFrame) -> pd.Series:
    """Whether a row of ``forecasts`` was read in a press report or another page, not in the institution's own text."""
    own_text = rows["source_url"].fillna("").str.contains("oecd.org", regex=False)  # annexes read off page images
    return rows["verification"].isin(["secondary", "unverified"]) & ~own_text


def other_scenarios(forecasts: pd.DataFrame, path: pd.DataFrame) -> pd.DataFrame:
    """What editions have beside their baseline for the series and years of ``path`` (rows of ``revision_path``)."""
    others = forecasts[forecasts["scenario"] != "baseline"]
    series = path[["institution", "area", "measure", "target_year"]].drop_duplicates()
    return others.merge(series).sort_values(["edition", "scenario", "target_year"], ignore_index=True)


def forecast_errors(forecasts: pd.DataFrame, actuals: pd.DataFrame, institution: str = "OECD") -> pd.DataFrame:
    """Forecast less recorded growth in percentage points, by edition, area and target year.

    Outcomes are the growth rates of Economic Outlook 119 alone; the world, which has no such row, takes the rate that
    edition prints for a past year. Baseline real-GDP forecasts of the current and later years only: no estimate of a
    past year, no alternative scenario, and no area whose composition or year differs between the two sides.
    Columns: institution, edition, area, target_year, horizon_years, year_basis, forecast_pct, actual_pct,
    actual_status, error_pp, verification, source_url, source_id (these three of the forecast), actual_source_id.
    """
    growth = forecasts[(forecasts["measure"] == "real_gdp_growth") & (forecasts["scenario"] == "baseline")]
    ahead = growth[(growth["institution"] == institution) & (growth["horizon_years"] >= 0)]
    outcomes = pd.concat([_recorded(actuals), _recorded_world(growth)], ignore_index=True)
    paired = ahead.merge(outcomes, on=["area", "target_year", "year_basis"], how="inner", validate="many_to_one")
    paired = paired.rename(columns={"value_pct": "forecast_pct"})
    paired["error_pp"] = (paired["forecast_pct"] - paired["actual_pct"]).round(EXACT)
    columns = [*SERIES, "area", "target_year", "horizon_years", "year_basis"]
    figures = ["forecast_pct", "actual_pct", "actual_status", "error_pp"]
    return paired[[*columns, *figures, "verification", "source_url", "source_id", "actual_source_id"]]


def _recorded(actuals: pd.DataFrame) -> pd.DataFrame:
    rows = actuals[(actuals["source_id"] == ACTUALS_SOURCE) & (actuals["vintage"] == ACTUALS_EDITION)]
    names = {"year": "target_year", "growth_pct": "actual_pct", "status": "actual_status"}
    return rows.rename(columns=names | {"source_id": "actual_source_id"})[OUTCOME]


def _recorded_world(growth: pd.DataFrame) -> pd.DataFrame:
    """World growth of a past year as the same edition prints it (3.4 for 2025)."""
    past = (growth["edition"] == ACTUALS_EDITION) & (growth["area"] == "WLD") & (growth["horizon_years"] < 0)
    rows = growth[past].rename(columns={"value_pct": "actual_pct", "source_id": "actual_source_id"})
    return rows.assign(actual_status="estimate")[OUTCOME]


def known_years(forecasts: pd.DataFrame, area: str) -> list[int]:
    """Target years of the header: 2025 to 2027 as far as the OECD forecast them, before that the last two."""
    rows = of_oecd(forecasts)
    years = sorted({int(year) for year in rows.loc[rows["area"] == area, "target_year"]})
    return [year for year in years if year in YEARS] or years[-2:]


def of_oecd(forecasts: pd.DataFrame, measure: str = GROWTH) -> pd.DataFrame:
    """The OECD's baseline forecasts of one measure."""
    baseline = (forecasts["institution"] == "OECD") & (forecasts["scenario"] == "baseline")
    return forecasts[baseline & (forecasts["measure"] == measure)]


def editions_by_year(forecasts: pd.DataFrame, measure: str = GROWTH) -> pd.Series:
    """How many OECD editions forecast a target year of an area; index area and target_year."""
    return of_oecd(forecasts, measure).groupby(["area", "target_year"])["edition"].nunique()


def _counts(forecasts: pd.DataFrame, area: str, measure: str) -> dict[int, int]:
    """Editions by target year of one area."""
    rows = editions_by_year(forecasts, measure).rename("editions").reset_index()
    of_area = rows[rows["area"] == area]
    return dict(zip(of_area["target_year"].astype(int), of_area["editions"].astype(int), strict=True))


def areas_with_paths(forecasts: pd.DataFrame, measure: str = GROWTH) -> list[str]:
    """Areas for which at least two OECD editions forecast one and the same year; the world first, then the two sides,
    then the others by code."""
    counts = editions_by_year(forecasts, measure)
    several = {str(area) for area in counts[counts > 1].index.get_level_values("area")}
    return [a for a in FIRST_AREAS if a in several] + sorted(several.difference(FIRST_AREAS))


def revised_years(forecasts: pd.DataFrame, area: str, measure: str = GROWTH) -> list[int]:
    """Target years of an area which at least two OECD editions forecast, in order."""
    return sorted(year for year, count in _counts(forecasts, area, measure).items() if count > 1)


def year_spans(forecasts: pd.DataFrame, area: str, measure: str = GROWTH) -> list[tuple[int, ...]]:
    """Target years to show together, three at most, the newest first; spans in which no year was revised are left
    out."""
    counts = _counts(forecasts, area, measure)
    spans = [tuple(y for y in range(first, first + SPAN) if y in counts) for first in SPANS_FROM]
    return [span for span in spans if any(counts[y] > 1 for y in span)]


def paths(
    forecasts: pd.DataFrame, editions: pd.DataFrame, area: str, years: Sequence[int], measure: str = GROWTH
) -> pd.DataFrame:
    """The OECD's forecasts of several target years, one row per year and edition: see ``revision_path``."""
    return pd.concat(
        [revision_path(forecasts, editions, area, measure, year, "OECD") for year in years], ignore_index=True
    )


def revisions_by_area(
    forecasts: pd.DataFrame, editions: pd.DataFrame, year: int, edition: str, measure: str = GROWTH
) -> pd.DataFrame:
    """What one edition changed for a target year: a row per area it has a figure for and an earlier edition had one.

    Columns of ``revision_path``, with ``previous_edition``, the day it was published and its value; the largest fall
    first.
    """
    rows = of_oecd(forecasts, measure)
    path = _by_publication(rows[rows["target_year"] == year], editions, ["area", "published_on"], "many_to_one")
    series = path.groupby("area")
    path = path.assign(
        change_pp=series["value_pct"].diff().round(EXACT),
        previous_edition=series["edition"].shift(),
        previous_published_on=series["published_on"].shift(),
        previous_value_pct=series["value_pct"].shift(),
        previous_source_id=series["source_id"].shift(),
    )
    revised = path[(path["edition"] == edition) & path["change_pp"].notna()]
    return revised.sort_values(["change_pp", "area"], ignore_index=True)


def with_last_event(rows: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Rows by ``published_on`` with the last dated event (columns ``date``, ``title``) before each one's publication
    and after the edition before it: ``event_before`` and ``event_before_on``, empty where there was none."""
    dated = events[["date", "title"]].rename(columns={"date": "event_before_on", "title": "event_before"})
    ordered = rows.sort_values("published_on")
    joined = pd.merge_asof(
        ordered, dated.sort_values("event_before_on"), left_on="published_on", right_on="event_before_on"
    )
    stale = joined["event_before_on"] <= joined["published_on"].shift()
    fresh = {column: joined[column].mask(stale) for column in ("event_before", "event_before_on")}
    return joined.assign(**fresh)


def errors_of_year(errors: pd.DataFrame, editions: pd.DataFrame, year: int) -> pd.DataFrame:
    """The errors of one target year, percentage points, with the publication date of each edition, by area and date."""
    rows = errors[errors["target_year"] == year].merge(editions[[*SERIES, "published_on"]], on=SERIES, how="left")
    rank = {area: i for i, area in enumerate(FIRST_AREAS)}
    order = rows.assign(rank=rows["area"].map(rank).fillna(len(rank)))
    return order.sort_values(["rank", "area", "published_on"], ignore_index=True).drop(columns="rank")


# Figures of every house for one area and year, each at the day it was published.

SERIES_OF_HOUSES = ["institution", "edition"]
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
    dated = rows.merge(
        editions[[*SERIES_OF_HOUSES, "title", "published_on", "date_basis"]], on=SERIES_OF_HOUSES, how="left"
    )
    ordered = dated.sort_values(["institution", "published_on"], ignore_index=True)
    newest = ~ordered.duplicated("institution", keep="last")
    columns = ["institution", "edition", "title", "published_on", "date_basis", "area", "measure", "target_year"]
    return ordered.assign(is_newest=newest)[
        [*columns, "value_pct", "decimals", "is_newest", "verification", "note", "source_url", "source_id"]
    ]


# How far off editions were on the whole: means of errors by edition, and houses beside the OECD of their day.

GROUPS = frozenset({"WLD", "OECD", "EA", "EA16", "EA17", "G20", "G20_AE", "AE", "EMDE"})
PAIR = ["area", "target_year"]


def by_edition(errors: pd.DataFrame, editions: pd.DataFrame) -> pd.DataFrame:
    """Mean absolute error, and mean error, of each edition by years ahead, over countries.

    mean |f - a| over the countries with forecast f and outcome a. Groups of countries are left out: their members are
    in already. ``errors``: rows of ``forecasts.forecast_errors``. Columns: institution, edition, published_on,
    horizon_years, target_year, n_countries, n_read_in_press, mean_abs_error_pp, mean_error_pp, source_id,
    actual_source_id.
    """
    rows = errors[~errors["area"].isin(GROUPS)]
    rows = rows.assign(size=rows["error_pp"].abs(), press=in_press(rows))
    keys = ["institution", "edition", "horizon_years", "target_year", "source_id", "actual_source_id"]
    means = rows.groupby(keys, as_index=False).agg(
        n_countries=("area", "nunique"),
        n_read_in_press=("press", "sum"),
        mean_abs_error_pp=("size", "mean"),
        mean_error_pp=("error_pp", "mean"),
    )
    dated = means.merge(editions[["institution", "edition", "published_on"]], on=["institution", "edition"])
    columns = ["institution", "edition", "published_on", "horizon_years", "target_year", "n_countries"]
    ordered = dated.sort_values(["published_on", "horizon_years"], ignore_index=True)
    figures = ["n_read_in_press", "mean_abs_error_pp", "mean_error_pp"]
    return ordered[[*columns, *figures, "source_id", "actual_source_id"]]


def pairs(forecasts: pd.DataFrame, editions: pd.DataFrame, actuals: pd.DataFrame) -> pd.DataFrame:
    """Each scored forecast of another house for a country beside the OECD's newest one on the day it came out.

    Same country, same target year, same outcome (Economic Outlook 119). The world and other groups are left out: each
    house weighs them its own way. Columns: those of ``forecasts.forecast_errors``, published_on, oecd_edition,
    oecd_published_on, oecd_forecast_pct, oecd_error_pp, oecd_source_id; is_press and oecd_is_press: whether the figure
    was read in a press report.
    """
    houses = sorted(set(forecasts["institution"]) - {"OECD"})
    scored = [forecast_errors(forecasts, actuals, house) for house in houses]
    theirs = pd.concat([part for part in scored if len(part)] or [forecast_errors(forecasts, actuals, "none")])
    theirs = _dated(theirs[~theirs["area"].isin(GROUPS)], editions)
    ours = _dated(of_oecd(forecasts), editions)
    theirs, ours = (rows.assign(is_press=in_press(rows)) for rows in (theirs, ours))
    named = {c: f"oecd_{c}" for c in ("edition", "published_on", "source_id", "is_press")}
    ours = ours.rename(columns=named | {"value_pct": "oecd_forecast_pct"})
    ours = ours[[*PAIR, "oecd_forecast_pct", *named.values()]]
    both = theirs.merge(ours, on=PAIR)
    before = both[both["oecd_published_on"] <= both["published_on"]].sort_values("oecd_published_on")
    newest = before.groupby(["institution", "edition", *PAIR], as_index=False).tail(1)
    newest = newest.sort_values(["published_on", "institution", *PAIR], ignore_index=True)
    return newest.assign(oecd_error_pp=newest["oecd_forecast_pct"] - newest["actual_pct"])


def _dated(rows: pd.DataFrame, editions: pd.DataFrame) -> pd.DataFrame:
    return rows.merge(editions[["institution", "edition", "published_on"]], on=["institution", "edition"])


def by_house(pairs: pd.DataFrame) -> pd.DataFrame:
    """Mean absolute errors of a house's edition and of the OECD edition current then, on the same pairs.

    ``pairs``: rows of ``pairs``. Columns: institution, edition, published_on, oecd_edition, oecd_published_on, n_pairs,
    n_read_in_press, oecd_n_read_in_press, countries, years, mean_abs_error_pp, oecd_mean_abs_error_pp, source_id,
    oecd_source_id, actual_source_id.
    """
    keys = ["institution", "edition", "published_on", "oecd_edition", "oecd_published_on"]
    sized = pairs.assign(size=pairs["error_pp"].abs(), oecd_size=pairs["oecd_error_pp"].abs())
    records = ["source_id", "oecd_source_id", "actual_source_id"]
    means = sized.groupby([*keys, *records], as_index=False).agg(
        n_pairs=("area", "size"),
        n_read_in_press=("is_press", "sum"),
        oecd_n_read_in_press=("oecd_is_press", "sum"),
        countries=("area", lambda codes: ", ".join(sorted(set(codes)))),
        years=("target_year", lambda years: ", ".join(str(y) for y in sorted(set(years)))),
        mean_abs_error_pp=("size", "mean"),
        oecd_mean_abs_error_pp=("oecd_size", "mean"),
    )
    figures = ["n_pairs", "n_read_in_press", "oecd_n_read_in_press", "countries", "years"]
    ordered = means.sort_values(["published_on", "oecd_published_on"], ignore_index=True)
    return ordered[[*keys, *figures, "mean_abs_error_pp", "oecd_mean_abs_error_pp", *records]]
