"""US imports of one year by section, chapter and subheading, and exports to China by chapter and product group."""

import pandas as pd

SPECIAL = "98"  # chapters 98 and 99 stand in no section
ALL = "all"
LEVELS = {"section": "section", "chapter": "chapter", "subheading": "hs6"}
GOODS_COLUMNS = ["code", "value_usd", "duty_usd", "effective_rate_pct", "all_partners_usd", "share_pct", "source_id"]


def by_goods(imports: pd.DataFrame, partner: str, level: str) -> pd.DataFrame:
    """Imports from one partner by section, chapter or subheading, largest first.

    ``imports``: rows of ``us_imports_hs6_2024`` of all partners for the goods in question; ``level``: a key of
    ``LEVELS``; ``partner``: ISO code, or ``all``. effective_rate_pct = duty / value; share_pct = the partner's part of
    the imports of these goods from all partners in the table. Goods without a section have the code ``98``.
    """
    rows = imports.assign(code=imports[LEVELS[level]].fillna(SPECIAL))
    every = rows.groupby("code")["value_usd"].sum()
    chosen = rows if partner == ALL else rows[rows["exporter_iso3"] == partner]
    table = chosen.groupby("code", as_index=False).agg(
        value_usd=("value_usd", "sum"), duty_usd=("duty_usd", "sum"), source_id=("source_id", "first")
    )
    table["all_partners_usd"] = table["code"].map(every)
    return _with_rates(table)[GOODS_COLUMNS]


def of_all_partners(goods: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``by_goods`` whose share has a name that says of what it is: not of the partner's other goods."""
    return goods.rename(columns={"share_pct": "share_of_all_partners_pct"})


def by_partner(imports: pd.DataFrame) -> pd.DataFrame:
    """Imports of the goods in ``imports`` by partner, largest first: ``GOODS_COLUMNS`` with the partner as ``code``.

    Values and duty in US$; duty collected in percent of value, share in percent of imports from all partners.
    """
    table = imports.groupby("exporter_iso3", as_index=False).agg(
        value_usd=("value_usd", "sum"), duty_usd=("duty_usd", "sum"), source_id=("source_id", "first")
    )
    table = table.rename(columns={"exporter_iso3": "code"})
    table["all_partners_usd"] = table["value_usd"].sum()
    return _with_rates(table)[GOODS_COLUMNS]


def _with_rates(table: pd.DataFrame) -> pd.DataFrame:
    table = table[table["value_usd"] > 0]
    table = table.assign(
        effective_rate_pct=table["duty_usd"] / table["value_usd"] * 100,
        share_pct=table["value_usd"] / table["all_partners_usd"] * 100,
    )
    return table.sort_values("value_usd", ascending=False, ignore_index=True)


def exports_by_chapter(exports: pd.DataFrame, year: int, base: int) -> pd.DataFrame:
    """Exports by chapter in a year, largest first, beside those of a base year.

    ``exports``: chapter, year, value_usd, source_id of one partner. A chapter without exports in the base year has no
    change. Columns chapter, year, value_usd, source_id, base_year, value_base_usd, change_pct, share_pct (of all).
    """
    now = exports[exports["year"] == year]
    before = exports[exports["year"] == base].set_index("chapter")["value_usd"]
    table = now[["chapter", "year", "value_usd", "source_id"]].assign(
        base_year=base, value_base_usd=now["chapter"].map(before)
    )
    table["change_pct"] = (table["value_usd"] / table["value_base_usd"] - 1) * 100
    table["share_pct"] = table["value_usd"] / table["value_usd"].sum() * 100
    return table.sort_values("value_usd", ascending=False, ignore_index=True)


def by_phase_one_product(exports: pd.DataFrame, year: int, base: int) -> pd.DataFrame:
    """Exports to China of each product group of the phase-one agreement in a base year and in ``year``.

    ``exports``: month, value_usd, phase_one_group, phase_one_product, source_id; both years whole. Largest in ``year``
    first. Columns
    phase_one_group, phase_one_product, value_base_usd, value_usd, change_pct, base_year, year, source_id.
    """
    keys = ["phase_one_group", "phase_one_product"]
    years = exports["month"].dt.year.rename("year")
    sums = exports.groupby([*keys, years], observed=True)["value_usd"].sum().unstack("year")
    table = sums[[base, year]].rename(columns={base: "value_base_usd", year: "value_usd"}).reset_index()
    table["change_pct"] = (table["value_usd"] / table["value_base_usd"] - 1) * 100
    table = table.assign(base_year=base, year=year, source_id=exports["source_id"].iloc[0])
    return table.sort_values("value_usd", ascending=False, ignore_index=True)


# Tariff lines: the section of a chapter, those with a rate, and texts that hold words.


def sections(codes: pd.DataFrame) -> dict[str, str]:
    """Section numeral of each chapter, from ``hs_codes``."""
    chapters = codes[(codes["level"] == 2) & codes["section"].notna()]
    return dict(zip(chapters["code"], chapters["section"], strict=True))


def holding(texts: pd.Series, typed: str) -> pd.Series:
    """Whether each text holds every word typed, in any case; a word may stand within another. Without words, all do."""
    folded = texts.str.casefold()
    hits = pd.Series(True, index=texts.index)
    for word in typed.casefold().split():
        hits &= folded.str.contains(word, regex=False)
    return hits


def usable(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines that have a rate and are not flagged (columns rate_pct, is_flagged)."""
    return lines[lines["rate_pct"].notna() & ~lines["is_flagged"]]
