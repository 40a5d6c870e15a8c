"""HS2022 subheadings in earlier revisions, from the tables of the R package ``concordance``."""

import warnings
from functools import lru_cache
from pathlib import Path

import pandas as pd
import rdata

from parley.recipes import raw_file

FOLDER = "trade/hs-concordances"
SOURCE_ID = "hs_concordances"
# The package counts revisions from HS0 (1988/92) to HS6 (2022).
REVISIONS = {"HS2017": "hs5", "HS2007": "hs3", "HS1992": "hs0"}


def build(raw: Path) -> pd.DataFrame:
    """One row per HS2022 subheading and earlier revision."""
    parts = [
        pd.DataFrame(
            {
                "from_revision": "HS2022",
                "from_code": codes.index,
                "to_revision": revision,
                "to_code": codes.to_numpy(),
                "source_id": SOURCE_ID,
            }
        )
        for revision in REVISIONS
        for codes in [subheadings_in(raw, revision)]
    ]
    return pd.concat(parts).sort_values(["to_revision", "from_code"], ignore_index=True)


def subheadings_in(raw: Path, revision: str) -> pd.Series:
    """The code of each HS2022 subheading (index) in an earlier revision."""
    path = raw_file(raw, f"{FOLDER}/hs6_{REVISIONS[revision]}.RData")
    return _read(path, path.stat().st_mtime_ns, revision)


@lru_cache(maxsize=len(REVISIONS))  # half a second each, and five recipes ask for them
def _read(path: Path, written_ns: int, revision: str) -> pd.Series:
    """The codes in a file as it was ``written_ns``."""
    with warnings.catch_warnings():
        # rdata says that it has no constructor for R's tibble class; the data frame beneath is all we need
        warnings.filterwarnings("ignore", message="Missing constructor for R class", category=UserWarning)
        table = rdata.read_rda(path)[path.stem]
    codes: pd.Series = table.set_index("HS6_6d")[f"{REVISIONS[revision].upper()}_6d"].astype(str)
    codes.index = codes.index.astype(str)
    return codes


def hs2022_or_missing(raw: Path, codes: pd.Series) -> pd.Series:
    """``HS2022`` where the first six digits of a code are a subheading of that revision, else missing."""
    known = codes.str[:6].isin(subheadings_in(raw, "HS2017").index)
    return pd.Series("HS2022", codes.index).where(known)
