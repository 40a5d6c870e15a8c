"""Tariff lines: the section of a chapter, those with a rate, and texts that hold words."""

import pandas as pd


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
