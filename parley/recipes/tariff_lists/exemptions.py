"""Exemptions from the duties on all goods, from the notes with their days and beyond them; Canada and Mexico."""

from pathlib import Path

import pandas as pd

from parley.recipes import read_facts
from parley.recipes.tariff_lists import chapter_99, listed, notes, read_list
from parley.tables.schema import TableInvalidError

# Headings 9903.01.22, 9903.01.31, 9903.03.11 and 9903.05.92 free informational materials and name no codes but these
# words: "publications, films, posters, phonograph records, photographs, microfilms, microfiche, tapes, compact disks,
# CD ROMs, artworks, and news wire feeds". Printed matter; films; records and compact discs of sound (in 2025 under
# 1 % was collected of either); paintings and drawings, prints, sculptures
PRINTED_MATTER = ("4901", "4902", "4903", "4904", "4905", "4906", "4910", "4911")
FILMS_AND_SOUND = ("3706", "85238010", "85234930")
ARTWORKS = ("9701", "9702", "9703")
# of these some are photographs, tapes or discs with information, others masks for chips, data and software
RECORDINGS = (
    "3705",
    *(f"852329{last}" for last in ("20", "30", "40", "50", "60", "70", "80", "90")),
    *(f"852349{last}" for last in ("20", "40", "50")),
)
RECIPROCAL, BRAZIL = "2(v)(iii)(a)", "2(x)(iii)(a)"
LAWS = ("fentanyl", "reciprocal", "section 122", "forced labour", "Brazil", "Brazil 301")
FORCED_LABOUR = "tariffs/section-301-forced-labour-2026"
COMPILED = "ieepa_exempt_products.csv"  # ten digits in the numbering of 2026, with days
COUNTRY_ORDERS = "country_order_exempt_products.csv"
CHIPS, CHIPS_FROM = "8542", "2025-04-05"  # memorandum of 11 April 2025; the compiled list has its lines alone
NAMED_FROM = "2025-11-13"  # Executive Order 14360
NAMED, FOR_AIRCRAFT = "named_articles_only", "civil_aircraft"
SPECIAL = "98"
# note 2(v)(i): on goods entered under these the duty falls on the value of the work done abroad
WORK_ABROAD = ("98020040", "98020050", "98020060", "98020080")
MAGNETS = "85051100"  # the compiled list has all its numbers, the note 8505.11.0070 alone


def lists(raw: Path) -> pd.DataFrame:
    """All of them."""
    readers = (_reciprocal, _brazil, _brazil_301, _canada_and_mexico)
    return pd.concat([*(reader(raw) for reader in readers), _information()], ignore_index=True)


def _reciprocal(raw: Path) -> pd.DataFrame:
    """The list of note 2(v)(iii)(a) with the days of the compiled list, named articles, and what left before 2026.

    Raises TableInvalidError where the compiled list gives a printed code several days or none, or has a code in force
    that no note prints.
    """
    codes = notes.codes_of(raw, RECIPROCAL)
    lines = read_list(raw, COMPILED)
    lines["printed"] = longest_of(codes, lines["hts10"])
    inside = lines.dropna(subset="printed").fillna({"effective_date_start": ""})
    days = inside.groupby("printed")["effective_date_start"].agg(lambda starts: "|".join(sorted(set(starts))))
    starts = codes.map({**days, CHIPS: CHIPS_FROM})
    for code in codes[starts.isna() | starts.str.contains("|", regex=False)]:
        raise _fault(f"the days of {code}, printed in note {RECIPROCAL}, are {days.get(code)!r} in {COMPILED}")
    whole = listed(codes, (RECIPROCAL + " " + starts).str.strip(), start=starts.replace("", None))
    named = listed(notes.codes_of(raw, f"{RECIPROCAL[:-3]}(b)"), f"{RECIPROCAL[:-3]}(b)", use_limit=NAMED)
    return pd.concat([whole, named, _not_printed(lines[lines["printed"].isna()], named)], ignore_index=True)


def _not_printed(lines: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Codes of the compiled list outside the print, at the eight digits of Annex II to Executive Order 14257.

    Those that left before April 2026, chapter 98, and informational materials beyond those of ``LAWS``.
    """
    lines = lines.assign(code=lines["hts10"].str[:8]).drop_duplicates(["code", "effective_date_end"])
    lines = lines[~lines["code"].isin([*named["product_code"], MAGNETS])]
    lines = lines[~lines["code"].str.startswith(PRINTED_MATTER + ARTWORKS)]
    left, special = lines["effective_date_end"].notna(), lines["code"].str.startswith(SPECIAL)
    information = lines["code"].str.startswith(("49", "97"))
    for code in lines.loc[~(left | special | information), "code"]:
        raise _fault(f"{COMPILED} has {code}, which note {RECIPROCAL} does not print")
    names = pd.Series("reciprocal, information", index=lines.index)
    names = names.mask(left, "reciprocal, left").mask(special, "reciprocal, chapter 98")
    limit = lines["code"].isin(WORK_ABROAD).map({True: "described_articles", False: None})
    return listed(lines["code"], names, end=lines["effective_date_end"], use_limit=limit)


def longest_of(printed: pd.Series, codes: pd.Series) -> pd.Series:
    """For each code the longest printed one it begins with; missing where none."""
    longest = pd.Series(None, index=codes.index, dtype=object)
    for digits in sorted(printed.str.len().unique()):
        start = codes.str[:digits]
        longest = longest.mask(start.isin(printed), start)
    return longest


def _fault(problem: str) -> TableInvalidError:
    return TableInvalidError("us_tariff_scope", "product_code", None, problem)


def _brazil(raw: Path) -> pd.DataFrame:
    """The lists of note 2(x) with the days of the orders.

    Raises TableInvalidError where no order gives a printed code a day.
    """
    orders = read_list(raw, COUNTRY_ORDERS, chapter_99.FOLDER, comment="#")
    days = orders.set_index(orders["hts10"].str.replace(".", ""))["effective_date_start"]
    codes = notes.codes_of(raw, BRAZIL)
    for code in codes[~codes.isin(days.index)]:
        raise _fault(f"{COUNTRY_ORDERS} has no day for {code}, printed in note {BRAZIL}")
    starts = codes.map(days)
    return pd.concat(
        [
            listed(codes, (BRAZIL + " " + starts.where(starts >= NAMED_FROM, "")).str.strip()),
            listed(notes.codes_of(raw, "2(x)(iii)(b)"), "2(x)(iii)(b)", use_limit=NAMED),
            listed(notes.codes_of(raw, "2(x)(iv)"), "2(x)(iv)", use_limit=FOR_AIRCRAFT),
        ],
        ignore_index=True,
    )


def _brazil_301(raw: Path) -> pd.DataFrame:
    """Goods of Brazil free of its duty under section 301; for medicines those of the forced-labour duty, as near as the
    codes in hand come (700 of 705).
    """
    typed = read_facts("us_section_301_brazil")
    lists_of_all = read_list(raw, "exempt_lists.csv", FORCED_LABOUR)
    medicines = lists_of_all.loc[lists_of_all["heading_9903"] == "9903.05.89", "code"]
    rows = listed(typed["product_code"], "Brazil 301 " + typed["heading_ch99"])
    return pd.concat([rows, listed(medicines, "Brazil 301 medicines")], ignore_index=True)


def _information() -> pd.DataFrame:
    kinds = {"information": (*PRINTED_MATTER, *FILMS_AND_SOUND, *ARTWORKS), "recordings": RECORDINGS}
    lists_of = [listed(pd.Series(codes), f"{kind} {law}") for kind, codes in kinds.items() for law in LAWS]
    return pd.concat(lists_of, ignore_index=True)


def _canada_and_mexico(raw: Path) -> pd.DataFrame:
    lines = read_list(raw, "fentanyl_carveout_products.csv")
    return listed(lines["hts8"], lines["category"])
