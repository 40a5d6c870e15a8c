"""Which US law covers a product, and the statutory rate on Chinese goods: from law to one rate per tariff line.

Duties add on customs value and never compound. For a line and a day, in percent:
rate = ordinary + section 301 + section 232 + fentanyl + (1 - d) x (reciprocal, section 122 or forced labour),
d being the share of the value that is under section 232.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from parley.measures.tariffs import in_force

# between the notices of 2020 and the four-year review of September 2024 the lists did not change
COLLECTED_UNDER = date(2024, 7, 1)
FIRST_CARRIED_CHAPTER = "98"  # chapters 98 and 99: goods returned and special provisions, under no line of the schedule
PARTS = ["ordinary_pct", "section_301_pct", "section_232_pct", "fentanyl_pct", "broad_pct"]
RATE = "statutory_rate_pct"
MONEY = ["value_usd", "duty_usd", "estimated_usd"]
ANNEXES_FROM = date(2026, 4, 6)
# Before the annexes of 2026 a good under two lists paid as the first of these; later lists decide by longest code.
ORDER = (
    "steel",
    "aluminium",
    "steel_derivatives",
    "aluminium_derivatives",
    "copper",
    "cars",
    "car_parts",
    "truck_parts",
)


def match(codes: pd.Series, scope: pd.DataFrame, exporter: str = "CHN") -> pd.DataFrame:
    """Every row of ``us_tariff_scope`` whose code is the start of one of ``codes`` (4 to 10 digits), on any day.

    One row per code (column ``code``) and row of the scope; rows about another country than ``exporter`` are left out.
    """
    rows = scope[scope["exporter_iso3"].isin([exporter, "WLD"])]
    pairs = [
        pd.DataFrame({"code": codes.to_numpy(), "product_code": codes.str[:digits].to_numpy()}).merge(
            part, on="product_code"
        )
        for digits, part in rows.groupby("code_len")
    ]
    none = rows.iloc[:0].assign(code=pd.Series(dtype=str))
    matched: pd.DataFrame = pd.concat(pairs, ignore_index=True) if pairs else none
    return matched


def governing(matched: pd.DataFrame, on: date) -> pd.DataFrame:
    """The rows of ``match`` that decide on a day: per code and programme the longest prefix, then the newest."""
    present = in_force(matched, on).sort_values(["code_len", "valid_from"])
    return present.drop_duplicates(["code", "authority", "programme"], keep="last")


def with_ordinary(lines: pd.DataFrame, mfn: pd.DataFrame, matched: pd.DataFrame) -> pd.DataFrame:
    """Lines of chapters 1 to 97 with ``ordinary_pct``: the printed rate or, where none is ad valorem, collected duty.

    ``lines``: hts10, value_usd, duty_usd of imports from China in 2024. Duty over value, less the section 301 rate of
    that year, not below zero, stands in for specific and compound duties; without imports the rate is missing.
    ``estimated_usd`` is the value of the lines with such a stand-in.
    """
    kept = lines[lines["hts10"] < FIRST_CARRIED_CHAPTER]
    hts8 = kept["hts10"].str[:8]
    printed = hts8.map(mfn.set_index("hts8")["ad_valorem_pct"])
    collected = (kept["duty_usd"] / kept["value_usd"] * 100).where(kept["value_usd"] > 0)
    listed = kept["hts10"].map(_section_301(governing(matched, COLLECTED_UNDER))).fillna(0.0)
    stand_in = (collected - listed).clip(lower=0)
    return kept.assign(ordinary_pct=printed.fillna(stand_in), estimated_usd=kept["value_usd"].where(printed.isna(), 0))


def rates_on(
    lines: pd.DataFrame,
    matched: pd.DataFrame,
    layers: pd.DataFrame,
    on: date,
    metal_share_pct: float,
) -> pd.DataFrame:
    """``lines`` with the statutory rate of a day and its parts, the columns of ``PARTS`` and ``statutory_rate_pct``.

    ``lines`` from ``with_ordinary``, ``matched`` from ``match`` of their codes, ``layers`` the table tariff_layers.
    Codes in scope only in part, and suspended ones, add nothing; an exclusion takes off the share of the code that
    its ``coverage_pct`` says, or nothing where no share is known. ``metal_share_pct``: the metal in the value of steel
    and aluminium derivatives, on which they paid before 6 April 2026 and which no table holds by line.
    """
    laws = governing(matched, on)
    code = lines["hts10"]
    metals = _section_232(laws, on, code, lines["ordinary_pct"], metal_share_pct)
    china = in_force(layers, on)
    china = china[(china["importer_iso3"] == "USA") & (china["exporter_iso3"] == "CHN")]
    found = lines.assign(
        section_301_pct=code.map(_section_301(laws)).fillna(0.0),
        section_232_pct=metals["rate_pct"].to_numpy(),
        fentanyl_pct=float(china.loc[china["coverage"] == "all_goods", "rate_pct"].sum()),
        broad_pct=_broad(laws, china, code) * (1 - metals["share"].to_numpy()),
    )
    return found.assign(**{RATE: found[PARTS].sum(axis=1, skipna=False)})


def _section_301(laws: pd.DataFrame) -> pd.Series:
    """The highest rate among the lists a code stands on (it pays once), less the share of it that is excluded."""
    own = laws[laws["authority"] == "section_301"]
    rates: pd.Series = own[own["role"] == "in_scope"].groupby("code")["rate_pct"].max()
    excluded = own[own["role"] == "exempt_partial"].groupby("code")["coverage_pct"].max()
    return rates * (1 - excluded.reindex(rates.index).fillna(0.0) / 100)


def _section_232(
    laws: pd.DataFrame, on: date, code: pd.Series, ordinary_pct: pd.Series, metal_share_pct: float
) -> pd.DataFrame:
    """Rate on customs value and the share of the value under section 232, one programme a code."""
    one = chosen_metals(laws, on).set_index("code").reindex(code)
    owes = one["role"].eq("in_scope")
    share = owes.astype(float).mask(one["rate_basis"].eq("metal_share"), metal_share_pct / 100)
    topped_up = (one["rate_pct"] - ordinary_pct.to_numpy()).clip(lower=0)
    rate = one["rate_pct"].where(~one["rate_basis"].eq("total"), topped_up)
    return pd.DataFrame({"rate_pct": (rate * share).where(owes, 0.0), "share": share})


def chosen_metals(laws: pd.DataFrame, on: date) -> pd.DataFrame:
    """The one row of section 232 that decides for each code, among the rows of ``governing``."""
    metals = laws[(laws["authority"] == "section_232") & laws["role"].isin(["in_scope", "exempt"])]
    order = metals["programme"].map({name: -rank for rank, name in enumerate(ORDER)}).fillna(-len(ORDER))
    keys = ["order", "code_len", "valid_from"] if on < ANNEXES_FROM else ["code_len", "valid_from", "order"]
    return metals.assign(order=order).sort_values(keys).drop_duplicates("code", keep="last")


def _broad(laws: pd.DataFrame, layers: pd.DataFrame, code: pd.Series) -> pd.Series:
    """Sum of the duties on all goods but their exempt lists, before the part under section 232 is taken out."""
    total = pd.Series(0.0, index=code.index)
    exempt = laws[laws["role"] == "exempt"]
    for layer in layers[layers["coverage"] == "broad_with_exemptions"].to_dict("records"):
        same = (exempt["authority"] == layer["authority"]) & (exempt["programme"] == layer["programme"])
        total += layer["rate_pct"] * ~code.isin(exempt.loc[same, "code"])
    return total


def weighted(rates: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Statutory and collected rate by group, weighted by the value of 2024: sum of (rate x value) / sum of value.

    ``rates`` from ``rates_on``, or from this function for a coarser group. Columns: those of ``by``, value_usd,
    duty_usd, estimated_usd, the parts, ``statutory_rate_pct`` and ``collected_2024_pct``. Groups without imports are
    left out; an empty ``by`` gives the one row of all goods.
    """
    traded = rates[rates["value_usd"] > 0]
    columns = [*PARTS, RATE]
    money = traded[columns].mul(traded["value_usd"], axis=0).join(traded[[*by, *MONEY]])
    total = money.groupby(list(by), as_index=False).sum() if by else money.sum().to_frame().T
    value = total["value_usd"]
    return total.assign(
        **{name: total[name] / value for name in columns}, collected_2024_pct=total["duty_usd"] / value * 100
    )
