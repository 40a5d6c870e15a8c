"""The query in SQL that Explore shows can be copied into DuckDB: its first line is a comment that says what to do."""

import duckdb

from parley.app.explore import data, page
from parley.explore import Question
from parley.home import ROOT
from parley.tables import compiled_on


def test_the_query_shown_runs_in_duckdb_as_its_first_line_says() -> None:
    engine, question = data.engine(), Question("us_imports_hts10_annual", "value", "origin", "year", top=3)
    shown = page.sql(engine, question, compiled_on())
    first, _, _ = shown.partition("\n")
    view = first.partition("CREATE VIEW")[2].replace("'us_", f"'{ROOT / 'data'}/us_")
    with duckdb.connect() as database:
        database.execute(f"CREATE VIEW{view}")
        rows = database.execute(shown).to_arrow_table()
    assert rows.num_rows == engine.answer(question, compiled_on()).num_rows > 0
