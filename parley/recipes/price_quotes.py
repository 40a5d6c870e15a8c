"""Single price quotes of rare earths in 2025, typed from named pages in ``data/facts``: cited, never a series."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts, reading


def build(raw: Path) -> pd.DataFrame:  # every recipe takes the raw folder; this table needs none
    """One row per product, market, day and assessor."""
    return read_typed_facts("price_quotes")


_MAY = pd.Timestamp("2025-05-06")
PUBLISHED: tuple[Published, ...] = (
    Published(
        "dysprosium oxide, Europe, 6 May 2025, low",
        700,
        reading("low_usd_per_kg", symbol="Dy", date_start=_MAY),
        0,
        "Argus, as reported",
    ),
    Published(
        "terbium oxide, Europe, 6 May 2025, high",
        4000,
        reading("high_usd_per_kg", symbol="Tb", date_start=_MAY),
        0,
        "Argus, as reported",
    ),
    Published(
        "yttrium oxide, average of traded volume 2025",
        6.5,
        reading("low_usd_per_kg", symbol="Y", market="world"),
        0,
        "Adamas Intelligence",
    ),
    # more would be a series of proprietary prices, which may not be passed on
    Published("rows", 13, len, 0, "single quotes, cited"),
)
