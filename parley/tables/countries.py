"""Countries and aggregates by code: their names, and which are members of the European Union."""

from parley.tables.read import read_table


def names() -> dict[str, str]:
    """Names by code, read anew each time: keep what is asked for often. Raises TableError."""
    countries = read_table("countries")
    return dict(zip(countries["iso3"], countries["name"], strict=True))


def codes() -> dict[str, str]:
    """Codes by name, read anew each time. Raises TableError."""
    return {name: code for code, name in names().items()}


def union_members() -> frozenset[str]:
    """The members of the European Union, read anew each time. Raises TableError."""
    countries = read_table("countries")
    return frozenset(countries.loc[countries["is_eu27"], "iso3"])
