"""The statutory US rate on Chinese goods by subheading, law by law and step by step, with weights of 2024.

The law of a line is that of ``product_rates``: duties add on customs value, one list of section 301 and one programme
of section 232 a line, the duties on all goods net of their exempt lists and of the part under section 232. Here it is
averaged to HS6 and kept for every stretch between two changes, so that the rate of a day is a sum of a few numbers,
also when laws are struck out: without section 232 the duties on all goods fall on the goods it covered, which is why
every row has a rate of its own for that. Two more rates are those of the lowest and the highest reading of the lists,
line by line; the parts of a reading add up to its sum.
"""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

import pandas as pd

from parley.measures.product_rates import range_on, rates_on, weighted
from parley.measures.tariffs import in_force

# column of product_rates: authority and programme; the programme of the duties on all goods comes from their layers
LAWS = {
    "ordinary_pct": ("mfn", "ordinary"),
    "section_301_pct": ("section_301", "china_lists"),
    "section_232_pct": ("section_232", "one_programme"),
    "fentanyl_pct": ("ieepa_fentanyl", "fentanyl"),
}
METALS = "section_232"
KEY = ["hs6", "authority", "programme"]
READINGS = ("rate_low_pct", "rate_pct", "rate_high_pct")
RATES = [*READINGS, "rate_without_232_pct"]
COLUMNS = [*KEY, *RATES, "valid_from", "valid_to"]  # of ``steps``; its table has 3 MB of sources and editions besides
DAY = pd.Timedelta(days=1)
SAME_RATE = 1e-9


class UnknownLawError(ValueError):
    """No authority or programme of this name can be struck out."""


def change_dates(matched: pd.DataFrame, layers: pd.DataFrame, since: date, until: date) -> list[date]:
    """``since`` and days up to ``until`` on which a listed code or a duty on all Chinese goods begins or has ended.

    The printed end of an exclusion counts: in the central reading it lapses then.
    """
    china = layers[(layers["importer_iso3"] == "USA") & (layers["exporter_iso3"] == "CHN")]
    lapsing = matched.loc[matched["role"] == "exempt_partial", "scheduled_end"]
    days = [f for rows in (matched, china) for f in (rows["valid_from"], rows["valid_to"] + DAY)]
    days = pd.concat([*days, lapsing + DAY])
    later = days[(days > pd.Timestamp(since)) & (days <= pd.Timestamp(until))].drop_duplicates().sort_values()
    return [since, *(day.date() for day in later)]


def by_subheading(lines: pd.DataFrame, matched: pd.DataFrame, layers: pd.DataFrame, on: date) -> pd.DataFrame:
    """Rates of one day: hs6, authority, programme and ``RATES``; weights are imports of 2024.

    ``lines`` from ``with_ordinary`` and ``with_content`` with hs6, ``matched`` from ``match``, ``layers`` the table
    tariff_layers. Raises ValueError when two duties on all goods with exempt lists are in force at once, which the
    columns cannot hold.
    """
    broad = _broad_layer(layers, on)
    laws = {**LAWS, **({"broad_pct": broad} if broad else {})}
    readings = dict(zip(READINGS, range_on(lines, matched, layers, on), strict=True))
    readings["rate_without_232_pct"] = rates_on(lines, matched[matched["authority"] != METALS], layers, on)
    means = {name: weighted(rates, ["hs6"]) for name, rates in readings.items()}
    codes = means["rate_pct"]["hs6"]
    parts = []
    for column, (authority, programme) in laws.items():
        rates = {name: mean[column] for name, mean in means.items()}
        parts.append(pd.DataFrame({"hs6": codes, "authority": authority, "programme": programme, **rates}))
    return pd.concat(parts, ignore_index=True)


def _broad_layer(layers: pd.DataFrame, on: date) -> tuple[str, str] | None:
    """Authority and programme of the duty on all goods with an exempt list on a day; None where there is none."""
    china = in_force(layers, on)
    china = china[(china["importer_iso3"] == "USA") & (china["exporter_iso3"] == "CHN")]
    rows = china[china["coverage"] == "broad_with_exemptions"]
    if len(rows) > 1:
        raise ValueError(f"two duties on all goods on {on}: {', '.join(rows['programme'])}; give each its own column")
    return (str(rows["authority"].iloc[0]), str(rows["programme"].iloc[0])) if len(rows) else None


def steps(lines: pd.DataFrame, matched: pd.DataFrame, layers: pd.DataFrame, since: date, until: date) -> pd.DataFrame:
    """``by_subheading`` on every change date, one row per stretch at equal rates: KEY, RATES, valid_from, valid_to.

    A law without a row on a day was not in force; the last stretch is open (``valid_to`` missing).
    """
    days = change_dates(matched, layers, since, until)
    eves = dict(zip(pd.to_datetime(days[:-1]), pd.to_datetime(days[1:]) - DAY, strict=True))
    frames = [by_subheading(lines, matched, layers, day).assign(valid_from=pd.Timestamp(day)) for day in days]
    every = pd.concat(frames, ignore_index=True)
    return stretches(every.assign(valid_to=every["valid_from"].map(eves)), KEY)


def stretches(rows: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Rows of ``key``, RATES, valid_from and valid_to with those that follow one another at equal rates as one."""
    key = list(key)
    every = rows.sort_values([*key, "valid_from"], ignore_index=True)
    before = every.shift()
    same = (every[key] == before[key]).all(axis=1) & (every["valid_from"] == before["valid_to"] + DAY)
    same &= ((every[RATES] - before[RATES]).abs() < SAME_RATE).all(axis=1)
    stretch = (~same).cumsum()
    first, last = every.groupby(stretch).head(1), every.groupby(stretch).tail(1)
    return first.assign(valid_to=last["valid_to"].to_numpy()).reset_index(drop=True)


class Table:
    """A table as a key of what is kept: the same where it is the same object."""

    def __init__(self, rows: pd.DataFrame):
        self.rows = rows

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.rows is other.rows


def level(table: pd.DataFrame, on: date, without: Collection[str] = (), by: str = "hs6") -> pd.Series:
    """The statutory rate in percent on a day by hs6, or another column: the sum of its laws, less those struck out.

    ``table``: rows of ``steps`` or of us_tariff_origin_steps, never changed. ``without``: authorities (all their
    programmes) or single programmes; the ordinary duty cannot be struck out, and a law not in the table changes nothing
    (``refuse_unknown``). The last rates asked for are kept: do not write into them.
    """
    return _level(Table(table), on, frozenset(without), by)


@lru_cache(maxsize=160)  # 0.1 MB each; every trade a scenario may stand on asks for those of the same days
def _level(table: Table, on: date, without: frozenset[str], by: str) -> pd.Series:
    present = in_force(table.rows, on)
    if without:
        present = present[~present["authority"].isin(without) & ~present["programme"].isin(without)]
    column = "rate_without_232_pct" if {METALS, LAWS["section_232_pct"][1]} & without else "rate_pct"
    return present.groupby(by)[column].sum()


def bounds(table: pd.DataFrame, on: date, by: str = "hs6") -> pd.DataFrame:
    """The statutory rate in percent by hs6, or another column, on a day under each reading of the lists, the columns of
    ``READINGS``.
    """
    return in_force(table, on).groupby(by)[[*READINGS]].sum()


def mean_range(table: pd.DataFrame, value_usd: pd.Series, on: date) -> tuple[float, float, float]:
    """The average statutory rate of a day under the lowest, the central and the highest reading, percent.

    ``value_usd``: weights by hs6, as the imports of 2024.
    """
    rates = bounds(table, on)
    weight = value_usd.reindex(rates.index)
    low, central, high = rates.mul(weight, axis=0).sum() / weight.sum()
    return float(low), float(central), float(high)


def ordinary(table: pd.DataFrame, on: date) -> pd.Series:
    """The ordinary duty in percent by hs6 on a day; ``table``: rows of ``steps``. Kept: do not write into it."""
    return _ordinary(Table(table), on)


@lru_cache(maxsize=4)
def _ordinary(table: Table, on: date) -> pd.Series:
    rows = in_force(table.rows, on)
    return rows[rows["authority"] == "mfn"].set_index("hs6")["rate_pct"]


def laws_of(*tables: pd.DataFrame) -> set[str]:
    """Authorities and programmes that can be struck out of rates: all of the tables but the ordinary duty."""
    named = {name for table in tables for column in ("authority", "programme") for name in table[column].unique()}
    return named - {"mfn", "ordinary"}


def refuse_unknown(without: Collection[str], *tables: pd.DataFrame) -> None:
    """Raises UnknownLawError naming the first of ``without`` that is no law of the tables but the ordinary duty."""
    if not without:
        return
    laws = laws_of(*tables)
    for name in without:
        if name not in laws:
            raise UnknownLawError(f"{name!r} is not a law that can be dropped; use {', '.join(sorted(laws))}.")
