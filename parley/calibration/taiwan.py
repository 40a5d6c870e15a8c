"""Taiwan's goods trade and GDP, which the world trade matrix does not have, from the OECD input-output tables of 2022.

The tables give inputs by origin and destination, not final goods. Taiwan's sales of inputs (agriculture, mining,
manufacturing) to an economy are raised by the ratio of all goods to inputs in that economy's purchases from the other
economies of the tables; its purchases by the same ratio in the seller's sales. Trade with economies outside the tables
is added in the proportion the others have. Trade with the United States is that of US customs in 2023. All of it is an
estimate, but the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.models.axes import EXPORTER, IMPORTER
from parley.tables.read import read_table

FloatArray = npt.NDArray[np.float64]

TAIWAN = "TWN"
TRADE_YEAR = 2023
GOODS = ("A", "B", "C")  # first letter of the industry code: agriculture, mining, manufacturing
ESTIMATED = (
    "Trade and GDP from the OECD input-output tables of 2022: inputs raised to all goods; trade with the United States "
    "from US customs, 2023."
)


@dataclass(frozen=True, eq=False)
class TaiwanTrade:
    """USD: ``exports`` and ``imports`` [partner] in the order asked for, with the economies outside, and ``gdp``."""

    exports: FloatArray
    imports: FloatArray
    exports_outside: float
    imports_outside: float
    gdp: float


def taiwan_trade(partners: Sequence[str], trade: FloatArray, outside: tuple[FloatArray, FloatArray]) -> TaiwanTrade:
    """Taiwan's trade with ``partners`` of the input-output tables.

    ``trade`` [exporter, importer] is all goods between them; ``outside`` is what each sells to and buys from economies
    outside the tables.
    """
    inputs = _inputs([*partners, TAIWAN])
    between = inputs[:-1, :-1]
    exports = inputs[-1, :-1] * _ratio(trade.sum(axis=EXPORTER), between.sum(axis=EXPORTER))
    imports = inputs[:-1, -1] * _ratio(trade.sum(axis=IMPORTER), between.sum(axis=IMPORTER))
    usa = list(partners).index("USA")
    imports[usa], exports[usa] = _us_customs()
    return TaiwanTrade(
        exports=exports,
        imports=imports,
        exports_outside=float(exports.sum() * outside[0].sum() / trade.sum()),
        imports_outside=float(imports.sum() * outside[1].sum() / trade.sum()),
        gdp=_gdp(),
    )


def _inputs(economies: Sequence[str]) -> FloatArray:
    """Inputs of goods between economies [exporter, importer], USD, zeros on the diagonal."""
    rows = read_table("icio_intermediate", columns=["exporter_iso3", "sector", "importer_iso3", "value_usd"])
    goods = rows[rows["sector"].str[0].isin(GOODS)]
    return square(goods.astype({"value_usd": "float64"}), economies)


def square(rows: pd.DataFrame, economies: Sequence[str]) -> FloatArray:
    """``value_usd`` by exporter and importer [exporter, importer]; pairs without a row, and the diagonal, are 0."""
    number = {name: place for place, name in enumerate(economies)}
    seller, buyer = rows["exporter_iso3"].map(number), rows["importer_iso3"].map(number)
    is_known = (seller.notna() & buyer.notna()).to_numpy()
    matrix = np.zeros((len(economies), len(economies)))
    cells = (seller[is_known].to_numpy(dtype=np.intp), buyer[is_known].to_numpy(dtype=np.intp))
    np.add.at(matrix, cells, rows["value_usd"].to_numpy(dtype=float)[is_known])
    np.fill_diagonal(matrix, 0)
    return matrix


def _ratio(all_goods: FloatArray, inputs: FloatArray) -> FloatArray:
    return np.divide(all_goods, inputs, out=np.ones_like(inputs), where=inputs > 0)


def _us_customs() -> tuple[float, float]:
    """US exports to and imports from Taiwan in the year of the trade matrix, USD."""
    rows = read_table("trade_monthly", where={"partner_iso3": [TAIWAN], "reporter_iso3": ["USA"]})
    year = rows[(rows["month"].dt.year == TRADE_YEAR) & (rows["seasonal_adjustment"] == "NSA")]
    exports = year.loc[(year["flow"] == "export") & (year["basis"] == "fas"), "value_usd"]
    imports = year.loc[(year["flow"] == "import") & (year["basis"] == "consumption"), "value_usd"]
    return float(exports.sum()), float(imports.sum())


def _gdp() -> float:
    """Value added with taxes on inputs and inputs from outside the tables, which they do not separate."""
    rows = read_table("icio_country_sector")
    return float(rows.loc[rows["country_iso3"] == TAIWAN, "value_added_taxes_row_usd"].sum())
