"""What a chart of the largest rows says of all of them."""

import pandas as pd

from parley import terms


def of_all(rows: pd.DataFrame, drawn: pd.DataFrame) -> tuple[str, dict[str, str]]:
    """The case of a measure, ``largest`` or ``all``, and its fields: the value of all rows and how many are shown.

    ``rows``: all, with value_usd; ``drawn``: those in the chart.
    """
    case = "largest" if len(rows) > len(drawn) else "all"
    total = terms.usd(float(rows["value_usd"].sum()))
    return case, {"total": total, "shown": terms.counted(len(drawn)), "count": terms.number(len(rows))}
