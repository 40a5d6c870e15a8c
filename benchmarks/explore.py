"""Questions over 100 million generated rows in the form of BACI, in DuckDB and, where one is named, in Spark.

``python -m benchmarks.explore --to DIR [--rows N] [--engine spark://host:port]``; with ``--engine spark`` the Spark of
the tests is started, two workers of one core and 1 GB. The rows are drawn with a seed: their
products and countries, and how often each comes, are those of the shipped table of US imports, their values and pairs
are invented, and the edition of the dataset says so. They are written once; a folder that holds them is taken as it is.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from parley.explore import Engine, Question, Settings, open_engine
from parley.ingest.folder import ROW_GROUP, Holdings, Sums, Year, read_note, write_note
from parley.ingest.form import BACI
from parley.tables.files import written_aside
from parley.tables.read import read_table

NAME, FILE, EDITION = "generated", "generated.parquet", "of no edition: rows generated, no real figures"
FIRST_YEAR, YEARS = 1995, 30
MORE = 1.5  # drawn for a row that stays
WITHOUT_QUANTITY = 0.02  # of the rows of BACI, as its readers say
QUESTIONS = {
    "a chapter by origin and year": Question(NAME, "value", "origin", "year", (("chapter", ("85",)),)),
    "a chapter of one year by origin": Question(
        NAME, "value", "origin", where=(("chapter", ("85",)), ("year", ("2020",)))
    ),
    "a chapter by heading and year": Question(NAME, "value", "heading", "year", (("chapter", ("85",)),)),
    "a chapter to one place by origin and year": Question(
        NAME, "value", "origin", "year", (("chapter", ("85",)), ("destination", ("USA",)))
    ),
    "two products by origin and destination": Question(
        NAME, "quantity", "origin", "destination", (("hs6", ("850760", "854231")),)
    ),
    "all by chapter": Question(NAME, "value", "chapter"),
    "all by chapter and year": Question(NAME, "value", "chapter", "year"),
    "all from one origin by year": Question(NAME, "value", "year", where=(("origin", ("CHN",)),)),
    "all by origin and destination": Question(NAME, "value", "origin", "destination"),
}


@dataclass(frozen=True)
class Goods:
    """The products of a chapter and the countries, each with how often it comes."""

    codes: np.ndarray
    code_odds: np.ndarray
    countries: np.ndarray
    odds: np.ndarray
    rows: int


def chapters(rows: int) -> dict[str, Goods]:
    """What to draw for each chapter of a year; ``rows``: of all chapters and years together."""
    table = read_table("us_imports_hts10_annual", columns=["hs6", "exporter_iso3", "value_usd"])
    table = table.assign(chapter=table["hs6"].str[:2])
    by_country = table.groupby("exporter_iso3").size().sort_index() ** 0.5
    found = {}
    for chapter, own in table.groupby("chapter"):
        by_code = own.groupby("hs6").size().sort_index()
        share = len(own) / len(table)
        found[str(chapter)] = Goods(
            by_code.index.to_numpy(str),
            (by_code / by_code.sum()).to_numpy(),
            by_country.index.to_numpy(str),
            (by_country / by_country.sum()).to_numpy(),
            round(rows * share / YEARS),
        )
    return found


def drawn(goods: Goods, draw: np.random.Generator) -> pa.Table:
    """A chapter of a year, in order, each product and pair once: more are drawn than stay."""
    count, drawn_rows = len(goods.countries), round(goods.rows * MORE)
    product = draw.choice(len(goods.codes), drawn_rows, p=goods.code_odds)
    exporter, importer = (draw.choice(count, drawn_rows, p=goods.odds) for _ in range(2))
    key = np.unique((product * count + exporter) * count + importer)
    if len(key) > goods.rows:
        key = np.sort(draw.choice(key, goods.rows, replace=False))
    product, pair = np.divmod(key, count * count)
    exporter, importer = np.divmod(pair, count)
    value = np.round(draw.lognormal(3, 2.5, len(key)), 3) * 1000 + 1
    quantity = pd.Series(np.round(value / 5000, 3)).mask(draw.random(len(key)) < WITHOUT_QUANTITY)
    return pa.table(
        {
            "hs6": pa.array(goods.codes).take(pa.array(product)),
            "exporter_iso3": pa.array(goods.countries).take(pa.array(exporter)),
            "importer_iso3": pa.array(goods.countries).take(pa.array(importer)),
            "value_usd": value,
            "quantity_t": pa.Array.from_pandas(quantity),
        }
    )


def generate(folder: Path, rows: int) -> None:
    """Write the years that are not there yet, a chapter at a time, as ``parley ingest`` lays them."""
    place = folder / NAME
    place.mkdir(parents=True, exist_ok=True)
    there = read_note(place) or Holdings("baci", EDITION)
    goods = chapters(rows)
    for year in tqdm(range(FIRST_YEAR, FIRST_YEAR + YEARS), unit="year"):
        if f"{year}" in there.years:
            continue
        sums = Sums(BACI)
        written = list(_chapters_of(place, year, goods, sums))
        now = Year(
            sum(count for _, count in written),
            tuple(file for file, _ in written),
            {f"{year}": "generated"},
            sums.write(place, year, FILE),
        )
        there = Holdings("baci", EDITION, {**there.years, f"{year}": now})
        write_note(place, there)
    print(f"{sum(year.rows for year in there.years.values()):,} generated rows in {place}")


def _chapters_of(place: Path, year: int, goods: dict[str, Goods], sums: Sums) -> Iterator[tuple[str, int]]:
    for chapter, own in goods.items():
        table = drawn(own, np.random.default_rng([year, int(chapter)]))
        path = place / f"year={year}" / f"chapter={chapter}" / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_aside(path) as aside:
            pq.write_table(table, aside, row_group_size=ROW_GROUP, compression="zstd")
        sums.add(chapter, table)
        yield path.relative_to(place).as_posix(), len(table)


def measure(engine: Engine, often: int) -> Iterator[tuple[str, float, float, float]]:
    """Each question: the least and the median of its times, and the processor's least, in ms; the first left out."""
    for name, question in QUESTIONS.items():
        engine.answer(question)
        times, worked = [], []
        for _ in range(often):
            begun, work = time.perf_counter(), time.process_time()
            engine.answer(question)
            times.append((time.perf_counter() - begun) * 1000)
            worked.append((time.process_time() - work) * 1000)
        yield name, min(times), sorted(times)[often // 2], min(worked)


def main(arguments: Sequence[str] | None = None) -> None:
    """Generate where needed, ask, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--times", type=int, default=5, help="how often each question is asked, after once unmeasured")
    given = parser.parse_args(arguments)
    generate(given.to, given.rows)
    with ExitStack() as running:
        address = given.engine
        if address == "spark":
            from tests.explore.cluster import SUBMIT, cluster

            os.environ["PYSPARK_SUBMIT_ARGS"] = SUBMIT
            folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
            address = running.enter_context(cluster(folder))
        show(address, given.to.absolute(), given.times)


def show(address: str, bulk: Path, often: int) -> None:
    """Ask, and print the table."""
    settings = Settings(engine=address, bulk=bulk, seconds=600)
    print(f"\n| question | least, {address.partition(':')[0]}, ms | median, ms | processor, this process, ms |")
    print("|---|---|---|---|")
    with open_engine(settings) as engine:
        for name, least, middle, worked in measure(engine, often):
            print(f"| {name} | {least:,.0f} | {middle:,.0f} | {worked:,.0f} |", flush=True)
    print(f"\nMost memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
