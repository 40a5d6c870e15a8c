"""Flows between 77 economies by supplying industry in 2022: inputs as published, final use by destination estimated.

The tables as carried give each industry's sales to final use in total, not by destination. The destinations are
estimated by biproportional fitting (RAS) on the full 80 economies and 50 industries: rows are an industry's final sales
(with those to the rest of the world, which the carrier lacks); columns are an economy's value added, which makes its
trade balance by construction; the first guess is where an economy buys that industry's goods as inputs. The result is
summed to the economies and industries of the sector model (``parley/measures/icio_sectors.py``).
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.measures.icio_sectors import merged_economy, merged_sector
from parley.recipes import icio_country_sector, icio_intermediate
from parley.recipes.icio_country_sector import SOURCE, YEAR

FloatArray = npt.NDArray[np.float64]

MOST_SWEEPS = 2000
KEYS = ["exporter", "importer", "sector"]


def build(raw: Path) -> pd.DataFrame:
    """One row per flow that is not zero, home use included."""
    industries = icio_country_sector.build(raw)
    inputs = icio_intermediate.build(raw)
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
