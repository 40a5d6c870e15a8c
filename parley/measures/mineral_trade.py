"""China's share of US trade in mineral headings among 18 partners, by heading and by year."""

import pandas as pd

CHINA = "CHN"
RARE_EARTHS = ("2805", "2846", "8505")


def by_heading(table: pd.DataFrame, flow: str) -> pd.DataFrame:
    """China's share of one flow by heading in the newest whole year, largest first; headings without trade left out.

    Share = trade with China / trade with the 18 partners; no recorded trade with China is a share of zero.
    """
    whole = table[~table["is_partial_year"]]
    rows = whole[(whole["flow"] == flow) & (whole["year"] == whole["year"].max())]
    shares = _shares(rows, ["hts4", "heading", "year", "source_id"])
    return shares.sort_values(["share_pct", "all_usd"], ascending=False, ignore_index=True)


def by_year(table: pd.DataFrame, flow: str, headings: tuple[str, ...]) -> pd.DataFrame:
    """China's share of one flow in the headings together, by year; January to April of the newest year comes last.

    Of the partial periods only those after the last whole year are kept.
    """
    rows = table[(table["flow"] == flow) & table["hts4"].isin(headings)]
    last = rows.loc[~rows["is_partial_year"], "year"].max()
    rows = rows[~rows["is_partial_year"] | (rows["year"] > last)]
    shares = _shares(rows, ["year", "is_partial_year", "source_id"])
    return shares.assign(headings=", ".join(headings)).sort_values("year", ignore_index=True)


def _shares(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    china = rows["value_usd"].where(rows["partner_iso3"] == CHINA, 0.0)
    sums = (
        rows.assign(china_usd=china)
        .groupby(by, sort=False)
        .agg(china_usd=("china_usd", "sum"), all_usd=("value_usd", "sum"))
    )
    shares: pd.DataFrame = sums.reset_index()
    return shares.assign(
        other_usd=shares["all_usd"] - shares["china_usd"], share_pct=shares["china_usd"] / shares["all_usd"] * 100
    )
