"""Average tariffs as providers print them, and averages computed from the lines of two of them."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file, read_typed_facts
from parley.recipes.classifications import subheadings_in
from parley.recipes.countries import census_to_iso3
from parley.recipes.us_china_tariffs import doubled

WAUGH_PARTNERS = "tariffs/waugh-trade-war-redux-2025/country-by-time.csv"
WAUGH_US_LINES = "tariffs/waugh-us-china-2018-2020/us_tariffs_2020.csv.gz"
WAUGH_CHINA = "tariffs/china-tariff-on-us-wto/china_tariff_on_us_average_2018_2020_waugh.csv"
WTO_CHINA = "tariffs/china-tariff-on-us-wto/china_tariff_on_us_average_by_date.csv"
US_IMPORTS = "tariffs/census-us-imports-2024-hs10/us_imports_2024_hs10_by_country.parquet"
CHINA = "5700"  # US Census Bureau, Schedule C
WAUGH_HS6: dict[str, str | bool] = {
    "provider": "Waugh",
    "concept": "statutory",
    "is_exact": True,
    "vintage": "2021-04-07",
    "published_on": "2021-04-07",
    "verification": "derived",
    "source_url": "https://github.com/mwaugh0328/tradewar-tracker",
    "source_id": "waugh_us_china_2018_2020",
}


def build(raw: Path) -> pd.DataFrame:
    """One row per provider, pair, day, concept and weighting: printed figures from the facts, the others from raw."""
    parts = [
        read_typed_facts("average_tariffs"),
        waugh_partners(raw),
        waugh_us_on_china(raw),
        waugh_china_on_us(raw),
        wto_china_on_us(raw),
    ]
    for part in parts:
        part["date"] = pd.to_datetime(part["date"])
        part["published_on"] = pd.to_datetime(part["published_on"])
    order = ["provider", "importer_iso3", "exporter_iso3", "date", "concept", "weighting", "vintage", "source_url"]
    return pd.concat(parts, ignore_index=True).sort_values(order, ignore_index=True)


def waugh_partners(raw: Path) -> pd.DataFrame:
    """US tariff on 51 partners at 23 dates of action: the rate of 2024 and the increase since then, added."""
    table = pd.read_csv(raw_file(raw, WAUGH_PARTNERS))
    rates = pd.DataFrame(
        {
            "exporter_iso3": table["country_name"].map(_census_names(raw)),
            "date": table["date"],
            # the column called effective tariff is the increase since 2024
            "rate_pct": table["effective tariff"] + table["2024 tariff"],
        }
    )
    return waugh_rates(rates, "2026-07-23", "waugh_trade_war_redux_2025")


def waugh_rates(rates: pd.DataFrame, vintage: str, source_id: str) -> pd.DataFrame:
    """Rates by partner and day of action (exporter_iso3, date, rate_pct) as rows of the table; ``vintage``: a day."""
    return pd.DataFrame(
        {
            "provider": "Waugh",
            "importer_iso3": "USA",
            "exporter_iso3": rates["exporter_iso3"],
            "date": rates["date"],
            "rate_pct": rates["rate_pct"],
            "concept": "statutory",
            "method": "waugh",
            "weighting": "us_imports_2024",
            "is_exact": False,
            "vintage": vintage,
            "published_on": vintage,
            "verification": "derived",
            "source_url": "https://github.com/tradewartracker/trade-war-redux-2025",
            "source_id": source_id,
            "note": "Dated by announcement, not by legal effect.",
        }
    )


def _census_names(raw: Path) -> dict[str, str]:
    """Name in capitals as the import file writes it -> ISO 3166-1 alpha-3, or EU27."""
    pairs = pd.read_parquet(raw_file(raw, US_IMPORTS), columns=["CTY_CODE", "CTY_NAME"]).drop_duplicates()
    iso3 = census_to_iso3(raw) | {"0003": "EU27"}
    return dict(zip(pairs["CTY_NAME"], pairs["CTY_CODE"].map(iso3), strict=True))


def waugh_us_on_china(raw: Path) -> pd.DataFrame:
    """US tariff on China at seven dates of 2018 to 2020, simple and weighted by imports of 2024."""
    lines = pd.read_csv(raw_file(raw, WAUGH_US_LINES), dtype={"hs6": str})
    lines = lines.rename(columns={"time_of_tariff": "date"})
    # the lines are HS2017, the imports HS2022: without the map a fifth of the value finds no line
    revised = subheadings_in(raw, "HS2017")
    imports = us_imports_from_china(raw)
    weights = imports.groupby(revised.reindex(imports.index).to_numpy()).sum()
    share = weights[weights.index.isin(lines["hs6"])].sum() / imports.sum()
    simple = lines.groupby("date")["tariff"].mean()
    twice = len(doubled(lines.rename(columns={"date": "valid_from", "tariff": "rate_pct"})))
    raised = f"On {twice} subheadings the file counts a list twice, which raises the mean; they are in it."
    note = f"Lines found for {share * 100:.0f}% of the value of imports. {raised}"
    pair = {"importer_iso3": "USA", "exporter_iso3": "CHN"}
    return pd.concat(
        [
            _series(simple, **pair, **WAUGH_HS6, method="hs6_simple", weighting="simple", note=raised),
            _series(
                weighted_mean(lines, weights),
                **pair,
                **WAUGH_HS6,
                method="hs6_weighted",
                weighting="us_imports_2024",
                note=note,
            ),
        ]
    )


def us_imports_from_china(raw: Path) -> pd.Series:
    """Value in dollars of US imports from China in 2024 by HS6 (2022 edition)."""
    columns = ["CTY_CODE", "I_COMMODITY", "con_val_yr_usd"]
    lines = pd.read_parquet(raw_file(raw, US_IMPORTS), columns=columns)
    china = lines[lines["CTY_CODE"] == CHINA]
    values: pd.Series = china.groupby(china["I_COMMODITY"].str[:6])["con_val_yr_usd"].sum()
    return values


def weighted_mean(lines: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Mean tariff by date over the lines that have a tariff and whose ``hs6`` has a weight."""
    weighed = lines.assign(weight=lines["hs6"].map(weights)).dropna(subset=["weight", "tariff"])
    sums = weighed.assign(duty=weighed["tariff"] * weighed["weight"]).groupby("date")[["duty", "weight"]].sum()
    return sums["duty"] / sums["weight"]


def waugh_china_on_us(raw: Path) -> pd.DataFrame:
    """China's tariff on the US at twelve dates of 2018 and 2019: simple, and weighted by US exports of two years."""
    table = pd.read_csv(raw_file(raw, WAUGH_CHINA)).set_index("date")
    pair = {"importer_iso3": "CHN", "exporter_iso3": "USA"}
    parts = [_series(table["simple_mean_pct"], **pair, **WAUGH_HS6, method="hs6_simple", weighting="simple")]
    for year in (2017, 2020):
        share = table[f"coverage_{year}_pct"].iloc[0]
        columns = {"method": "hs6_weighted", "weighting": f"us_exports_{year}"}
        note = f"Lines found for {share:.0f}% of the value of exports."
        parts.append(
            _series(table[f"weighted_{year}_us_exports_pct"], **pair, **WAUGH_HS6, **columns, note=note),
        )
    return pd.concat(parts)


def wto_china_on_us(raw: Path) -> pd.DataFrame:
    """China's tariff on the US at nine dates since January 2025, simple and weighted by imports."""
    table = pd.read_csv(raw_file(raw, WTO_CHINA)).set_index("date")
    columns: dict[str, str | bool] = {
        "provider": "WTO",
        "importer_iso3": "CHN",
        "exporter_iso3": "USA",
        "concept": "statutory",
        "method": "wto_lines",
        "is_exact": True,
        "vintage": "June 2026",
        "published_on": "2026-06-19",
        "verification": "derived",
        "source_url": "https://ttd.wto.org",
        "source_id": "china_tariff_on_us_wto",
        "note": "Without case-by-case waivers.",
    }
    return pd.concat(
        [
            _series(table["simple_mean_pct"], **columns, weighting="simple"),
            _series(table["import_weighted_mean_pct"], **columns, weighting="china_imports_2025"),
        ]
    )


def _series(rates_pct: pd.Series, **columns: str | bool | None) -> pd.DataFrame:
    """One row per date of the index, with these columns beside the rate."""
    return pd.DataFrame({"date": rates_pct.index, "rate_pct": rates_pct.to_numpy()}).assign(
        **({"note": None} | columns)
    )
