"""Economies as entries, and as the origin of goods that a question names."""

from collections.abc import Mapping, Sequence

import pandas as pd

from parley import countries
from parley.search import opens
from parley.search.entries import Entry
from parley.search.opens import Place
from parley.tables import read_table


def places() -> dict[str, Place]:
    """The economies the US bought from in the newest year, the US and the European Union."""
    names = countries.names()
    exporters = set(_newest_imports()["exporter_iso3"].unique())
    wanted = exporters | {opens.US, opens.UNION}
    return {iso3: Place(iso3, names[iso3]) for iso3 in names if iso3 in wanted}


def economies(other_names: Mapping[str, Sequence[str]]) -> list[Entry]:
    """One entry for each economy, with US imports from it."""
    values = _imports_usd()
    found = []
    for iso3, place in places().items():
        page, query = opens.economy(place)
        names = (place.name, iso3, *other_names.get(iso3, ()))
        found.append(Entry("economy", iso3, place.name, page, query, names, "", values.get(iso3)))
    return found


def _imports_usd() -> dict[str, float]:
    """US imports for consumption by origin in the newest year, the European Union beside its members."""
    values = _newest_imports().groupby("exporter_iso3")["value_usd"].sum().astype(float)
    union = float(values[values.index.isin(countries.union_members())].sum())
    return {opens.UNION: union, **{str(iso3): float(value) for iso3, value in values.items()}}


def _newest_imports() -> pd.DataFrame:
    every = read_table("us_imports_hs6", columns=["exporter_iso3", "year", "value_usd"])
    newest: pd.DataFrame = every[every["year"] == every["year"].max()]
    return newest
