"""What ClickHouse and Trino would be asked. The SQL is compiled and read back; it is not run here."""

import pytest
import sqlglot

from parley.explore import Engine, EngineError, Question, Settings, open_engine
from parley.explore.datasets import shipped
from tests.explore.asked import HTS10, TEN


class Unasked:
    """A server that is never asked."""

    def __init__(self, dialect: str):
        self.dialect = dialect

    def batches(self, *_: object) -> None:
        raise AssertionError

    close = batches


@pytest.mark.parametrize("dialect", ["clickhouse", "trino"])
@pytest.mark.parametrize("question", TEN, ids=range(len(TEN)))
def test_a_question_is_one_select_over_its_table(dialect: str, question: Question) -> None:
    sql = Engine(Unasked(dialect), shipped(), Settings()).sql(question)  # type: ignore[arg-type]
    (statement,) = sqlglot.parse(sql, read=dialect)
    assert isinstance(statement, sqlglot.expressions.Select)
    assert {table.name for table in statement.find_all(sqlglot.expressions.Table)} - {"t0"} == {question.data}
    literals = {literal.this for literal in statement.find_all(sqlglot.expressions.Literal)}
    said = {value for name, values in question.where if name not in {"year", "month"} for value in values}
    assert said <= literals
    assert f"{question.top}" in literals or question.rows in {"year", "month"}


def test_the_dialects_differ_where_they_must() -> None:
    told = {}
    for dialect in ("duckdb", "pyspark", "clickhouse", "trino"):
        told[dialect] = Engine(Unasked(dialect), shipped(), Settings()).sql(TEN[7])  # type: ignore[arg-type]
    assert len(set(told.values())) == 4
    assert "`" in told["pyspark"] and '"t' in told["trino"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("clickhouse://parley@127.0.0.1:9/default", "clickhouse cannot be reached"),
        ("trino://parley@127.0.0.1:9/hive/default", "trino cannot be reached"),
        ("oracle://x", "'oracle' is none"),
    ],
)
def test_a_server_that_is_not_there_is_told_in_a_sentence(address: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        open_engine(Settings(engine=address))


@pytest.mark.parametrize("name", ["clickhouse", "trino"])
def test_without_its_package_one_sentence_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("clickhouse_connect.driver.exceptions", "trino.exceptions"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(EngineError, match=r"requirements-cluster\.txt"):
        open_engine(Settings(engine=f"{name}://127.0.0.1:9/x/y"))


def test_the_sql_of_the_app_is_what_duckdb_runs() -> None:
    with open_engine(Settings()) as engine:
        sql = engine.sql(Question(HTS10, "value", "year"))
        cursor = engine._runner._database.cursor()  # type: ignore[attr-defined]
        found = cursor.execute(sql).to_arrow_table()
        assert found.num_rows == 2
