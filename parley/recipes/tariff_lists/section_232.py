"""Section 232 where the notes of April 2026 do not print it: metals and copper before, and what came after."""

from pathlib import Path

import pandas as pd

from parley.recipes.tariff_lists import listed, notes, read_list, schedule
from parley.tables.schema import TableInvalidError

# Proclamation 9980: stampings for bumpers and bodies, of which the schedule numbers those of steel and of aluminium
STAMPINGS = {"87081030": ("8708103020", "8708103030"), "87082921": ("8708292120", "8708292130")}
# 90 FR 25208 and CSMS 65405824: appliances and wire racks, owed on their steel from 23 June 2025
APPLIANCES_FROM = "2025-06-23"
APPLIANCES = (
    "84181000",
    "84183000",
    "84184000",
    "84221100",
    "84501100",
    "84502000",
    "84512100",
    "84512900",
    "85098020",
    "85166040",
    "9403999020",
)
# CSMS 64639013: beer and empty cans from 4 April 2025; by the answers of customs of 7 April not beer in glass
CANS, CANS_FROM, CANS_IN_THE_LIST = "76129010", "2025-04-04", "2025-04-03"
BEER_NOT_IN_GLASS = ("2203000060", "2203000090")
CABLE = "8544"  # of the copper list; copper of chapter 74 is nearly all copper
FIRST_EDITION = "hts_2025_basic"
AFTER_THE_NOTES = "2026-06-08"  # Proclamation 11032 moved goods between the lists of note 16
OTHER_MEDICINES = "30049092"
BY_LINE_ALONE = ("9403200016", "9403200046")  # cribs; adjustable mattress bases
DRONES = ("880621", "880622", "880623", "880691", "880692", "880693")
LIMITS_OF_DRONES = {"drones": "drones_of_note_43", "drones, thermal imaging": "thermal_imaging_only"}
LIMITS = {"pharma": "patented_medicines_only", "semiconductors": "advanced_chips_only"}


def lists(raw: Path) -> pd.DataFrame:
    """All of them."""
    readers = (
        _metals,
        _metal_derivatives,
        _of_steel_in_march,
        _by_line_alone,
        _of_later_notices,
        _stampings,
        _annexes_of_june,
        _copper,
        _medicines,
        _chips,
        _drones,
    )
    return pd.concat([reader(raw) for reader in readers], ignore_index=True)


def _metals(raw: Path) -> pd.DataFrame:
    """Chapters 72, 73 and 76: undated rows are those of 2018, or of 2020 for the first derivatives."""
    lines = read_list(raw, "s232_metal_chapter_products.csv")
    first = lines["effective_date"].isna() & (lines["kind"] == "derivative")
    names = lines["metal_type"] + " " + lines["kind"] + first.map({True: " 2020", False: ""})
    cans = (lines["hts_prefix"] == CANS) & (lines["effective_date"] == CANS_IN_THE_LIST)
    return listed(lines["hts_prefix"], names, start=lines["effective_date"].mask(cans, CANS_FROM))


def _metal_derivatives(raw: Path) -> pd.DataFrame:
    """Derivatives beyond those of ``_metals`` and ``_stampings``; of a code that stands twice, the earlier row."""
    lines = read_list(raw, "s232_derivative_products.csv").sort_values("effective_date", na_position="first")
    lines = lines.drop_duplicates(["hts_prefix", "derivative_type"])
    chapters = read_list(raw, "s232_metal_chapter_products.csv")
    there = set(zip(chapters["hts_prefix"], chapters["metal_type"], strict=True))
    beyond = [pair not in there for pair in zip(lines["hts_prefix"], lines["derivative_type"], strict=True)]
    lines = lines[beyond]
    lines = lines[~lines["hts_prefix"].isin([*STAMPINGS])]
    return listed(lines["hts_prefix"], lines["ch99_code"], start=lines["effective_date"])


def _of_steel_in_march(raw: Path) -> pd.DataFrame:
    """Derivatives of steel outside its chapters since 12 March 2025: the lines whose footnotes name U.S. note 16.

    The compiled list has none before its additions of August 2025. Raises TableInvalidError when no footnote is there.
    """
    footnotes = schedule.footnotes(raw)
    codes = footnotes.loc[footnotes["text"].str.contains("note 16 to subchapter III"), "code"]
    beyond = codes[~codes.str[:2].isin(notes.METALS) & ~codes.isin([*STAMPINGS])].drop_duplicates()
    if beyond.empty:
        raise TableInvalidError("us_tariff_scope", "product_code", None, "no footnote names U.S. note 16; see the file")
    return listed(beyond, "steel by footnote")


def _of_later_notices(raw: Path) -> pd.DataFrame:
    """Additions of April and June 2025, which no file in hand lists; ``raw`` is not read."""
    del raw
    appliances = listed(pd.Series(APPLIANCES), "appliances", start=APPLIANCES_FROM)
    return pd.concat([appliances, listed(pd.Series(BEER_NOT_IN_GLASS), "beer", start=CANS_FROM)], ignore_index=True)


def _stampings(raw: Path) -> pd.DataFrame:
    """The stampings of ``STAMPINGS`` by metal. Raises TableInvalidError when the schedule numbers them otherwise."""
    lines = schedule.lines_of(raw, FIRST_EDITION)
    numbered = {(line["htsno"] or "").replace(".", ""): line["description"] for line in lines}
    rows = []
    for numbers in STAMPINGS.values():
        for number, metal in zip(numbers, ("steel", "aluminum"), strict=True):
            if numbered.get(number) != f"Of {metal}":
                problem = f"{number} is {numbered.get(number)!r}, not of {metal}; correct STAMPINGS"
                raise TableInvalidError("us_tariff_scope", "product_code", None, problem)
            rows.append((number, f"{metal} derivative 2020"))
    codes = pd.DataFrame(rows, columns=["code", "list"])
    return listed(codes["code"], codes["list"])


def _annexes_of_june(raw: Path) -> pd.DataFrame:
    """What Proclamation 11032 moved; outside the chapters of metal it keeps the limit of weight of note 16(c)."""
    lines = read_list(raw, "s232_annex_products.csv")
    lines = lines[lines["effective_date"] == AFTER_THE_NOTES]
    removed = lines["annex"] == "2"
    free_of_limit = lines["hts_prefix"].str[:2].isin(notes.METALS) | removed
    limit = free_of_limit.map({True: "none", False: notes.WEIGHT_LIMIT})
    return listed(lines["hts_prefix"], "annex " + lines["annex"] + " " + lines["metal_type"] + " June", use_limit=limit)


def _copper(raw: Path) -> pd.DataFrame:
    """Copper, owed on the copper in a good: cable by its share, articles of copper on their whole value."""
    codes = read_list(raw, "s232_copper_products.csv")["hts10"]
    return listed(codes, codes.str.startswith(CABLE).map({True: "copper cable", False: "copper"}))


def _medicines(raw: Path) -> pd.DataFrame:
    """Medicines; of 3004.90.92 the list has 23 numbers and the note was not read, so the rest of it may be meant."""
    codes = read_list(raw, "s232_pharma_products.csv")["hts10"]
    codes = codes.where(codes.str[8:] != schedule.UNSPLIT, codes.str[:8])  # the line, also where an edition splits it
    rest = listed(pd.Series([OTHER_MEDICINES]), "pharma, rest of the line", use_limit=LIMITS["pharma"])
    return pd.concat([listed(codes, "pharma", use_limit=LIMITS["pharma"]), rest], ignore_index=True)


def _by_line_alone(raw: Path) -> pd.DataFrame:
    """Numbers of a line that footnotes name at eight digits; whether the act meant them is open. ``raw``: not read."""
    del raw
    return listed(pd.Series(BY_LINE_ALONE), "steel by footnote of the line", use_limit="named_by_line_alone")


def _drones(raw: Path) -> pd.DataFrame:
    """Drones of note 43(c)(3) and (4), with and without thermal imaging; ``raw`` is not read."""
    del raw
    both = (listed(pd.Series(DRONES), name, use_limit=limit) for name, limit in LIMITS_OF_DRONES.items())
    return pd.concat(list(both), ignore_index=True)


def _chips(raw: Path) -> pd.DataFrame:
    codes = read_list(raw, "s232_semi_products.csv")["hts10"]
    return listed(codes, "semiconductors", use_limit=LIMITS["semiconductors"])
