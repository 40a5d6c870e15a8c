"""Ten answers beside the same sums by pandas over the tables, written without the code under test."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from parley.explore import Engine, Question, open_engine
from parley.tables.read import read_table
from tests.explore.asked import CHAPTERS, CHINA, HTS10, TEN

CUT = {"chapter": 2, "heading": 4, "hs6": 6, "hts10": 10}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine() as opened:
        yield opened


def columns_of(data: str) -> pd.DataFrame:
    """The table with every dimension as a column of text."""
    table = read_table(data)
    code = next(c for c in ("hts10", "hs6", "chapter") if c in table)
    table = table.assign(**{level: table[code].str[:n] for level, n in CUT.items() if n <= CUT[code]})
    if data == CHAPTERS:
        table = table[(table["flow"] == "import") & (table["partner_iso3"] != "WLD")]
    if "month" in table:
        table = table.assign(year=table["month"].dt.year, month=table["month"].dt.strftime("%Y-%m"))
    if "year" in table:
        table = table.assign(year=table["year"].astype(str))
    return table.rename(columns={"exporter_iso3": "origin", "partner_iso3": "origin", "quantity_unit": "unit"})


def by_pandas(question: Question) -> pd.DataFrame:
    """The sums of a question: the shown rows and columns, and the others under the name ``others``."""
    table = columns_of(question.data)
    for name, values in question.where:
        table = table[table[name].isin(values)]
    size = {"duty": "duty_usd", "quantity": "quantity"}.get(question.measure, "value_usd")
    for dimension, shown in ((question.rows, question.top), (question.columns, 12)):
        if dimension and dimension not in {"year", "month"}:
            largest = table.groupby(dimension)[size].sum().sort_values(ascending=False, kind="stable").index[:shown]
            table = table.assign(**{dimension: table[dimension].where(table[dimension].isin(largest), "others")})
    if not question.others:
        table = table[(table[[d for d in (question.rows, question.columns) if d]] != "others").all(axis=1)]
    keys = [d for d in (question.rows, question.columns) if d]
    sums = table.groupby(keys)[[c for c in ("value_usd", "duty_usd", "quantity") if c in table]].sum(min_count=1)
    if question.measure == "rate_collected":
        return (sums["duty_usd"] / sums["value_usd"] * 100).where(sums["value_usd"] > 0)
    return sums[{"value": "value_usd"}.get(question.measure, size)]


@pytest.mark.parametrize("question", TEN, ids=range(len(TEN)))
def test_an_answer_is_what_pandas_adds_up(engine: Engine, question: Question) -> None:
    found = engine.answer(question).to_pandas()
    keys = [d for d in (question.rows, question.columns) if d]
    outcome = {"value": "value_usd", "duty": "duty_usd", "rate_collected": "rate_collected_pct"}
    got = found.assign(**{k: found[k].fillna("others") for k in keys}).set_index(keys)
    got = got[outcome.get(question.measure, "quantity")].sort_index()
    wanted = by_pandas(question).sort_index()
    assert len(wanted) > 1
    pd.testing.assert_series_equal(
        got, wanted, check_dtype=False, check_names=False, check_index_type=False, rtol=1e-12
    )


@pytest.mark.parametrize(("rows", "columns"), [("month", ""), ("year", "month")])
def test_periods_are_all_shown_where_what_is_beyond_the_largest_is_left_out(
    engine: Engine, rows: str, columns: str
) -> None:
    where = (("origin", ("CHN",)), ("year", ("2018", "2019")))
    left_out = Question(CHAPTERS, "value", rows, columns, where, top=2, others=False)
    found = engine.answer(left_out).to_pandas()
    assert len(found) == 24
    assert found["value_usd"].sum() == by_pandas(left_out).sum()


def test_the_sum_of_2025_from_china_is_the_one_in_print(engine: Engine) -> None:
    """US Census Bureau: imports for consumption from China 299.836 bn, duty 91.765 bn, 30.60%."""
    where = (("origin", ("CHN",)), ("year", ("2025",)))
    (row,) = engine.answer(Question(HTS10, "rate_collected", "origin", where=where)).to_pylist()
    assert row["value_usd"] / 1e9 == pytest.approx(299.836, abs=0.0005)
    assert row["duty_usd"] / 1e9 == pytest.approx(91.765, abs=0.0005)
    assert row["rate_collected_pct"] == pytest.approx(30.60, abs=0.01)


def test_the_others_close_the_gap_to_all(engine: Engine) -> None:
    question = Question(HTS10, "value", "origin", where=(("year", ("2025",)),), top=3)
    told = engine.answer(question).to_pylist()
    assert [row["row"] for row in told] == [0, 1, 2, 3]
    table = read_table(HTS10)
    origins = table.loc[table["year"] == 2025, "exporter_iso3"].nunique()
    assert (told[-1]["origin"], told[-1]["members"]) == (None, origins - 3)
    assert sum(row["value_usd"] for row in told) / 1e9 == pytest.approx(3391.221, abs=0.0005)


def test_all_rows_are_the_cells_of_the_table(engine: Engine) -> None:
    rows = list(engine.rows(Question(HTS10, "value", "hts10", "origin", (("year", ("2024",)),))))
    table = read_table(HTS10)
    assert len(rows) > 1
    assert sum(batch.num_rows for batch in rows) == (table["year"] == 2024).sum()
    codes = [code for batch in rows for code in batch["hts10"].to_pylist()]
    assert codes == sorted(codes)


def test_nothing_is_known_before_its_release(engine: Engine) -> None:
    question = Question(HTS10, "value", "year")
    assert engine.answer(question, date(2026, 6, 8)).num_rows == 0
    assert engine.answer(question, date(2026, 6, 9)).num_rows == 2


def test_a_rate_of_no_value_is_empty(engine: Engine) -> None:
    table = columns_of(HTS10)
    nothing = table.groupby("hts10")["value_usd"].sum()
    code = nothing[nothing == 0].index[0]
    (row,) = engine.answer(Question(HTS10, "rate_collected", "hts10", where=(("hts10", (code,)),))).to_pylist()
    assert (row["value_usd"], row["rate_collected_pct"]) == (0, None)


@pytest.mark.parametrize("as_of", [None, date(2026, 9, 1)])
@pytest.mark.parametrize("question", TEN, ids=range(len(TEN)))
def test_the_lines_of_python_run_as_they_are_and_give_the_answer(
    engine: Engine, question: Question, as_of: date | None, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(engine.python(question, as_of), {})
    told = engine.answer(question, as_of).to_pandas()
    assert len(told) > 1
    assert capsys.readouterr().out.strip() == told.to_string().strip()


def test_the_sql_shown_is_what_duckdb_runs(engine: Engine) -> None:
    question = Question(HTS10, "value", "year")
    rows = engine._runner._database.cursor().execute(engine.sql(question)).to_arrow_table()  # type: ignore[attr-defined]
    assert rows.num_rows == 2
    assert rows.to_pydict() == engine.answer(question).to_pydict()


def test_the_members_of_a_dimension(engine: Engine) -> None:
    assert engine.members(HTS10, "year") == ["2024", "2025"]
    assert engine.members(CHINA, "unit") == ["bbl", "l", "m3", "t"]
    assert len(engine.members(HTS10, "origin")) == 231
