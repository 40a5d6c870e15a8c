"""How far the United States relies on imported minerals: figures with their bounds in order, and import sources."""

from collections.abc import Collection

import pandas as pd

from parley import terms

RELIANCE, SOURCES = "net_import_reliance", "import_source"
RARE_EARTHS, COMPOUNDS = "RARE EARTHS", "Compounds and metals"
CONTROLLED, CRITICAL, ALL = "controlled", "critical", "all"
# chapters of the minerals under Chinese export controls since 2023, in force or suspended
CONTROLLED_CHAPTERS = (
    RARE_EARTHS,
    "RARE EARTHS (Heavy)",
    "YTTRIUM",
    "SCANDIUM",
    "GALLIUM",
    "GERMANIUM",
    "GRAPHITE (NATURAL)",
    "ANTIMONY",
    "TUNGSTEN",
    "TELLURIUM",
    "BISMUTH",
    "MOLYBDENUM",
    "INDIUM",
)
NAMES = {
    (RARE_EARTHS, COMPOUNDS): "Rare earths",
    (RARE_EARTHS, "Rare-earth compounds and metals"): "Rare earths",
    (RARE_EARTHS, "Mineral concentrates"): "Rare-earth concentrates",
    ("RARE EARTHS (Heavy)", COMPOUNDS): "Heavy rare earths",
    ("KYANITE AND RELATED MINERALS", "All"): "Kyanite",
    ("NITROGEN (FIXED)—AMMONIA", "All"): "Ammonia",
    ("PUMICE AND PUMICITE", "All"): "Pumice",
    ("TALC AND PYROPHYLLITE", "All"): "Talc",
    ("TITANIUM MINERAL CONCENTRATES", "All"): "Titanium concentrates",
}
# what a detail begins with when it stands for the whole commodity, and parts of a name that tell two commodities apart
WHOLE = ("All", "Total imports", "Combined total", "Manganese content", "Total")
TELLING = ("construction", "industrial", "dimension", "crushed", "stones", "bort")


def mineral(chapter: str, commodity: str, detail: str) -> str:
    """A reader's name of a commodity and its form: ``Silicon, ferrosilicon, all grades``; ``Gallium``."""
    if (chapter, detail) in NAMES:
        return NAMES[chapter, detail]
    name, _, form = _plain(commodity.removesuffix(")")).partition(" (")
    whole = detail in WHOLE or detail.startswith(("All ", "Combined total"))
    part = (form if form.startswith(TELLING) else "") if whole else _plain(detail)
    if not part or part.startswith(name):
        return terms.capital(part or name)
    return f"{terms.capital(name)}, {part.removesuffix(' ' + name)}"


def printed_for(good: str, printed: Collection[str]) -> list[str]:
    """Of the names reliance is printed under those of a good, capitals aside; none where only others are printed.

    Its own name, else those that begin with it or with its first two parts (``Diamond, stones`` of ``Diamond, stones,
    primarily natural``), else the longest that it begins with: ``Gallium`` of ``Gallium, metal``.
    """
    names = {name.lower(): name for name in printed}
    wanted = good.lower().replace(", total ", ", ")
    if wanted in names:
        return [names[wanted]]
    parts = wanted.split(", ")
    for start in (wanted, ", ".join(parts[:2])) if len(parts) > 1 else (wanted,):
        if matches := sorted(name for small, name in names.items() if f"{small}, ".startswith(f"{start}, ")):
            return matches
    whole = [
        small for small in names if wanted.startswith((f"{small}, ", f"{small} (", *([f"{small} "] * (", " in small))))
    ]
    return [names[max(whole, key=len)]] if whole else []


def of_chapter(good: str, sources: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """The one name reliance is printed under in the chapter of a good, where that is the commodity and not a form of
    it: ``Germanium`` of ``Germanium metal``; none where the chapter prints several or a form alone.

    ``sources``, ``rows``: of import sources and of reliance, with names (``named``).
    """
    chapters = sources.loc[sources["mineral"] == good, "chapter"]
    minerals = list(rows.loc[rows["chapter"].isin(chapters), "mineral"].unique())
    return minerals if len(minerals) == 1 and ", " not in minerals[0] else []


def _plain(words: str) -> str:
    """Small letters but for formulas: ``Iron And Steel`` becomes ``iron and steel``, TiO2 stays."""
    return " ".join(
        w if any(c.isdigit() for c in w) else w.lower() for w in words.replace("(Ge ", "(germanium ").split()
    )


def editions(table: pd.DataFrame, statistic: str) -> list[str]:
    """The editions with this statistic, the newest first."""
    rows = table[table["statistic"] == statistic].sort_values("published_on", ascending=False)
    return list(rows["edition"].unique())


def years(table: pd.DataFrame, edition: str) -> list[int]:
    """The years of net import reliance in an edition, the newest first."""
    rows = table[(table["statistic"] == RELIANCE) & (table["edition"] == edition)]
    return sorted({int(year) for year in rows["year"]}, reverse=True)


def ranked(table: pd.DataFrame, edition: str, year: int, group: str) -> pd.DataFrame:
    """Net import reliance of one year with ``low_pct`` and ``high_pct``, by the least it can be, highest first.

    A printed ``>50`` lies between 50 and 100, ``<25`` between 0 and 25; both ends are missing for net exporters and
    where nothing is available, which come last in that order. ``group``: chapters under Chinese export controls, the
    US list of critical minerals, or all.
    """
    rows = table[(table["statistic"] == RELIANCE) & (table["edition"] == edition) & (table["year"] == year)]
    if group == CONTROLLED:
        rows = rows[rows["chapter"].isin(CONTROLLED_CHAPTERS)]
    elif group == CRITICAL:
        rows = rows[rows["is_critical"].eq(True)]
    word = (rows["comparator"] == "not_available").astype(int)
    bounded = with_bounds(named(rows)).assign(word=word)
    order = bounded.sort_values(["low_pct", "high_pct", "word", "mineral"], ascending=[False, False, True, True])
    return order.drop(columns="word").reset_index(drop=True)


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the reader's name of what they are for in front."""
    names = [mineral(*key) for key in zip(rows["chapter"], rows["commodity"], rows["detail"], strict=True)]
    front = pd.DataFrame({"mineral": pd.Series(names, index=rows.index, dtype=object)})
    return front.join(rows)


def with_bounds(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the least and the most the figure can be, in percent: equal where a number is printed."""
    value, how = rows["value_pct"], rows["comparator"]
    low = value.where(how != "lt", 0.0).where(value.notna())
    high = value.where(how != "gt", 100.0).where(value.notna())
    return rows.assign(low_pct=low, high_pct=high)


def goods(table: pd.DataFrame, edition: str) -> pd.DataFrame:
    """What import sources are printed for: chapter, commodity, detail and the reader's name, the rare earths first."""
    rows = table[(table["statistic"] == SOURCES) & (table["edition"] == edition)]
    keys = named(rows.drop_duplicates(["chapter", "commodity", "detail"]))
    first = ~keys["chapter"].str.startswith(RARE_EARTHS)
    return keys.assign(first=first).sort_values(["first", "mineral"], ignore_index=True).drop(columns="first")


def sources(table: pd.DataFrame, edition: str, good: str) -> pd.DataFrame:
    """Shares of the countries US imports of one good came from, largest first, other countries last."""
    rows = named(table[(table["statistic"] == SOURCES) & (table["edition"] == edition)])
    rows = with_bounds(rows[rows["mineral"] == good])
    rest = rows["partner_iso3"] == "ROW"
    return rows.assign(rest=rest).sort_values(["rest", "value_pct"], ascending=[True, False]).drop(columns="rest")
