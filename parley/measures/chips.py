"""Trade in chips: who sells them to the US, the rise in computers from Taiwan, what the US sells to China."""

from collections.abc import Mapping, Sequence

import pandas as pd

CHINA, REST = "CHN", "ROW"
COMPUTERS = ("8471", "8473")
OTHER_GOODS = "other"
MONEY = ["value_usd", "duty_usd"]
MONTHS_IN_YEAR = 12


def by_partner(imports: pd.DataFrame, heading: str, names: Mapping[str, str], count: int = 10) -> pd.DataFrame:
    """The largest sources of one heading, or all down to China where it is not among them, and all others in one row.

    ``imports``: one year of imports by HS6, ``year`` in its rows. Columns partner, exporter_iso3, heading, year,
    value_usd, share_pct (of all partners in the table), duty_usd, effective_rate_pct, partners (in the row), source_id.
    """
    rows = imports[imports["hs6"].str.startswith(heading)]
    sums = rows.groupby("exporter_iso3", as_index=False)[MONEY].sum().sort_values("value_usd", ascending=False)
    sums = sums[sums["value_usd"] > 0]
    if sums.empty:
        return sums.assign(partner="", heading="", year=0, share_pct=0.0, effective_rate_pct=0.0, partners=0)
    place = sums["value_usd"].rank(ascending=False, method="first")
    shown = place <= max(
        count, place[sums["exporter_iso3"] == CHINA].max() if CHINA in set(sums["exporter_iso3"]) else 0
    )
    named = sums[shown].assign(partner=lambda f: f["exporter_iso3"].map(names), partners=1)
    left = sums[~shown]
    rest = pd.DataFrame(
        {"exporter_iso3": REST, "partner": "All others", "partners": len(left), **left[MONEY].sum()}, index=[0]
    )
    table = pd.concat([named, rest] if len(left) else [named], ignore_index=True)
    table = table.assign(
        heading=heading,
        year=rows["year"].iloc[0],
        share_pct=table["value_usd"] / sums["value_usd"].sum() * 100,
        effective_rate_pct=table["duty_usd"] / table["value_usd"] * 100,
        source_id=rows["source_id"].iloc[0],
    )
    columns = ["partner", "exporter_iso3", "heading", "year", "value_usd", "share_pct", "duty_usd"]
    return table[[*columns, "effective_rate_pct", "partners", "source_id"]]


def by_line(imports: pd.DataFrame) -> pd.DataFrame:
    """Ten-digit lines by value, with China's share of each and the duty collected on it from China.

    ``imports``: one year of imports by line, ``year`` and ``description`` in its rows. Columns hts10, value_usd,
    china_share_pct, description, year, china_value_usd, china_effective_rate_pct (missing where China sold nothing),
    source_id.
    """
    lines = imports.groupby(["hts10", "description", "year"], as_index=False).agg(
        value_usd=("value_usd", "sum"), source_id=("source_id", "first")
    )
    china = imports[imports["exporter_iso3"] == CHINA].groupby("hts10", as_index=False)[MONEY].sum()
    china = china.rename(columns={"value_usd": "china_value_usd", "duty_usd": "china_duty_usd"})
    table = lines.merge(china, on="hts10", how="left").fillna({"china_value_usd": 0})
    sold = table["china_value_usd"]
    table["china_share_pct"] = sold / table["value_usd"].where(table["value_usd"] > 0) * 100
    table["china_effective_rate_pct"] = table["china_duty_usd"] / sold.where(sold > 0) * 100
    table = table.sort_values("value_usd", ascending=False, ignore_index=True)
    columns = ["hts10", "value_usd", "china_share_pct", "description", "year", "china_value_usd"]
    return table[[*columns, "china_effective_rate_pct", "source_id"]]


def duty_by_heading(imports: pd.DataFrame, headings: Sequence[str]) -> pd.DataFrame:
    """Duty collected on each heading from China and from all other partners.

    ``imports``: one year of imports by HS6, ``year`` in its rows. Columns heading, origin (CHN or ROW), year,
    value_usd, duty_usd, effective_rate_pct, source_id; headings in the order given.
    """
    rows = imports.assign(
        heading=imports["hs6"].str[:4], origin=imports["exporter_iso3"].where(imports["exporter_iso3"] == CHINA, REST)
    )
    rows = rows[rows["heading"].isin(headings)]
    sums = rows.groupby(["heading", "origin"], as_index=False)[MONEY].sum()
    sums = sums.assign(
        year=rows["year"].iloc[0] if len(rows) else 0,
        effective_rate_pct=sums["duty_usd"] / sums["value_usd"] * 100,
        source_id=rows["source_id"].iloc[0] if len(rows) else "",
        place=sums["heading"].map({h: i for i, h in enumerate(headings)}),
    )
    ordered = sums.sort_values(["place", "origin"], ignore_index=True)
    columns = ["heading", "origin", "year", *MONEY, "effective_rate_pct", "source_id"]
    return ordered[columns]


def by_year(imports: pd.DataFrame, headings: Sequence[str]) -> pd.DataFrame:
    """Imports from Taiwan by year: each of these headings, and all other goods as one.

    ``imports``: ``us_imports_taiwan_hs6``. Columns year, heading ("other" for the rest), value_usd, source_id; a year
    the source lacks has no row.
    """
    heading = imports["hs6"].str[:4]
    rows = imports.assign(heading=heading.where(heading.isin(headings), OTHER_GOODS))
    sums = rows.groupby(["year", "heading"], as_index=False)[["value_usd"]].sum()
    place = {h: i for i, h in enumerate([*headings, OTHER_GOODS])}
    ordered = sums.assign(place=sums["heading"].map(place)).sort_values(["year", "place"], ignore_index=True)
    source = imports["source_id"].iloc[0] if len(imports) else ""
    return ordered.drop(columns="place").assign(source_id=source)


def computers_in_rise(years: pd.DataFrame, base: int = 2023) -> tuple[int, float, float] | None:
    """Last year, rise of all imports since ``base`` in US dollars, and the part of computers in it in percent.

    ``years``: result of ``by_year`` with the headings of computers. None when a year is missing or nothing rose.
    """
    totals = years.groupby("year")["value_usd"].sum()
    if base not in totals.index or totals.index.max() <= base:
        return None
    last = int(totals.index.max())
    rise = float(totals[last] - totals[base])
    computers = years[years["heading"].isin(COMPUTERS)].groupby("year")["value_usd"].sum()
    return (last, rise, float(computers[last] - computers[base]) / rise * 100) if rise > 0 else None


def exports_by_chapter(exports: pd.DataFrame, chapters: Sequence[str]) -> pd.DataFrame:
    """US exports to China of these chapters by year: year, product, value_usd, released_on, source_id."""
    rows = exports[(exports["partner_iso3"] == CHINA) & exports["chapter"].isin(chapters)]
    columns = ["year", "product", "value_usd", "released_on", "source_id"]
    return rows.rename(columns={"chapter": "product"}).sort_values(["year", "product"], ignore_index=True)[columns]


def exports_by_heading(exports: pd.DataFrame, headings: Sequence[str]) -> pd.DataFrame:
    """US exports to China of these headings in full calendar years: year, product, value_usd, source_id.

    ``exports``: rows of ``us_exports_china_hs6_monthly``. A year without all its months is left out.
    """
    rows = exports[exports["hs6"].str.startswith(tuple(headings))]
    rows = rows.assign(year=rows["month"].dt.year, product=rows["hs6"].str[:4])
    months = rows.groupby("year")["month"].nunique()
    full = rows[rows["year"].isin(months[months == MONTHS_IN_YEAR].index)]
    sums = full.groupby(["year", "product"], as_index=False).agg(
        value_usd=("value_usd", "sum"), source_id=("source_id", "first")
    )
    return sums.sort_values(["year", "product"], ignore_index=True)
