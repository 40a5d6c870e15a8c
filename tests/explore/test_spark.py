"""Spark, standalone on loopback, gives the rows that DuckDB gives: one cluster for all of these tests."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pandas as pd
import pytest

from parley.__main__ import main
from parley.explore import Engine, EngineError, Question, Settings, Stop, TooLongError, open_engine, spark
from tests.document_blocks import section
from tests.explore.asked import HTS10, TEN
from tests.explore.cluster import SUBMIT, cluster
from tests.ingest.made import baci_archive
from tests.servers import ROOT


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    folder = tmp_path_factory.mktemp("spark")
    main(["ingest", "baci", str(baci_archive(folder)), "--to", str(folder / "bulk")])
    with pytest.MonkeyPatch.context() as patch, cluster(folder) as address:
        patch.setenv("PYSPARK_SUBMIT_ARGS", SUBMIT)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        settings = Settings(engine=address, bulk=folder / "bulk", seconds=120)
        with open_engine(settings) as on_spark, open_engine(Settings(bulk=folder / "bulk")) as on_duckdb:
            yield on_spark, on_duckdb


def test_the_cluster_has_two_workers(both: tuple[Engine, Engine]) -> None:
    context = both[0]._runner._session.sparkContext  # type: ignore[attr-defined]
    assert context.master.startswith("spark://127.0.0.1:")
    assert context.defaultParallelism == 2


BULK = (
    Question("baci_hs92", "value", "origin", "year"),
    Question("baci_hs92", "quantity", "heading", "destination", (("year", ("1995",)), ("hs6", ("010121", "851712")))),
)


@pytest.mark.parametrize("question", [*TEN, *BULK], ids=range(len(TEN) + len(BULK)))
def test_spark_and_duckdb_give_equal_rows(both: tuple[Engine, Engine], question: Question) -> None:
    found, wanted = (engine.answer(question) for engine in both)
    assert found.schema.names == wanted.schema.names
    assert wanted.num_rows > 1
    pd.testing.assert_frame_equal(found.to_pandas(), wanted.to_pandas(), rtol=1e-12)


def test_all_rows_come_in_parts_and_are_the_same(both: tuple[Engine, Engine]) -> None:
    question = Question(HTS10, "value", "hts10", "origin", (("chapter", ("84", "85")),))
    found, wanted = (list(engine.rows(question)) for engine in both)
    assert len(found) > 1
    assert sum(b.num_rows for b in found) == sum(b.num_rows for b in wanted)
    rows = [pd.concat([b.to_pandas() for b in batches], ignore_index=True) for batches in (found, wanted)]
    pd.testing.assert_frame_equal(*rows)


def test_an_answer_that_takes_too_long_ends_on_the_cluster(both: tuple[Engine, Engine]) -> None:
    with pytest.raises(TooLongError):
        both[0].answer(TEN[2], stop=Stop(0.05))
    assert both[0].answer(TEN[0]).num_rows > 1


def test_the_lines_of_the_page_on_large_work_ask_the_cluster(
    both: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lines of ask.py under the two settings; in this process, as the cluster's cores are taken by it."""
    (_, ask), (_, settings) = section("large.md", "Open 300 million rows of BACI on your Spark")[1:3]
    names = re.findall(r"(PARLEY_\w+)=", settings)
    of_test = both[0]._settings
    for name, value in zip(names, (of_test.bulk, of_test.engine), strict=True):
        monkeypatch.setenv(name, str(value))
    assert settings.endswith("python ask.py\n")
    exec(ask.replace("with open_engine() as engine:", "engine = open_engine()\nif True:"), {})
    told = capsys.readouterr().out
    assert re.search(r"CHN +1996 .* 200000", told) and "`t0`.`hs6`" in told


def test_without_java_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match="default-jre-headless"):
        open_engine(Settings(engine="spark://127.0.0.1:9"))


def test_without_pyspark_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.errors", None)
    with pytest.raises(EngineError, match=r"requirements-cluster\.txt"):
        spark.Spark("spark://127.0.0.1:9", ())


def test_a_master_that_is_not_there_is_told_at_once() -> None:
    """Without a Java machine being started for it: Spark itself tries for a minute."""
    begun = time.monotonic()
    with pytest.raises(EngineError, match=r"spark://127\.0\.0\.1:9 cannot be reached: .*refused"):
        spark.Spark("spark://127.0.0.1:9", ())
    assert time.monotonic() - begun < spark.CONNECT_S


def test_a_master_that_takes_up_and_never_answers_holds_nobody_up() -> None:
    """A socket that accepts: the opening is late after its second, and whoever asks then is told without waiting."""
    program = """
import socket, threading, time
from parley.app.explore.asking import Opening
from parley.explore import EngineError, Settings, open_engine
silent = socket.create_server(("127.0.0.1", 0))
opening = Opening(lambda: open_engine(Settings(engine=f"spark://127.0.0.1:{silent.getsockname()[1]}")))
for limit in (1, 1):
    begun = time.monotonic()
    try:
        opening.engine(limit)
    except EngineError as fault:
        print(f"{time.monotonic() - begun:.2f}", fault)
"""
    asked = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
        timeout=120,
        check=False,
    )
    told = asked.stdout
    assert told, asked.stderr
    (first, second) = told.splitlines()
    assert 1 <= float(first.split()[0]) < 5 and float(second.split()[0]) < 0.5
    assert all("has not answered for" in line for line in (first, second))
