"""Which edition of the Harmonized System the codes of US trade statistics belong to."""

import pandas as pd

# The year each edition took effect. The United States followed on 1 January 1996 and 2017, in January 2002 and 2022,
# in February 2007 and 2012: a year counts as that of the edition it went on with.
FIRST_YEARS = {1992: "HS1992", 1996: "HS1996", 2002: "HS2002", 2007: "HS2007", 2012: "HS2012", 2017: "HS2017"} | {
    2022: "HS2022"
}


def hs_revision_of(years: pd.Series) -> pd.Series:
    """The edition in use in each calendar year from 1992 on; empty for earlier years.

    Source: World Customs Organization, editions of the Harmonized System.
    """
    ends = [*FIRST_YEARS, 9999]
    editions: pd.Series = pd.cut(years, ends, right=False, labels=list(FIRST_YEARS.values())).astype("str")
    return editions
