"""The command ``python -m parley ingest``: large files in, years of a folder out, with what is there already left."""

import argparse
import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

from parley.ingest import baci, census, census_annual, folder
from parley.ingest.form import BACI, CENSUS, CENSUS_ANNUAL, Form, Source

TAKEN, STOPPED = 0, 130


def run(options: argparse.Namespace) -> int:
    """Take the files up; 0 when all are in the folder, 130 when stopped from the keyboard.

    Raises IngestError naming file and line, NotWrittenError, BuildHeldError; years that were finished stay.
    """
    by_form = read(options.kind, options.files)
    try:
        for form, sources in by_form:
            take_up(form, sources, options.to)
    except KeyboardInterrupt:
        print(f"parley: stopped. Whole years stay in {options.to}; run it again to go on.", file=sys.stderr)
        return STOPPED
    return TAKEN


def read(kind: str, files: Sequence[Path]) -> list[tuple[Form, list[Source]]]:
    """What the files hold by their form, before anything is read of their rows. Raises IngestError."""
    if kind == "baci":
        return [(BACI, baci.sources(files))]
    from parley.recipes.countries import iso3_by_census_code
    from parley.tables.read import read_table

    iso3 = iso3_by_census_code(read_table("countries"))
    annual = [path for path in files if path.suffix.lower() == ".parquet"]
    monthly = [path for path in files if path not in annual]
    return [(CENSUS, census.sources(monthly, iso3)), (CENSUS_ANNUAL, census_annual.sources(annual, iso3))]


def take_up(form: Form, sources: Sequence[Source], to: Path) -> None:
    """Year after year into ``to``, with a progress bar and a line a year. Raises as ``run`` does."""
    from tqdm import tqdm

    for edition, group in itertools.groupby(sorted(sources, key=lambda s: (s.edition, s.name)), lambda s: s.edition):
        of_edition = list(group)
        place = to / folder.dataset_of(form, edition)
        with folder.opened(place):
            left = folder.missing(place, of_edition)
            for source in of_edition:
                if source not in left:
                    print(f"{source.name}  is there already")
            with tqdm(total=sum(s.size for s in left), unit="B", unit_scale=True, disable=None) as bar:
                for year, parts in itertools.groupby(left, lambda source: source.year):
                    bar.set_description(f"{year}")
                    rows = folder.take_up(form, place, list(parts), bar.update)
                    tqdm.write(f"{year}  {rows:,} rows in {place}")
