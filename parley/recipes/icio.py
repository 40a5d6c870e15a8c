"""Trade, use and output by industry and economy in 2022, OECD Inter-Country Input-Output tables."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.measures.icio_sectors import merged_economy, merged_sector
from parley.recipes import raw_file

FOLDER = "trade/oecd-icio-2022"
YEAR, SOURCE = 2022, "oecd_icio_2022"
USD_PER_UNIT = 1e6  # the files are in million dollars
MONEY = {
    "gross_output_musd": "gross_output_usd",
    "intermediate_inputs_from80_musd": "intermediate_usd",
    "final_demand_plus_row_sales_musd": "final_and_row_usd",
    "va_plus_tls_plus_row_inputs_musd": "value_added_taxes_row_usd",
}


def icio_country_sector(raw: Path) -> pd.DataFrame:
    """Gross output by industry and economy in 2022, OECD Inter-Country Input-Output tables.

    One row per economy and industry; industries an economy does not have stand with zero, as in the tables.
    """
    rows = pd.read_parquet(raw_file(raw, f"{FOLDER}/icio2022_country_sector.parquet")).rename(columns=MONEY)
    names = pd.read_csv(raw_file(raw, f"{FOLDER}/OECD_ICIO_2025_sector_code_mapping.csv"), encoding="utf-8-sig")
    rows[list(MONEY.values())] *= USD_PER_UNIT
    rows["sector_name"] = rows["sector"].map(dict(zip(names["code"], names["economic_activity"], strict=True)))
    ordered = rows.sort_values(["country_iso3", "sector"], ignore_index=True)
    return ordered.assign(year=YEAR, source_id=SOURCE)


INTERMEDIATE_RENAMED = {
    "origin_iso3": "exporter_iso3",
    "dest_iso3": "importer_iso3",
    "intermediate_use_musd": "value_usd",
}


def icio_intermediate(raw: Path) -> pd.DataFrame:
    """Intermediate inputs between economies by supplying industry in 2022, OECD Inter-Country Input-Output tables.

    One row per supplying economy and industry and using economy, home use included; single precision as received.
    """
    rows = pd.read_parquet(raw_file(raw, f"{FOLDER}/icio2022_intermediate_trade.parquet")).rename(
        columns=INTERMEDIATE_RENAMED
    )
    codes = ["importer_iso3", "exporter_iso3", "sector"]
    rows = rows.astype(dict.fromkeys(codes, "str"))
    rows["value_usd"] = (rows["value_usd"].astype("float64") * USD_PER_UNIT).astype("float32")
    return rows.sort_values(codes, ignore_index=True).assign(year=YEAR, source_id=SOURCE)


USE_RENAMED = {"use_musd": "value_usd", "domestic_use_musd": "domestic_usd"}


def icio_use(raw: Path) -> pd.DataFrame:
    """Inputs by using industry of each economy in 2022, OECD Inter-Country Input-Output tables.

    One row per economy, supplying and using industry with a flow; single precision as received.
    """
    rows = pd.read_parquet(raw_file(raw, f"{FOLDER}/icio2022_io_use.parquet")).rename(columns=USE_RENAMED)
    codes = ["country_iso3", "using_sector", "input_sector"]
    rows = rows.astype(dict.fromkeys(codes, "str"))
    for column in USE_RENAMED.values():
        rows[column] = (rows[column].astype("float64") * USD_PER_UNIT).astype("float32")
    return rows.sort_values(codes, ignore_index=True).assign(year=YEAR, source_id=SOURCE)


FloatArray = npt.NDArray[np.float64]

MOST_SWEEPS = 2000
KEYS = ["exporter", "importer", "sector"]


def sector_flows_estimated(raw: Path) -> pd.DataFrame:
    """Flows between 77 economies by supplying industry in 2022: inputs as published, final use by destination
    estimated.

    The tables as carried give each industry's sales to final use in total, not by destination. The destinations are
    estimated by biproportional fitting (RAS) on the full 80 economies and 50 industries: rows are an industry's final
    sales (with those to the rest of the world, which the carrier lacks); columns are an economy's value added, which
    makes its trade balance by construction; the first guess is where an economy buys that industry's goods as inputs.
    The result is summed to the economies and industries of the sector model (``parley/measures/icio_sectors.py``).

    One row per flow that is not zero, home use included.
    """
    industries = icio_country_sector(raw)
    inputs = icio_intermediate(raw)
    economies, sectors = sorted(industries["country_iso3"].unique()), list(industries["sector"].unique())
    intermediate = np.zeros((len(economies), len(economies), len(sectors)))
    place = [
        pd.Index(labels).get_indexer(pd.Index(inputs[column]))
        for labels, column in ((economies, "exporter_iso3"), (economies, "importer_iso3"), (sectors, "sector"))
    ]
    intermediate[tuple(place)] = inputs["value_usd"]
    final = final_use(intermediate, *_totals(industries, economies, sectors))
    names = ([merged_economy(e) for e in economies], [merged_sector(s) for s in sectors])
    flows = pd.Series(
        (intermediate + final).ravel(),
        pd.MultiIndex.from_product([names[0], names[0], names[1]], names=KEYS),
        name="value_usd",
    )
    table = flows.groupby(KEYS).sum().astype("float32").reset_index()
    return table[table["value_usd"] > 0].reset_index(drop=True).assign(year=YEAR, source_id=SOURCE)


def final_use(intermediate: FloatArray, sales: FloatArray, spending: FloatArray) -> FloatArray:
    """Final use [exporter, importer, sector] with the given sales [exporter, sector] and spending [importer].

    First guess: sourcing shares of intermediate use, times the world's final share of the industry, times spending. An
    industry with final sales and none as inputs sells them at home.
    """
    bought = intermediate.sum(axis=0)
    sourcing = np.divide(intermediate, bought, out=np.zeros_like(intermediate), where=bought > 0)
    guess = sourcing * (sales.sum(axis=0) / sales.sum()) * spending[None, :, None]
    for exporter, sector in zip(*np.nonzero((guess.sum(axis=1) == 0) & (sales > 0)), strict=True):
        guess[exporter, exporter, sector] = sales[exporter, sector]
    rows = guess.transpose(0, 2, 1).reshape(-1, len(spending))
    fitted = fit(rows, sales.ravel(), spending * sales.sum() / spending.sum())
    return fitted.reshape(*sales.shape, len(spending)).transpose(0, 2, 1)


def fit(guess: FloatArray, rows: FloatArray, columns: FloatArray) -> FloatArray:
    """The matrix nearest to ``guess`` in relative entropy with these sums of rows and columns (RAS)."""
    by_column = np.ones(len(columns))
    for _ in range(MOST_SWEEPS):
        sums = guess @ by_column
        by_row = np.divide(rows, sums, out=np.zeros_like(rows), where=sums > 0)
        last, by_column = by_column, columns / (by_row @ guess)
        if np.abs(by_column / last - 1).max() < 1e-14:
            break
    fitted: FloatArray = by_row[:, None] * guess * by_column
    return fitted


def _totals(industries: pd.DataFrame, economies: list[str], sectors: list[str]) -> tuple[FloatArray, FloatArray]:
    """Final sales [economy, industry] and value added [economy], US dollars."""
    wide = industries.set_index(["country_iso3", "sector"])
    whole = pd.MultiIndex.from_product([economies, sectors])
    sales, added = (
        wide[column].reindex(whole).to_numpy().reshape(len(economies), len(sectors))
        for column in ("final_and_row_usd", "value_added_taxes_row_usd")
    )
    return sales, added.sum(axis=1)
