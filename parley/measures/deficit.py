"""US goods balance by partner: exports (fas) less general imports, summed over the months every partner has."""

from typing import NamedTuple

import pandas as pd

from parley.measures.trade import WORLD, latest_vintage

BASES = {"import": "general", "export": "fas"}
COLUMNS = ["partner_iso3", "exports_usd", "imports_usd", "balance_usd", "year_before_usd", "vintage", "source_id"]


class Balances(NamedTuple):
    """Rows by partner, largest deficit first, with the first and the last month they sum."""

    rows: pd.DataFrame
    first: pd.Timestamp
    last: pd.Timestamp


def balances(trade: pd.DataFrame, groups: list[str]) -> Balances | None:
    """US dollars from January of the newest year to its newest month, and in the same months of the year before.

    ``trade``: ``trade_monthly``. ``groups``: codes that are no single partner (EU27), left out with the world. Only
    partners with every month of both flows and both years stay, so the balance of no partner is part of another's.
    None where no year has a partner with both flows in January.
    """
    used = trade["basis"].eq(trade["flow"].map(BASES)) & ~trade["partner_iso3"].isin([WORLD, *groups])
    rows = latest_vintage(trade[used])
    exports = rows.loc[rows["flow"].eq("export"), "month"]
    if exports.empty:
        return None
    last = min(exports.max(), rows.loc[rows["flow"].eq("import"), "month"].max())
    first = last.replace(month=1)
    now, before = (_sums(rows, first - back, last - back) for back in (pd.DateOffset(years=0), pd.DateOffset(years=1)))
    both = now[now.index.isin(before.index)]
    if both.empty:
        return None
    year_before = before.loc[both.index, "export"] - before.loc[both.index, "import"]
    newest = rows[rows["month"].between(first, last)].sort_values("month").groupby("partner_iso3").last()
    table = pd.DataFrame(
        {
            "partner_iso3": both.index,
            "exports_usd": both["export"].to_numpy(),
            "imports_usd": both["import"].to_numpy(),
            "balance_usd": (both["export"] - both["import"]).to_numpy(),
            "year_before_usd": year_before.to_numpy(),
            "vintage": newest.loc[both.index, "vintage"].to_numpy(),
            "source_id": newest.loc[both.index, "source_id"].to_numpy(),
        }
    )
    return Balances(table.sort_values("balance_usd", ignore_index=True)[COLUMNS], first, last)


def _sums(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Sum by partner and flow over a span of months; only partners with every month of both flows."""
    span = rows[rows["month"].between(first, last)]
    groups = span.groupby(["partner_iso3", "flow"], observed=True)["value_usd"]
    months = len(pd.date_range(first, last, freq="MS"))
    table: pd.DataFrame = groups.sum().where(groups.count() == months).unstack("flow")
    return table.reindex(columns=list(BASES)).dropna()
