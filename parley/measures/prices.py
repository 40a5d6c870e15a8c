"""Prices of rare earths: yearly averages of an edition, and single quotes beside them, never joined."""

import pandas as pd

HOME_MARKET, QUOTED = "china_fob", "Y2O3|oxide"


def products(prices: pd.DataFrame) -> list[str]:
    """Products as specified, dearest in their newest year first."""
    newest = prices.sort_values("year").groupby("specification")["price_usd_per_kg"].last()
    return [str(name) for name in newest.sort_values(ascending=False).index]


def newest_edition(prices: pd.DataFrame) -> pd.DataFrame:
    """Rows of the edition published last, dearest product first, then by year."""
    rows: pd.DataFrame = prices[prices["published_on"] == prices["published_on"].max()]
    order = {name: i for i, name in enumerate(products(rows))}
    rows = rows.assign(order=rows["specification"].map(order))
    return rows.sort_values(["order", "year"], ignore_index=True).drop(columns="order")


def of_product(prices: pd.DataFrame, specification: str) -> pd.DataFrame:
    """The years of one product in every edition that prints it, oldest edition first."""
    rows = prices[prices["specification"] == specification]
    return rows.sort_values(["published_on", "year"], ignore_index=True)


def beside(quotes: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Single quotes with, for each element quoted, the newest yearly average of its oxide; one row a mark.

    Adds ``edition`` and ``is_estimate`` (of the averages) and market ``china_fob`` for the averages; sorted by
    element in the order of ``price_quotes``, then averages first, then by day. They are other goods in other markets:
    no difference of them is taken.
    """
    oxides = prices[prices["specification"].str.contains(QUOTED) & prices["symbol"].isin(quotes["symbol"])]
    newest = newest_edition(pd.concat([oxides, _mixture(prices, quotes)]))
    averages = newest[newest["year"] == newest.groupby("specification")["year"].transform("max")]
    marks = pd.DataFrame(
        {
            "product": averages["specification"],
            "symbol": averages["symbol"].fillna(averages["element"]),
            "market": HOME_MARKET,
            "place": averages["basis"].map({"fob_china": "free on board China", "fob": "free on board"}),
            "kind": "year_average",
            "date_start": pd.to_datetime(averages["year"].astype(str) + "-01-01"),
            "date_end": pd.to_datetime(averages["year"].astype(str) + "-12-31"),
            "low_usd_per_kg": averages["price_usd_per_kg"],
            "high_usd_per_kg": averages["price_usd_per_kg"],
            "assessor": averages["quoted_by"],
            "edition": averages["edition"],
            "is_estimate": averages["is_estimate"],
            "source_id": averages["source_id"],
        }
    )
    order = {symbol: i for i, symbol in enumerate(quotes["symbol"].drop_duplicates())}
    shown = pd.concat([marks, quotes], ignore_index=True)
    shown = shown.assign(order=shown["symbol"].map(order), average=shown["market"] == HOME_MARKET)
    shown = shown.sort_values(["order", "average", "date_end"], ascending=[True, False, True], ignore_index=True)
    return shown.drop(columns=["order", "average"])


def _mixture(prices: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """The rows of the neodymium-praseodymium mixture, where it is quoted: it has no symbol of its own."""
    return prices[(prices["element"] == "NdPr") & prices["element"].isin(quotes["symbol"])]
