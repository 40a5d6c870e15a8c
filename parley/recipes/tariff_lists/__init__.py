"""The lists of goods behind ``us_tariff_scope``, one module a group of laws.

Each reader gives one row per printed code with the columns of ``COLUMNS``: ``list`` names the row of terms in
``data/facts/us_tariff_scope.csv`` that the code falls under; the other columns are the code's own, empty where the
terms decide.
"""

from pathlib import Path
from typing import Any

import pandas as pd

from parley.recipes import raw_file

TRACKER = "tariffs/budget-lab-tariff-rate-tracker"
LISTS = f"{TRACKER}/lists"
COLUMNS = ["product_code", "list", "start", "end", "use_limit", "citation"]
NO_LIMIT = "none"


def read_list(raw: Path, file: str, folder: str = LISTS, comment: str | None = None) -> pd.DataFrame:
    """A raw list as text, empty cells and "NA" missing; ``comment``: what begins a remark. Raises RawMissingError."""
    frame = pd.read_csv(raw_file(raw, f"{folder}/{file}"), dtype=str, keep_default_na=False, comment=comment)
    return frame.replace({"": None, "NA": None})


def listed(codes: pd.Series, lists: pd.Series | str, **columns: Any) -> pd.DataFrame:
    """Rows of ``COLUMNS`` for codes of one or several lists; ``columns``: start, end, use_limit, citation."""
    frame = pd.DataFrame({"product_code": codes, "list": lists}).assign(**columns)
    return frame.reindex(columns=COLUMNS).astype(object)
