"""China's share of the world's output of minerals in the newest year."""

from typing import Any

import pandas as pd

# each edition has a chapter on it and no table of world output
WITHOUT_TABLE = ("Germanium",)
NO_TABLE, NOT_LISTED = "no world table printed", "China has no row of its own"


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """China's share by mineral in the newest year, largest first, from the newest edition that has the year.

    Minerals without a world table, or without a row for China, follow with a missing share and ``gap`` saying which.
    """
    rows = table[table["year"] == table["year"].max()]
    now = rows[rows["published_on"] == rows["published_on"].max()].sort_values("share_pct", ascending=False)
    gaps = _gaps(sorted(set(table["mineral"]) - set(now["mineral"])), now.iloc[0])
    ranks: pd.DataFrame = pd.concat([now, gaps], ignore_index=True)
    return ranks


def _gaps(unlisted: list[str], of: "pd.Series[Any]") -> pd.DataFrame:
    same = {c: of[c] for c in ("year", "edition", "published_on", "date_basis", "source_id")}
    gaps = [(name, NOT_LISTED) for name in unlisted] + [(name, NO_TABLE) for name in WITHOUT_TABLE]
    return pd.DataFrame([{"mineral": name, "gap": gap, **same} for name, gap in gaps])
