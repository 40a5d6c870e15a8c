"""The subject Chinese content: what US industries and third countries' sales to the US hold of China, estimated."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.figure import Caption
from parley.charts.two_marks import two_marks
from parley.results.answers import content

SHOWN, LEAST_USD = 14, 3e9  # the tables put sales lower than customs do: this holds whom customs put above 5 bn
MARKS = ("Bought from China", "With suppliers")
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    figures.block("US industries", lambda: industries(as_of))
    if _is_known(as_of):
        figures.block("Third countries", third_countries)


def _is_known(as_of: date) -> bool:
    """Whether the year of the tables was over on the day; when they came out is not in our sources."""
    return as_of.year > content.YEAR


@kept_figure
def industries(as_of: date) -> Figure:
    """Chinese inputs of US industries making goods, jobs beside. Raises NothingToShowError before the year was over."""
    if not _is_known(as_of):
        raise NothingToShowError(SAY("content.unknown", day=terms.day(as_of), year=content.YEAR))
    rows = industry_rows(as_of)
    largest = rows[rows["is_goods"]].head(SHOWN)
    marks = pd.DataFrame(
        {
            "name": largest["name"],
            "one": largest["direct_pct"],
            "other": largest["with_suppliers_pct"],
            "words": [_industry(row) for row in largest.to_dict("records")],
        }
    )
    shares = [_shares(row) for row in largest.to_dict("records")]
    text = {"": shares, "Jobs": [_jobs(row) or "n/a" for row in largest.to_dict("records")]}
    first = largest.iloc[0]
    rows_in_words = "; ".join(f"{name}: {said}" for name, said in zip(marks["name"], marks["words"], strict=True))
    months = rows["jobs_month"].dropna()
    case, fields = ("none", {}) if months.empty else ("known", {"month": terms.month(months.iloc[0])})
    remark = SAY("content.jobs", case, **fields)
    return Figure(
        "trade_content_industries",
        Caption(
            SAY(
                "content.industries",
                industry=terms.in_a_sentence(first["name"]),
                share=terms.rate(first["with_suppliers_pct"]),
            ),
            SAY("content.industries_measure", year=content.YEAR, count=terms.counted(len(largest))),
            SAY("content.industries_alt", list=rows_in_words),
        ),
        rows,
        {"Chart": lambda palette: two_marks(marks, MARKS, "%", palette.china, palette, text)},
        remark=remark,
    )


@kept
def industry_rows(as_of: date) -> pd.DataFrame:
    """US industries, those that rest most on China first, with their employees where the employment table has them."""
    rows = content.us_industries().merge(content.jobs(as_of), on="sector", how="left")
    rows.insert(1, "name", rows["sector"].map(terms.SECTOR_LABELS))
    return rows.drop(columns="sector_name")


def _industry(row: Mapping[Any, Any]) -> str:
    shares, jobs = _shares(row), _jobs(row)
    return SAY("content.with_jobs", shares=shares, jobs=jobs) if jobs else shares


def _shares(row: Mapping[Any, Any]) -> str:
    return f"{terms.number(row['direct_pct'], 1)} / {terms.rate(row['with_suppliers_pct'])}"


def _jobs(row: Mapping[Any, Any]) -> str:
    thousands = row["employees_thousand"]
    return "" if pd.isna(thousands) else terms.number(1000 * round(thousands))


@kept_figure
def third_countries() -> Figure:
    """Chinese value added in the goods other economies sell to the United States."""
    rows = country_rows()
    largest = rows[rows["goods_to_us_usd"] >= LEAST_USD].head(SHOWN)
    share = largest["chinese_value_added_pct"]
    said = [
        SAY("content.of_sales", share=terms.rate(part), sales=terms.usd(sales, 2))
        for part, sales in zip(share, largest["goods_to_us_usd"], strict=True)
    ]
    marks = pd.DataFrame({"name": largest["name"], "one": share, "words": said})
    rows_in_words = "; ".join(f"{name}: {text}" for name, text in zip(marks["name"], said, strict=True))
    first = largest.iloc[0]
    return Figure(
        "trade_content_countries",
        Caption(
            SAY(
                "content.countries",
                share=terms.rate(first["chinese_value_added_pct"], 0),
                country=first["name"],
            ),
            SAY("content.countries_measure", year=content.YEAR),
            SAY("content.countries_alt", list=rows_in_words),
        ),
        rows,
        {"Chart": lambda palette: two_marks(marks, MARKS[:1], "%", palette.china, palette)},
        remark=SAY("content.bound", least=terms.usd(LEAST_USD, 1)),
    )


@kept
def country_rows() -> pd.DataFrame:
    """Every economy but the two sides, the largest Chinese share first."""
    rows = content.third_countries()
    rows = rows[rows["economy"].isin(list(cache.country_names()))].reset_index(drop=True)
    rows.insert(1, "name", rows["economy"].map(cache.country_names()))
    return rows
