"""Section 301 beyond the printed notes: former lists of goods of the four-year review, and exclusions."""

import re
from pathlib import Path

import pandas as pd

from parley.measures import product_rates
from parley.recipes import us_china_tariffs as first_war
from parley.recipes.classifications import subheadings_in
from parley.recipes.tariff_lists import LISTS, listed, notes, read_list, schedule
from parley.recipes.tariff_lists.schedule import lines_from_china
from parley.tables.schema import TableInvalidError

# heading of the compiled lists: name in the terms
FIRST_LISTS = {
    "9903.88.01": "list 1",
    "9903.88.02": "list 2",
    "9903.88.03": "list 3",
    "9903.88.04": "list 3",
    "9903.88.15": "list 4A",
}
# list, code, heading, line: codes that no list in hand has although a footnote of the schedule names their heading
BY_FOOTNOTE = (
    ("list 4A former", "85076000", "9903.88.15", "85076000"),  # lithium-ion batteries
    ("batteries of cars", "8507600010", "9903.91.01", "85076000"),  # of them those of electric cars from 2024
    ("gloves of 2025", "40151210", "9903.91.05", "40151210"),  # medical gloves before the rate of 2026
    # face masks before the rate of 2026; disposable ones (.9870) stand in note 31(e)
    *(("masks of 2024", f"63079098{number}", "9903.91.01", "63079098") for number in ("42", "44", "50", "75")),
    ("enteral syringes", "9018310080", "9903.91.10", "9018310080"),
)
# 2931.90.9051, which list 3 leaves out, is not among the lines of 2024; this one beside it paid the ordinary duty alone
RENUMBERED = ("2931909052",)
# Customs collected the rate of list 4A on these in 2024, before the review took them over
BY_COLLECTED_DUTY = {"40151210": "list 4A by duty inferred"}
# first rise, rise in force in February 2020, list: how the lists show in the duties of 2018 to 2020
RISES = (
    ("2018-07-06", 25.0, "list 1"),
    ("2018-08-23", 25.0, "list 2"),
    ("2018-09-24", 25.0, "list 3"),
    ("2019-09-01", 7.5, "list 4A"),
)
TINY = 0.01
CONDITIONAL = {f"9903.88.{number}" for number in range(21, 29)}
# notes 20(vvv)(i)(1)-(3) and (ii)(1)-(3) exclude whole statistical numbers
WHOLE_NUMBERS = ("8483509040", "8607211000", "9030904600", "9025198010", "9025198020", "9025198085")
LAW_OF_2024 = product_rates.COLLECTED_UNDER


def compiled(raw: Path) -> pd.DataFrame:
    """Lists that the notes do not print: the cranes of 2024, and what lists 1 to 4A held outside the notes.

    Of the compiled lists 1 to 4A only codes count that no printed list has: those of the review, whose former list
    ends on the eve of the review's duty, and some the printed lists lack (numbers of earlier editions, goods returned).
    """
    lines = read_list(raw, "s301_product_lists.csv")
    printed, review = notes.codes_of_the_first_lists(raw), set(notes.codes_of_the_review(raw).str[:8])
    first = lines[lines["ch99_code"].isin(FIRST_LISTS) & ~lines["hts8"].isin(printed)]
    kept = first["hts8"].isin(review).map({True: " former", False: " not printed"})
    others = lines[lines["ch99_code"] == "9903.92.10"]
    return pd.concat(
        [
            listed(first["hts8"], first["ch99_code"].map(FIRST_LISTS) + kept),
            listed(others["hts8"], others["ch99_code"]),
            _by_footnote(raw),
            listed(pd.Series(RENUMBERED), "renumbered after 20(g) left out"),
        ],
        ignore_index=True,
    )


def former(raw: Path, present: pd.DataFrame) -> pd.DataFrame:
    """Former lists of the codes that the four-year review took over and no compiled list places.

    Read from the duties of 2018 to 2020 by subheading: the day of the first rise and the rise in force at the end
    tell the list. Codes whose subheading rose by other amounts (lines on several lists) or not at all (minerals,
    magnets) stay without one. ``present``: rows of lists 1 to 4A found so far.
    """
    placed = set(present.loc[present["list"].str.startswith(("list ", "20(")), "product_code"].str[:8])
    codes = notes.codes_of_the_review(raw)
    codes = codes[~codes.str[:8].isin(placed)].reset_index(drop=True)
    lists = codes.str[:6].map(subheadings_in(raw, "HS2017")).map(_list_of_2018(raw)) + " inferred"
    lists = lists.fillna(codes.map(BY_COLLECTED_DUTY))
    is_listed = lists.notna()
    return listed(codes[is_listed], lists[is_listed])


def _list_of_2018(raw: Path) -> pd.Series:
    """List of each subheading (index, HS 2017) whose duty rose as a whole by what one list asks."""
    duties = first_war.us_china_tariff_hs6_2018_2020(raw)
    us = duties[(duties["importer_iso3"] == "USA") & ~duties["is_flagged"]]
    rates = us.pivot(index="hs6", columns="valid_from", values="rate_pct")
    added = rates.sub(rates.iloc[:, 0], axis=0)
    first = (added > TINY).idxmax(axis=1).where((added > TINY).any(axis=1))
    lists = pd.Series(index=added.index, dtype=object)
    for day, last_pct, name in RISES:
        lists[(first == pd.Timestamp(day)) & ((added.iloc[:, -1] - last_pct).abs() < TINY)] = name
    return lists


def _by_footnote(raw: Path) -> pd.DataFrame:
    """The codes of ``BY_FOOTNOTE``. Raises TableInvalidError when a footnote is not there."""
    footnotes = {
        (code, heading)
        for code, text in schedule.footnotes(raw).itertuples(index=False)
        for heading in re.findall(r"9903\.\d\d\.\d\d", text)
    }
    for _, code, heading, line in BY_FOOTNOTE:
        if (line, heading) not in footnotes:
            problem = f"no footnote of {line} names {heading} for {code}; correct BY_FOOTNOTE"
            raise TableInvalidError("us_tariff_scope", "product_code", None, problem)
    codes = pd.DataFrame(BY_FOOTNOTE, columns=["list", "code", "heading", "line"])
    return listed(codes["code"], codes["list"])


def exclusions(raw: Path) -> pd.DataFrame:
    """Lines with an exclusion; the eight conditional headings name the same codes, one row each."""
    lines = read_list(raw, "s301_exclusion_lines.csv", LISTS)
    conditional = lines["ch99_code"].isin(CONDITIONAL)
    lines = lines.assign(list=lines["ch99_code"].mask(conditional, "conditional")).drop_duplicates(["hts10", "list"])
    whole = lines["hts10"].isin(WHOLE_NUMBERS)
    return listed(lines["hts10"], lines["list"].mask(whole, lines["list"] + " whole number"))


def excluded_shares(rows: pd.DataFrame) -> pd.Series:
    """Share of each line (index hts10) that went free in 2024, percent: 1 - (collected - other duties) / rate.

    ``rows``: us_tariff_scope without exclusions. The law is that of July 2024. Where even the ordinary duty was
    collected short, the collected duty is set against ordinary and section 301 together. Cut to 0 to 100. It
    overstates: headings 9903.88.67 and .68 lapsed on 14 June 2024, and lines without any exclusion show 7 to 20 %.
    """
    law = product_rates.rates_on(*lines_from_china(rows), LAW_OF_2024).set_index("hts10")
    law = law[law["value_usd"] > 0]
    owed = law["duty_usd"] / law["value_usd"] * 100 - law["section_232_pct"]
    listed_pct = law["section_301_pct"].where(law["section_301_pct"] > 0)
    short = owed < law["ordinary_pct"]
    usual = 1 - (owed - law["ordinary_pct"]) / listed_pct
    together = 1 - owed / (law["ordinary_pct"] + listed_pct)
    share: pd.Series = usual.mask(short, together).clip(0, 1) * 100
    return share.dropna()
