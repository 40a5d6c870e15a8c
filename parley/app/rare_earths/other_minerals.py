"""China's share of the output of 13 minerals in the newest year, ranked."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.bars import bars
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import minerals as shares

STAGE_NAMES = {"mine": "mined", "refinery": "refined", "smelter": "smelted", "primary": "primary"}
SAY = words.beside(__file__)


@kept
def by_mineral(as_of: date) -> Figure:
    """China's share of each mineral. Raises NothingToShowError before the first edition."""
    table = cache.table("critical_mineral_shares", as_of)
    if table.empty:
        raise NothingToShowError(SAY("minerals.none", day=terms.day(as_of)))
    rows = shares.ranked(table)
    return Figure(
        "rare_minerals",
        shares_caption(rows),
        rows,
        {"Chart": lambda palette: share_bars(rows, palette)},
        note=shares_note(rows),
        state=(as_of,),
    )


def share_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a mineral in drawing order; words where there is no share.

    ``rows``: columns mineral, statistic, year, edition, share_pct, gap.
    """
    shares = [
        gap if pd.isna(share) else terms.rate(share) for share, gap in zip(rows["share_pct"], rows["gap"], strict=True)
    ]
    return bars(
        rows,
        palette,
        value=rows["share_pct"].fillna(0),
        name="mineral",
        colour=palette.china,
        text=shares,
        hover=[
            f"<b>{share}</b> {row['mineral']}, {STAGE_NAMES.get(row['statistic'], row['gap'])}"
            f"<br>{row['year']}, {row['edition']}"
            for share, row in zip(shares, rows.to_dict("records"), strict=True)
        ],
        ends=(0, 100),
    )


def shares_note(rows: pd.DataFrame) -> str:
    """The minerals whose world output as printed leaves out the United States; empty where none does."""
    partial = rows.loc[rows["excludes_us"].eq(True), "mineral"].str.lower()
    return SAY("minerals.excludes_us", minerals=terms.listed(list(partial))) if len(partial) else ""


def shares_caption(rows: pd.DataFrame) -> Caption:
    """Of how many minerals China makes over half."""
    with_share = rows[rows["share_pct"].notna()]
    year, over = int(rows["year"].iloc[0]), int((with_share["share_pct"] > 50).sum())
    finding = SAY("minerals.finding", over=terms.counted(over), count=terms.counted(len(with_share)))
    measure = SAY("minerals.measure", year=year)
    listed = "; ".join(
        f"{r['mineral']} {terms.rate(r['share_pct']) if pd.notna(r['share_pct']) else r['gap']}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Ranked bars of China's share, {year}: {listed}.")
