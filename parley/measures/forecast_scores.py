"""How far off editions were on the whole: means of errors by edition, and houses beside the OECD of their day."""

import pandas as pd

from parley.measures.forecasts import forecast_errors, in_press, of_oecd

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
