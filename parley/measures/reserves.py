"""Reserves of one edition beside the edition before, and shares that are at most what they say."""

import pandas as pd


def editions(reserves: pd.DataFrame) -> list[str]:
    """The editions known, newest first."""
    return list(reserves.sort_values("published_on", ascending=False)["edition"].drop_duplicates())


def by_country(reserves: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Rows of one edition, largest first, the world last; the edition before beside them.

    Adds ``share_at_most_pct`` = reserves / printed world total: the total is printed as "more than", so the share is
    an upper bound; and ``edition_before``, ``reserves_before_t`` (missing where no earlier edition is here).
    """
    names = editions(reserves)
    earlier = names[names.index(edition) + 1 :]
    rows = reserves[reserves["edition"] == edition]
    world = float(rows.loc[rows["iso3"] == "WLD", "reserves_t"].iloc[0])
    before = reserves[reserves["edition"].isin(earlier[:1])].set_index("iso3")["reserves_t"]
    shown = rows.assign(
        share_at_most_pct=(rows["reserves_t"] / world * 100).where(rows["iso3"] != "WLD"),
        edition_before=earlier[0] if earlier else None,
        reserves_before_t=rows["iso3"].map(before),
    )
    order = shown.assign(last=shown["iso3"] == "WLD", size=shown[["reserves_t", "reserves_before_t"]].max(axis=1))
    order = order.sort_values(["last", "size", "country"], ascending=[True, False, True], ignore_index=True)
    return order.drop(columns=["last", "size"])
