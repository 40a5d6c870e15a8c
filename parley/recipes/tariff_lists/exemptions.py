"""Exemptions from the duties on all goods that no note in hand lists, and the lists for Canada and Mexico."""

from pathlib import Path

import pandas as pd

from parley.recipes import read_facts
from parley.recipes.tariff_lists import WAUGH, listed, read_list

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
LAWS = ("fentanyl", "reciprocal", "section 122", "forced labour", "Brazil", "Brazil 301")
# Executive Order 14361 frees of the duty on Brazil the farm goods that another order freed of the reciprocal duty the
# same day, two oils and three fertilisers more; four juices and nuts were free from the start (EO 14323, annex I)
FARM_GOODS_FROM = "2025-11-13"
FORCED_LABOUR = "tariffs/section-301-forced-labour-2026"
ONLY_OF_BRAZIL = ("33011200", "33019050", "31042000", "31043000", "31049001")
FREE_FROM_THE_START = ("08012100", "20091100", "20091225", "20091245")


def lists(raw: Path) -> pd.DataFrame:
    """All of them."""
    readers = (_reciprocal, _brazil, _brazil_301, _canada_and_mexico)
    return pd.concat([*(reader(raw) for reader in readers), _information()], ignore_index=True)


def _reciprocal(raw: Path) -> pd.DataFrame:
    lines = read_list(raw, "ieepa_exempt_products.csv")
    lines = lines[lines["hts10"].str.len() == 10]  # one code has twelve digits; its first ten stand there as well
    start, end = lines["effective_date_start"], lines["effective_date_end"]
    named = pd.Series("ieepa_exempt", index=lines.index) + (" " + start).fillna("")
    exempt = listed(lines["hts10"], named, start=start, end=end)
    electronics = read_list(raw, "consumer_electronics_EO14257_apr11.csv", WAUGH)["HTSUS"]
    # two statistical numbers of 2024 that later editions of the schedule split
    missing = electronics[~electronics.isin(exempt["product_code"])]
    return pd.concat([exempt, listed(missing, "electronics")], ignore_index=True)


def _brazil(raw: Path) -> pd.DataFrame:
    """Farm goods free of the duty on goods of Brazil; the rest of its exempt list is in no file in hand."""
    lines = read_list(raw, "ieepa_exempt_products.csv")
    codes = lines.loc[lines["effective_date_start"] == FARM_GOODS_FROM, "hts10"]
    codes = pd.concat([codes[~codes.str[:8].isin(FREE_FROM_THE_START)], pd.Series(ONLY_OF_BRAZIL)])
    first = listed(pd.Series(FREE_FROM_THE_START), "brazil first")
    return pd.concat([listed(codes, "brazil farm goods"), first], ignore_index=True)


def _brazil_301(raw: Path) -> pd.DataFrame:
    """Goods of Brazil free of its duty under section 301; for medicines those of the forced-labour duty, as near as the
    codes in hand come (700 of 705).
    """
    typed = read_facts("us_section_301_brazil")
    lists_of_all = read_list(raw, "exempt_lists.csv", FORCED_LABOUR)
    medicines = lists_of_all.loc[lists_of_all["heading_9903"] == "9903.05.89", "code"]
    own = listed(typed["product_code"], "Brazil 301 " + typed["heading_ch99"])
    return pd.concat([own, listed(medicines, "Brazil 301 medicines")], ignore_index=True)


def _information() -> pd.DataFrame:
    kinds = {"information": (*PRINTED_MATTER, *FILMS_AND_SOUND, *ARTWORKS), "recordings": RECORDINGS}
    lists_of = [listed(pd.Series(codes), f"{kind} {law}") for kind, codes in kinds.items() for law in LAWS]
    return pd.concat(lists_of, ignore_index=True)


def _canada_and_mexico(raw: Path) -> pd.DataFrame:
    lines = read_list(raw, "fentanyl_carveout_products.csv")
    return listed(lines["hts8"], lines["category"])
