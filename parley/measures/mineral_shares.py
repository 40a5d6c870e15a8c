"""China's share of the world's output of minerals: one year, edition against edition."""

from typing import Any

import pandas as pd

# each edition has a chapter on it and no table of world output
WITHOUT_TABLE = ("Germanium",)
NO_TABLE, NOT_LISTED = "no world table printed", "China has no row of its own"


def years(table: pd.DataFrame) -> list[int]:
    """The years in any edition, the newest first."""
    return sorted({int(year) for year in table["year"]}, reverse=True)


def ranked(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """China's share by mineral in one year, largest first, from the newest edition that has the year.

    Minerals without a world table, or without a row for China, follow with a missing share and ``gap`` saying which;
    then, with ``is_earlier``, the same year in the edition before.
    """
    rows = table[table["year"] == year]
    newest, *earlier = rows.sort_values("published_on", ascending=False)["edition"].unique()
    now = rows[rows["edition"] == newest].sort_values("share_pct", ascending=False)
    before = rows[rows["edition"] == earlier[0]] if earlier else rows.iloc[:0]
    parts = [now, _gaps(sorted(set(table["mineral"]) - set(now["mineral"])), now.iloc[0]), before]
    flags = pd.Series([False] * (len(parts[0]) + len(parts[1])) + [True] * len(before))
    ranks: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return ranks.assign(is_earlier=flags)


def _gaps(unlisted: list[str], of: "pd.Series[Any]") -> pd.DataFrame:
    known = {c: of[c] for c in ("year", "edition", "published_on", "date_basis", "source_id")}
    gaps = [(name, NOT_LISTED) for name in unlisted] + [(name, NO_TABLE) for name in WITHOUT_TABLE]
    return pd.DataFrame([{"mineral": name, "gap": gap, **known} for name, gap in gaps])
