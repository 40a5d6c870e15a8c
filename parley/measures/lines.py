"""Tariff lines by section, chapter and rate, and found by code or by words."""

from collections.abc import Mapping, Sequence

import pandas as pd

# (lower, upper], percent
BANDS = {
    "Up to 10 %": (0.0, 10.0),
    "Over 10 to 20 %": (10.0, 20.0),
    "Over 20 to 30 %": (20.0, 30.0),
    "Over 30 %": (30.0, 1000.0),
}


def band_of(rates_pct: pd.Series) -> pd.Series:
    """The band of each rate: above its lower bound, up to its upper one."""
    edges = [low for low, _ in BANDS.values()] + [list(BANDS.values())[-1][1]]
    return pd.cut(rates_pct, edges, labels=list(BANDS), right=True).astype(str)


def counted(lines: pd.DataFrame, group: str) -> pd.DataFrame:
    """Lines per value of ``group`` and band, with the group's mean rate: columns group, band, lines, mean_pct.

    ``lines`` has ``additional_rate_pct``; ``source_id`` is that of the first line.
    """
    banded = lines.assign(band=band_of(lines["additional_rate_pct"]))
    table = banded.groupby([group, "band"], as_index=False).agg(
        lines=("band", "size"), source_id=("source_id", "first")
    )
    means = lines.groupby(group)["additional_rate_pct"].mean()
    return table.assign(mean_pct=table[group].map(means))


def sections(codes: pd.DataFrame) -> dict[str, str]:
    """Section numeral of each chapter, from ``hs_codes``."""
    chapters = codes[(codes["level"] == 2) & codes["section"].notna()]
    return dict(zip(chapters["code"], chapters["section"], strict=True))


def found(lines: pd.DataFrame, typed: str, code: str) -> pd.DataFrame:
    """The lines whose code begins with what was typed (digits, dots ignored) or whose description holds every word.

    Words are compared without regard to case and as they are typed, never as patterns. Empty input finds nothing.
    """
    digits = typed.replace(".", "").replace(" ", "")
    if digits.isdigit() and digits.isascii():
        return lines[lines[code].str.startswith(digits)]
    if not typed.strip():
        return lines.iloc[:0]
    return lines[holding(lines["description"].fillna(""), typed)]


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


def by_group(
    lines: pd.DataFrame, group: str, weights: Mapping[str, float] | None = None, order: Sequence[str] = ()
) -> pd.DataFrame:
    """Mean rate per group over the lines that have a rate and no flag, plain and, with ``weights`` by hs6, weighted.

    Columns: group, subheadings, mean_pct, weighted_pct (missing without weights), weight_usd, source_id. ``order``
    fixes the sequence of groups.
    """
    rated = usable(lines)
    usd = rated["hs6"].map(weights or {}).astype(float)
    sums = rated.assign(weight_usd=usd, duty=rated["rate_pct"] * usd)
    table = sums.groupby(group, as_index=False).agg(
        subheadings=("hs6", "size"),
        mean_pct=("rate_pct", "mean"),
        duty=("duty", "sum"),
        weight_usd=("weight_usd", "sum"),
        source_id=("source_id", "first"),
    )
    table["weighted_pct"] = (table["duty"] / table["weight_usd"]).where(table["weight_usd"] > 0)
    if order:
        table = table.set_index(group).reindex([g for g in order if g in set(table[group])]).reset_index()
    return table.drop(columns="duty")
