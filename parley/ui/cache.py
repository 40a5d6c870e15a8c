"""What visitors share: tables as they were known on a date, read once per process and never changed."""

from datetime import date

import pandas as pd
import streamlit as st

from parley import tables


@st.cache_resource(show_spinner=False, max_entries=64)
def table(name: str, as_of: date) -> pd.DataFrame:
    """One curated table as known on the date. The frame is shared: derive from it, never write into it."""
    return tables.read_table(name, None if as_of >= tables.compiled_on() else as_of)


@st.cache_resource(show_spinner=False)
def sources() -> pd.DataFrame:
    """The register of sources by ``source_id``."""
    return tables.read_table("sources").set_index("source_id")


@st.cache_resource(show_spinner=False)
def country_names() -> dict[str, str]:
    """Country and aggregate names by code."""
    countries = tables.read_table("countries")
    return dict(zip(countries["iso3"], countries["name"], strict=True))
