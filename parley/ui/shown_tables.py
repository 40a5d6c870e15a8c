"""Rows as a table on the page, with readable heads of columns."""

from typing import Any

import pandas as pd
import streamlit as st

PROPER = {"china": "China", "oecd": "OECD", "us": "US", "gdp": "GDP", "eu": "EU"}
UNITS = {"_pct": "%", "_pp": "pp", "_usd": "US$", "_t": "t", "_kt": "kt", "_cny": "CNY"}


def table(rows: pd.DataFrame, alt: str) -> None:
    """Rows as a table with readable column heads; long tables load as they are scrolled."""
    st.dataframe(
        rows,
        hide_index=True,
        column_config={c: _column(c, rows[c]) for c in rows.columns},
        lazy=len(rows) > 2000,
        alt=alt,
        height=min(36 * (len(rows) + 1) + 2, 420),
    )


def _column(name: str, values: pd.Series) -> Any:
    label = column_label(name)
    if name.endswith("url"):
        return st.column_config.LinkColumn(label, display_text="Open")
    if pd.api.types.is_datetime64_any_dtype(values):
        return st.column_config.DateColumn(label, format="D MMM YYYY")
    if pd.api.types.is_float_dtype(values) or "_usd" in name:
        return st.column_config.NumberColumn(
            label, format="compact" if "_usd" in name else "%.2f" if "_pct" in name or "_pp" in name else "%.4g"
        )
    return st.column_config.Column(label)


def column_label(name: str) -> str:
    """A column's name as a reader's head: ``rate_pct_baseline`` becomes ``Rate baseline, %``."""
    for suffix, unit in UNITS.items():
        if name.endswith(suffix) or f"{suffix}_" in name:
            return f"{_as_head(name.replace(suffix, '', 1))}, {unit}"
    return _as_head(name.replace("iso3", "country"))


def _as_head(name: str) -> str:
    words = " ".join(PROPER.get(word, word) for word in name.split("_"))
    return words[:1].upper() + words[1:]
