"""What of China stands in US industries and in what third countries sell to the United States: estimates, 2022.

Origins by using industry are in no table, so inputs take the origins of the whole country's purchases. The content of
third countries' sales is a bound on rerouting: goods made elsewhere from Chinese inputs, not goods falsely declared.
"""

from datetime import date

import numpy as np
import pandas as pd

from parley import terms
from parley.calibration.chinese_content import chinese_content
from parley.calibration.policy import CHINA, US
from parley.calibration.product_law import BASE_YEAR_END
from parley.models.content import import_content
from parley.models.policy_scenario import Scenario
from parley.results.answers.sectors import baseline, sectors
from parley.tables.read import read_table

SOURCE_ID = "oecd_icio_2022"
YEAR = 2022  # of the input-output tables
JOBS_SOURCE = "us_employment_by_industry"


def us_industries() -> pd.DataFrame:
    """US industries, those that rest most on China first.

    Columns sector, sector_name, year, is_goods, direct_pct (Chinese goods bought as inputs, of output),
    with_suppliers_pct (with those in inputs made at home), chinese_value_added_pct (China's value added in the output,
    whatever the way), source_id. All estimated.
    """
    model = sectors()
    economy = model.economy
    us, china = (list(economy.countries).index(code) for code in (US, CHINA))
    direct, total = import_content(economy.trade_share, economy.tariff, economy.input_share, china, us)
    names = read_table("icio_country_sector").drop_duplicates("sector").set_index("sector")["sector_name"]
    has_output = economy.value_added_share[us] > 0
    table = pd.DataFrame(
        {
            "sector": list(economy.sectors),
            "sector_name": [names.get(code, terms.SECTOR_LABELS.get(code, code)) for code in economy.sectors],
            "year": YEAR,
            "is_goods": model.is_goods,
            "direct_pct": 100 * direct,
            "with_suppliers_pct": 100 * total,
            "chinese_value_added_pct": 100 * chinese_content()[us],
            "source_id": SOURCE_ID,
        }
    )
    shown: pd.DataFrame = table[has_output].sort_values("with_suppliers_pct", ascending=False, ignore_index=True)
    return shown


# Industries of the input-output tables that the employment table holds too, by its three digits of NAICS; vehicles with
# other transport equipment, chemicals with medicines, food and textiles are cut otherwise there and have no figure.
NAICS = {
    "C16": ("321",),
    "C17_18": ("322", "323"),
    "C19": ("324",),
    "C22": ("326",),
    "C23": ("327",),
    "C24": ("331",),
    "C25": ("332",),
    "C26": ("334",),
    "C27": ("335",),
    "C28": ("333",),
}


def jobs(as_of: date) -> pd.DataFrame:
    """Employees of US industries in the last month known on the day: sector, employees_thousand, jobs_month,
    jobs_source_id; no row for an industry the employment table cuts otherwise.
    """
    rows = read_table("employment_by_industry", as_of=as_of)
    last = rows[rows["month"] == rows["month"].max()].set_index("naics3")
    counts = [
        (sector, float(last.loc[list(codes), "employees_thousand"].sum()), last["month"].iloc[0], JOBS_SOURCE)
        for sector, codes in NAICS.items()
        if set(codes) <= set(last.index)
    ]
    return pd.DataFrame(counts, columns=["sector", "employees_thousand", "jobs_month", "jobs_source_id"])


def third_countries() -> pd.DataFrame:
    """Chinese value added in the goods each economy sells to the United States, the largest share first.

    Columns economy, year, goods_to_us_usd (of the input-output tables, 2022), chinese_value_added_pct, source_id.
    """
    model = sectors()
    economy = model.economy
    us = list(economy.countries).index(US)
    sold = baseline(Scenario(BASE_YEAR_END), "balanced", "central").flows_to(us) * model.is_goods
    total = sold.sum(axis=1)
    share = np.divide((sold * chinese_content()).sum(axis=1), total, out=np.zeros_like(total), where=total > 0)
    table = pd.DataFrame(
        {
            "economy": list(economy.countries),
            "year": YEAR,
            "goods_to_us_usd": total,
            "chinese_value_added_pct": 100 * share,
            "source_id": SOURCE_ID,
        }
    )
    kept = table[~table["economy"].isin([US, CHINA]) & (table["goods_to_us_usd"] > 0)]
    return kept.sort_values("chinese_value_added_pct", ascending=False, ignore_index=True)
