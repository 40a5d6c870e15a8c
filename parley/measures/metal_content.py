"""The metal in the value of a good, for duties that are on it alone: the mean of its industry, and its ends."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

METAL_OF = {
    "steel_derivatives": "steel_share_pct",
    "aluminium_derivatives": "aluminium_share_pct",
    "copper": "copper_share_pct",
}
ALL_METAL = "metal_share_pct"  # of all metal in a good, where no metal's own share is known
SUBSECTOR_DIGITS = 3  # of an industry's NAICS code
Metal = Literal["least", "central", "most"]
METAL: tuple[Metal, ...] = ("least", "central", "most")


class Content(NamedTuple):
    """Share of a metal in the value of a good, percent, by ``METAL``."""

    least: float
    central: float
    most: float


def content_column(name: str, metal: Metal) -> str:
    """The column of the share ``name`` under a reading: of steel_share_pct the least is steel_least_pct."""
    return name if metal == "central" else name.replace("share", metal)


def with_content(lines: pd.DataFrame, content: pd.DataFrame, fallback_pct: Sequence[float]) -> pd.DataFrame:
    """``lines`` with the share of each metal of ``METAL_OF`` in their value, percent; ``metal_share_pct`` elsewhere.

    Each with its ends, ``content_column``. ``content``: table metal_content, means of the industry that makes the good;
    ``fallback_pct``: least, central and most of all metal in a good without a share there. Before 6 April 2026
    derivatives and copper cable paid on their metal alone.
    """
    by_code = content_by_code(content)
    of_number, of_line = (by_code.reindex(lines["hts10"].str[:digits]).to_numpy() for digits in (10, 8))
    shares = np.where(np.isnan(of_number), of_line, of_number)
    of_all = {content_column(ALL_METAL, m): pct for m, pct in zip(METAL, fallback_pct, strict=True)}
    return lines.assign(**dict(zip(by_code.columns, shares.T, strict=True)), **of_all)


def content_by_code(content: pd.DataFrame) -> pd.DataFrame:
    """Shares of metal of table metal_content by code, with their ends: its numbers, and the eight-digit lines with the
    mean of theirs.

    The mean stands for numbers without a share of their own, most of them newer than the table. The ends are the least
    and the most of that metal among the industries of the subsector.
    """
    shares = content[[*METAL_OF.values()]]
    of_subsector = shares.groupby(content["naics"].str[:SUBSECTOR_DIGITS])
    least = of_subsector.transform("min").rename(columns=lambda name: content_column(name, "least"))
    most = of_subsector.transform("max").rename(columns=lambda name: content_column(name, "most"))
    by_number = pd.concat([shares, least, most], axis=1).set_axis(pd.Index(content["hts10"]))
    line = by_number.index.str[:8]
    means = by_number.groupby(line).mean()
    return pd.concat([by_number.fillna(means.reindex(line).set_axis(by_number.index)), means])
