"""Lines on which the law of 2024 and the duty collected that year part: the check of the lists, and what is accepted.

Computed from other tables; the reasons are typed in ``data/facts/us_tariff_law_gaps.csv``.
"""

from pathlib import Path

import pandas as pd

from parley.measures.law_check import gaps
from parley.recipes import read_facts
from parley.recipes.tariff_lists import china_lines
from parley.recipes.tariff_lists.china_lines import lines_from_china
from parley.schema import TableInvalidError
from parley.tables import read_table

NAME = "us_tariff_law_gaps"
SOURCE_ID = "census_us_imports_2024_hs10"
NEEDS = (*china_lines.NEEDS, "us_tariff_scope")


def build(raw: Path) -> pd.DataFrame:
    """One row per line whose law is off; nothing is read from ``raw``.

    Raises TableInvalidError when a line is off that no one accepted, naming it with its gap, and when an accepted line
    is no longer off.
    """
    del raw
    found = gaps_of_2024()
    accepted = read_facts(NAME).set_index("hts10")
    new = found[~found["hts10"].isin(accepted.index)]
    if len(new):
        line = new.iloc[0]
        problem = (
            f"{len(new)} lines are off by more than four points and not accepted, first {line['hts10']}: "
            f"law {line['law_pct']:.1f} %, collected {line['collected_pct']:.1f} %, "
            f"{line['gap_usd'] / 1e6:.0f} million dollars; mend the lists, or accept it with a reason in "
            f"data/facts/{NAME}.csv"
        )
        raise TableInvalidError(NAME, "hts10", None, problem)
    gone = sorted(set(accepted.index) - set(found["hts10"]))
    if gone:
        problem = f"{gone[0]} is accepted and no longer off; drop it in data/facts/{NAME}.csv"
        raise TableInvalidError(NAME, "hts10", None, problem)
    rows = found.join(accepted, on="hts10").assign(hts_edition="2024", source_id=SOURCE_ID)
    return rows.sort_values("hts10", ignore_index=True)


def gaps_of_2024() -> pd.DataFrame:
    """``law_check.gaps`` of the shipped tables."""
    return gaps(*lines_from_china(read_table("us_tariff_scope")))
