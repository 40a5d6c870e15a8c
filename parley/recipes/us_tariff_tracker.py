"""The daily US tariff by authority, partner and sector, from rebuilds of the Yale tracker, as steps."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.countries import census_to_iso3
from parley.tables.schema import TableInvalidError

TRACKER = "tariffs/budget-lab-tariff-rate-tracker"
YALE_TOTAL = f"{TRACKER}/daily/daily_overall_2026-06-09.csv"
YALE_AUTHORITIES = f"{TRACKER}/daily/daily_by_authority_2026-06-09.csv"
REBUILD_TOTAL = f"{TRACKER}/daily-country-rebuild-2026-06-20/daily_overall.parquet"
WAUGH_TOTAL = "tariffs/waugh-trade-war-redux-2025/daily-tariff-latest-data.csv"
LAST_LAW = date(2026, 6, 8)  # tariff schedule 2026 revision 10; the tracker projects the days after it

# weighted_etr is weighted by imports; the mean_* columns beside it are not
AUTHORITIES = {
    "etr_base": "mfn",
    "etr_232": "section_232",
    "etr_301": "section_301",
    "etr_ieepa": "ieepa_reciprocal",  # all emergency-power duties but fentanyl, Brazil and India among them
    "etr_fentanyl": "ieepa_fentanyl",
    "etr_s122": "section_122",
    "etr_section_201": "section_201",
    "weighted_etr": "total",
}


def us_tariff_average(raw: Path) -> pd.DataFrame:
    """Average statutory US tariff on all imports in steps: Yale's release, a rebuild of it, and Waugh.

    One row per provider, authority and step; days on which a rate does not change are one step.
    """
    total = pd.read_csv(raw_file(raw, YALE_TOTAL))[["date", "weighted_etr"]]
    daily = total.merge(pd.read_csv(raw_file(raw, YALE_AUTHORITIES)), on="date", validate="one_to_one")
    rebuild = pd.read_parquet(raw_file(raw, REBUILD_TOTAL), columns=["date", "weighted_etr"])
    waugh = pd.read_csv(raw_file(raw, WAUGH_TOTAL)).rename(columns={"import_weighted_avg_tariff": "rate_pct"})
    editions = [
        yale_edition(daily, date(2026, 6, 9), LAST_LAW, "budget_lab_tariff_rate_tracker"),
        _edition(
            by_authority(rebuild, []),
            "Yale rebuild",
            date(2026, 6, 20),
            LAST_LAW,
            "budget_lab_country_rebuild_2026_06_20",
        ),
        waugh_edition(waugh, date(2026, 7, 23), "waugh_trade_war_redux_2025"),
    ]
    return pd.concat(editions).sort_values(["provider", "authority", "valid_from"], ignore_index=True)


def yale_edition(daily: pd.DataFrame, vintage: date, last_law: date, source_id: str) -> pd.DataFrame:
    """A release of the tracker in steps; ``daily``: date, weighted_etr and the etr_ columns, as ratios."""
    return _edition(by_authority(daily, []), "Yale", vintage, last_law, source_id)


def waugh_edition(daily: pd.DataFrame, vintage: date, source_id: str) -> pd.DataFrame:
    """An edition of Waugh's average in steps, which looks ahead from its own day; ``daily``: date and rate_pct."""
    rates = daily[["date", "rate_pct"]].assign(authority="total")
    return _edition(rates, "Waugh", vintage, vintage, source_id)


def _edition(daily: pd.DataFrame, provider: str, vintage: date, data_as_of: date, source_id: str) -> pd.DataFrame:
    steps = to_steps(daily, ["authority"])
    return steps.assign(
        provider=provider,
        vintage=vintage,
        data_as_of=data_as_of,
        is_projection=steps["valid_from"] > pd.Timestamp(data_as_of),
        published_on=vintage,
        source_id=source_id,
    )


def by_authority(daily: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The tracker's daily decimals as ``rate_pct`` in percent, one row per day, key and authority.

    Raises TableInvalidError when duties stand under an authority without a name (``etr_other``).
    """
    if "etr_other" in daily and (daily["etr_other"] != 0).any():
        row = daily.index[daily["etr_other"] != 0][0]
        raise TableInvalidError(
            "us_tariff_average", "etr_other", row, "duties of an unnamed authority; name it in AUTHORITIES"
        )
    present = [column for column in AUTHORITIES if column in daily]
    long = daily.melt([*keys, "date"], present, var_name="authority", value_name="rate")
    return long.assign(authority=long["authority"].map(AUTHORITIES), rate_pct=long["rate"] * 100).drop(columns="rate")


def to_steps(daily: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Days of equal ``rate_pct`` within a key as one row with ``valid_from`` and ``valid_to``, both included.

    Equal means to 1e-10 percent, so that authorities still add up to the total after collapsing. Days without a rate
    belong to no step.
    """
    days = daily.dropna(subset="rate_pct").assign(date=lambda frame: pd.to_datetime(frame["date"]))
    days = days.sort_values([*keys, "date"], ignore_index=True)
    before = days.groupby(keys)[["rate_pct", "date"]].shift()
    new_rate = days["rate_pct"].round(10) != before["rate_pct"].round(10)
    new_run = new_rate | (days["date"] - before["date"] != pd.Timedelta(days=1))
    return (
        days.groupby(new_run.cumsum().to_numpy())
        .agg(
            **{key: (key, "first") for key in keys},
            rate_pct=("rate_pct", "first"),
            valid_from=("date", "first"),
            valid_to=("date", "last"),
        )
        .reset_index(drop=True)
    )


PARTNER_DAILY = f"{TRACKER}/daily-country-rebuild-2026-06-20/daily_by_country_authority.parquet"
KEYS = ["census_code", "authority"]


def us_tariff_partner_steps(raw: Path) -> pd.DataFrame:
    """Average statutory US tariff by partner and authority in steps, from a rebuild of the Yale tracker.

    One row per partner, authority and step, the total among the authorities.

    Partners without imports in the weights have no rate and no row; nor has an authority that was nil for a partner
    on all days.
    """
    columns = ["date", "country", "etr_other", *AUTHORITIES]
    daily = pd.read_parquet(raw_file(raw, PARTNER_DAILY), columns=columns).dropna(subset="weighted_etr")
    long = by_authority(daily.rename(columns={"country": "census_code"}), ["census_code"])
    ever = long.groupby(KEYS)["rate_pct"].transform("max") > 0
    steps = to_steps(long[ever | (long["authority"] == "total")], KEYS)
    steps = steps.assign(
        exporter_iso3=steps["census_code"].map(census_to_iso3(raw)),
        is_projection=steps["valid_from"] > pd.Timestamp(LAST_LAW),
        vintage=date(2026, 6, 20),
        source_id="budget_lab_country_rebuild_2026_06_20",
    )
    return steps.sort_values(["exporter_iso3", "census_code", "authority", "valid_from"], ignore_index=True)


SECTOR_DAILY = f"{TRACKER}/daily-country-rebuild-2026-06-20/daily_by_category.parquet"
NAMES = f"{TRACKER}/crosswalks/gtap_sector_names.csv"
WITHOUT_SECTOR = "unmapped"


def us_tariff_sector_steps(raw: Path) -> pd.DataFrame:
    """Average statutory US tariff by sector in steps, from a rebuild of the Yale tracker.

    One row per sector and step. Lower-case twins of a sector and products without one are left out.

    Raises TableInvalidError when a sector has no name.
    """
    daily = pd.read_parquet(raw_file(raw, SECTOR_DAILY), columns=["date", "gtap_code", "weighted_etr"])
    # seven codes stand a second time in lower case with one to five products each
    daily = daily[daily["gtap_code"].str.isupper() & (daily["gtap_code"] != WITHOUT_SECTOR)]
    daily = daily.assign(sector=daily["gtap_code"].str.lower(), rate_pct=daily["weighted_etr"] * 100)
    steps = to_steps(daily, ["sector"])
    names = pd.read_csv(raw_file(raw, NAMES)).set_index("gtap_code")["sector_name"]
    unnamed = steps.index[~steps["sector"].isin(names.index)]
    if len(unnamed):
        code = steps.loc[unnamed[0], "sector"]
        raise TableInvalidError("us_tariff_sector_steps", "sector", unnamed[0], f"{code!r} has no name; add it")
    steps = steps.assign(
        sector_name=steps["sector"].map(names),
        is_projection=steps["valid_from"] > pd.Timestamp(LAST_LAW),
        vintage=date(2026, 6, 20),
        source_id="budget_lab_country_rebuild_2026_06_20",
    )
    return steps.sort_values(["sector", "valid_from"], ignore_index=True)
