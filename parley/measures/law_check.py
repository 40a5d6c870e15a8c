"""The law of 2024 by line beside the duty customs collected that year: the best independent check of the lists."""

from datetime import date

import pandas as pd

from parley.measures.product_rates import RATE, rates_on

# first days of the two laws of 2024 and their share of its days; the exclusions of 15 June stand for those before them
# (headings 9903.88.67 and .68), whose lists are not in hand and named nearly the same articles
STRETCHES = ((date(2024, 6, 15), 270 / 366), (date(2024, 9, 27), 96 / 366))
LEAST_USD = 30e6
LARGE_PP = 4.0


def gaps(lines: pd.DataFrame, matched: pd.DataFrame, layers: pd.DataFrame) -> pd.DataFrame:
    """Lines above ``LEAST_USD`` whose law of 2024, mean of its days, is more than ``LARGE_PP`` off collected duty.

    ``lines`` from ``with_ordinary`` and ``with_content`` (imports of 2024), ``matched`` from ``match``. Columns:
    hts10, value_usd, law_pct, collected_pct, gap_pp (law less collected), gap_usd; the largest gap in dollars first.
    """
    large = lines[lines["value_usd"] > LEAST_USD].reset_index(drop=True)
    rates = [rates_on(large, matched, layers, day)[RATE] * share for day, share in STRETCHES]
    law = pd.concat(rates, axis=1).sum(axis=1, skipna=False)
    collected = large["duty_usd"] / large["value_usd"] * 100
    table = pd.DataFrame(
        {
            "hts10": large["hts10"],
            "value_usd": large["value_usd"],
            "law_pct": law,
            "collected_pct": collected,
            "gap_pp": law - collected,
        }
    )
    table = table[table["gap_pp"].abs() > LARGE_PP]
    gap_usd = table["gap_pp"] / 100 * table["value_usd"]
    return table.assign(gap_usd=gap_usd).sort_values("gap_usd", key=abs, ascending=False, ignore_index=True)
