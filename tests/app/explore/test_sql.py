"""The query in SQL that Explore shows can be copied into DuckDB: its first line is a comment that says what to do."""

from pathlib import Path

import duckdb
import pytest

from parley.__main__ import main
from parley.app.explore import data, page
from parley.explore import Question, Settings, open_engine
from parley.tables.place import ROOT
from parley.tables.read import compiled_on
from tests.ingest.made import baci_archive


def test_the_query_shown_runs_in_duckdb_as_its_first_line_says() -> None:
    engine, question = data.engine(), Question("us_imports_hts10_annual", "value", "origin", "year", top=3)
    shown = page.sql(engine, question, compiled_on())
    first, _, _ = shown.partition("\n")
    view = first.partition("CREATE VIEW")[2].replace("'us_", f"'{ROOT / 'data'}/us_")
    with duckdb.connect() as database:
        database.execute(f"CREATE VIEW{view}")
        rows = database.execute(shown).to_arrow_table()
    assert rows.num_rows == engine.answer(question, compiled_on()).num_rows > 0


@pytest.mark.parametrize("rows", ["origin", "chapter", "hs6"])
def test_of_a_folder_of_ones_own_too(rows: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two are answered by sums of the years, the third with an origin by the rows themselves."""
    assert main(["ingest", "baci", str(baci_archive(tmp_path)), "--to", str(tmp_path / "bulk")]) == 0
    columns = "origin" if rows == "hs6" else "year"
    question = Question("baci_hs92", "value", rows, columns)
    monkeypatch.chdir(tmp_path / "bulk")
    with open_engine(Settings(bulk=tmp_path / "bulk")) as engine, duckdb.connect() as database:
        shown = page.sql(engine, question, None)
        database.execute(shown.partition("\n")[0].partition("first: ")[2])
        assert database.execute(shown).fetchall() == [
            tuple(row.values()) for row in engine.answer(question).to_pylist()
        ]
