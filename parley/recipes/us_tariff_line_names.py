"""Words of the US tariff schedule that tell the lines and statistical numbers under a subheading apart."""

import gzip
import json
from pathlib import Path
from typing import Any

import pandas as pd

from parley.recipes import raw_file

FILE = "tariffs/budget-lab-tariff-rate-tracker/hts/hts_2026_rev_10.json.gz"
SOURCE_ID, EDITION = "usitc_hts_2026_rev_10", "2026 revision 10"
LENGTHS, SPECIAL = (8, 10), "98"
SUBHEADING = 6
OTHER = "Other"
BETWEEN = " › "
APOSTROPHES = str.maketrans("\u02bb\u02bc", "‘’")


def build(raw: Path) -> pd.DataFrame:
    """One row a line of eight digits and a number of ten, chapters 1 to 97, with the words below its subheading."""
    entries = json.loads(gzip.decompress(raw_file(raw, FILE).read_bytes()))
    rows: dict[str, str] = {}
    above: list[tuple[int, str, str]] = []  # indent, code and words of what stands over the entry
    for entry in entries:
        indent, code = int(entry["indent"]), str(entry["htsno"]).replace(".", "")
        above = [each for each in above if each[0] < indent]
        above.append((indent, code, _words(entry)))
        if len(code) in LENGTHS and code < SPECIAL:
            rows[code] = _path(above)
    table = pd.DataFrame(sorted(rows.items()), columns=["code", "line_words"])
    return table.assign(hts_edition=EDITION, hs6=table["code"].str[:SUBHEADING], source_id=SOURCE_ID)


def _words(entry: dict[str, Any]) -> str:
    """The words in the letters of the typefaces: of the schedule's apostrophes two are letters of other alphabets."""
    plain = str(entry["description"]).translate(APOSTROPHES)
    return " ".join(plain.split()).rstrip(": ")


def _path(above: list[tuple[int, str, str]]) -> str:
    """The words below the subheading, the outer first, "Other" under "Other" once; its own where it has no line."""
    places = [number for number, (_, code, _) in enumerate(above) if 0 < len(code) <= SUBHEADING]
    below = [words for _, _, words in above[places[-1] + 1 if places else 0 :]]
    kept = [words for number, words in enumerate(below) if number == 0 or words != OTHER or below[number - 1] != OTHER]
    return BETWEEN.join(kept)
