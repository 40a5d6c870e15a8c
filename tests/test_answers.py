"""What is there for who works in Python: answers draw themselves, economies have names, days are text."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import parley
from parley.answers import Answer
from parley.models.errors import ModelInputError
from parley.models.policy_parts import ExportChange, TariffChange
from parley.models.scenario import ScenarioError
from parley.results.law.answer import LawError
from parley.results.many.files import read
from parley.results.scenario.files import from_bytes
from parley.tables.read import compiled_on
from parley.tables.schema import SchemaError
from tests.servers import HANG_SECONDS

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 24)
NAMED = {"importer": "United States", "exporter": "china", "rate_pct": 60, "kind": "absolute"}
CODED = TariffChange("USA", "CHN", 60, "absolute")


def test_a_scenario_takes_names_days_as_text_and_the_newest_day_by_itself() -> None:
    written = parley.scenario([NAMED, TariffChange("CHN", "USA", 40, "absolute")], as_of="2025-06-09", title="Both")
    assert written == parley.Scenario(
        date(2025, 6, 9), "Both", tariffs=[CODED, TariffChange("CHN", "USA", 40, "absolute")]
    )
    assert parley.scenario([NAMED]).as_of == compiled_on()
    limits = [{"exporter": "China", "importer": "all", "goods": "stage magnet", "limit_pct": 25}]
    assert parley.scenario(exports=limits).exports == (
        ExportChange("CHN", "all", parley.Goods("stage", "magnet"), limit_pct=25),
    )
    assert parley.Scenario("2025-06-09", begins="2025-07-01").begins == date(2025, 7, 1)  # type: ignore[arg-type]


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ScenarioError, match="write it as 2025-06-09"):
        parley.Scenario("9 June 2025")  # type: ignore[arg-type]


def test_files_take_names_too(tmp_path: Path) -> None:
    written = b'as_of = "2026-11-24"\n[[tariffs]]\nimporter = "United States"\nexporter = "Vietnam"\nrate_pct = 10\n'
    assert from_bytes(written, "theirs.toml").tariffs == (TariffChange("USA", "VNM", 10),)
    path = tmp_path / "many.csv"
    path.write_text("as_of,importer,exporter,rate_pct\n2026-11-24,European Union,China,5\n", encoding="utf-8")
    assert read(path)[0].scenario.tariffs == (TariffChange("EU27", "CHN", 5),)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Chnia", r"China \(CHN\)"),
        ("korea", r"South Korea \(KOR\)"),
        ("Atlantis", r"tables\. Give a code"),
        ("XQX", "XQX is not an economy"),
        ("", "Give a code or a name"),
    ],
)
def test_a_name_that_is_none_is_refused_with_the_change_and_what_is_near(name: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as refused:
        parley.scenario([NAMED, NAMED | {"exporter": name}])
    assert "tariffs, change 2" in str(refused.value)


@pytest.fixture(scope="module")
def answer() -> Answer:
    return parley.solve(parley.scenario([NAMED], as_of=DAY), "world", draws=4)


def test_an_answer_draws_its_largest_figures_with_their_range(answer: Answer) -> None:
    table = answer.tables["by_economy"].set_index("economy")
    largest = table["real_income_change_pct"].abs().sort_values(ascending=False).index[:15]
    (bar,) = answer.plot().data
    names = parley.read_table("countries").set_index("iso3")["name"]
    assert list(bar.y) == [names[code] for code in largest]
    assert list(bar.x) == pytest.approx(list(table.loc[largest, "real_income_change_pct"]))
    bands = answer.tables["bands"]
    bands = bands[bands["outcome"] == "real_income_change_pct"].set_index("economy").loc[largest]
    low = [x - less for x, less in zip(bar.x, bar.error_x.arrayminus, strict=True)]
    assert all(least <= x for least, x in zip(low, bar.x, strict=True))
    assert low == pytest.approx(list(bands["low"].combine(table.loc[largest, "real_income_change_pct"], min)))


def test_money_is_drawn_in_billions_and_the_title_names_unit_model_and_day(answer: Answer) -> None:
    figure = answer.plot("tariff_revenue_change_usd", most=3, theme="dark")
    table = answer.tables["by_economy"]["tariff_revenue_change_usd"]
    assert max(abs(x) for x in figure.data[0].x) == pytest.approx(table.abs().max() / 1e9)
    assert len(figure.data[0].x) == 3
    for word in ("billion US dollars", "world", "2026", "Modelled"):
        assert word in figure.layout.title.text


def test_every_table_of_every_model_with_figures_is_drawn() -> None:
    product = parley.solve(parley.scenario([NAMED], as_of=DAY), "product")
    for name, table in product.tables.items():
        if any(column.endswith(("_pct", "_usd")) for column in table):
            assert len(product.plot(table=name).data[0].x) == min(15, len(table.dropna(how="all"))) or len(table) == 0


def test_years_of_one_series_are_bars_of_their_own(answer: Answer) -> None:
    """Bars of one name fall on each other: the path of ten years was one a series."""
    years = pd.DataFrame({"series": ["USA", "USA", "CHN", "CHN"], "year": [1, 2, 1, 2], "change_pct": [1, 2, 3, 4.0]})
    bars = replace(answer, tables={"path": years}).plot(table="path").data[0]
    assert len(set(bars.y)) == len(bars.y) == len(years)
    assert {name.rpartition(", ")[2] for name in bars.y} == {"1", "2"}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"table": "x"}, "by_economy"),
        ({"table": ["x"]}, "by_economy"),
        ({"outcome": "x"}, "real_income"),
        ({"theme": "x"}, "dark"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_can(asked: dict[str, str], words: str, answer: Answer) -> None:
    with pytest.raises(ModelInputError, match=words):
        answer.plot(**asked)


@pytest.fixture(scope="module")
def product() -> Answer:
    return parley.solve(parley.scenario([NAMED], as_of=DAY))


def ends_drawn(answer: Answer, **asked: str) -> tuple[list[float], list[float]]:
    """The ends of the ranges of the bars, in billions where they are dollars."""
    (bar,) = answer.plot(**asked).data
    low = [x - less for x, less in zip(bar.x, bar.error_x.arrayminus, strict=True)]
    return low, [x + more for x, more in zip(bar.x, bar.error_x.array, strict=True)]


@pytest.mark.parametrize(("table", "value"), [("bearers", "gain_usd"), ("by_origin", "change_usd")])
def test_the_first_change_of_a_table_is_drawn_with_the_bounds_the_table_gives(
    product: Answer, table: str, value: str
) -> None:
    rows = product.tables[table]
    largest = rows.reindex(rows[value].abs().sort_values(ascending=False, kind="stable").index)[:15]
    low, high = ends_drawn(product, table=table)
    assert list(product.plot(table=table).data[0].x) == pytest.approx(list(largest[value] / 1e9))
    assert low == pytest.approx(list(largest["low_usd"] / 1e9))
    assert high == pytest.approx(list(largest["high_usd"] / 1e9))
    with pytest.raises(ModelInputError):
        product.plot("low_usd", table)


def test_a_chart_says_what_is_recorded_and_advises_draws_only_where_they_give_a_range(
    product: Answer, answer: Answer
) -> None:
    def told(of: Answer, outcome: str | None, table: str | None) -> str:
        return str(of.plot(outcome, table).layout.title.text)

    assert "Modelled" not in told(product, None, "recorded")
    assert "draws" not in told(product, None, "by_section_and_origin")
    undrawn = parley.solve(parley.scenario([NAMED], as_of=DAY), "world")
    assert "draws" in told(undrawn, None, None)
    assert "draws" not in told(undrawn, None, "tariffs")
    assert "draws" not in told(answer, "real_wage_change_pct", "by_economy")
    trade, pair = answer.tables["trade"].set_index(["exporter", "importer"]), ["exporter", "importer"]
    largest = trade["change_pct"].abs().sort_values(ascending=False, kind="stable").index[:15]
    bands = answer.tables["trade_bands"].set_index(pair).loc[largest]
    assert ends_drawn(answer, table="trade")[0] == pytest.approx(
        list(bands["low"].combine(trade.loc[largest, "change_pct"], min))
    )
    assert len(answer.plot(table="studies").data[0].x) == min(15, len(answer.tables["studies"]))


def test_the_losses_without_exports_are_drawn_with_their_bounds_and_against_no_limit() -> None:
    limits = [{"exporter": "China", "importer": "all", "goods": "stage magnet", "limit_pct": 25}]
    found = parley.solve(parley.scenario(exports=limits, as_of=DAY), "critical_input")
    rows = found.tables["by_destination"].sort_values("loss_ces_pct", ascending=False, kind="stable")
    low, high = ends_drawn(found, outcome="loss_ces_pct")
    assert low == pytest.approx(list(rows["loss_cobb_douglas_pct"]))
    assert high == pytest.approx(list(rows["loss_leontief_pct"]))
    title = str(found.plot().layout.title.text)
    assert "draws" not in title and "duties" not in title


@pytest.mark.parametrize("most", [0, -1, 2.5, True, "all"])
def test_a_number_of_bars_that_is_none_is_refused(product: Answer, most: object) -> None:
    with pytest.raises(ModelInputError, match="from 1"):
        product.plot(most=most)  # type: ignore[arg-type]


@pytest.mark.parametrize("model", ["product", "world", "sectors", "all"])
def test_python_refuses_a_day_and_a_year_the_data_do_not_hold_as_a_file_does(model: str) -> None:
    after = compiled_on() + timedelta(days=1)
    with pytest.raises(ScenarioError, match="after the last day of our data"):
        parley.solve(parley.Scenario(after, tariffs=(CODED,)), model)
    with pytest.raises(ScenarioError, match="2024 and 2025"):
        parley.solve(parley.Scenario(DAY, base_year=2020, tariffs=(CODED,)), model)


def test_a_pair_stands_once_in_python_as_in_a_file_so_that_what_is_saved_is_read_again() -> None:
    with pytest.raises(ScenarioError, match="change 2"):
        parley.scenario([CODED, CODED], as_of=DAY)


def test_what_a_model_starts_from_is_not_called_its_answer(answer: Answer) -> None:
    rows = pd.DataFrame({"area": ["USA"], "baseline_pct": [1.9], "difference_pp": [-0.1]})
    start = replace(answer, tables={"growth": rows})
    assert "Modelled" not in start.plot("baseline_pct", "growth").layout.title.text
    assert list(start.plot(table="growth").data[0].x) == list(start.plot("difference_pp", "growth").data[0].x)


def test_a_table_misnamed_in_python_is_answered_with_the_name_that_is_meant() -> None:
    with pytest.raises(SchemaError, match="tariff_layers"):
        parley.read_table("tarif_layers")


@pytest.mark.parametrize("given", ["busan", 5, None, NAMED, [5], ["USA"], [None]])
def test_what_is_no_list_of_changes_or_scenarios_is_refused_in_a_sentence(given: Any, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="change"):
        parley.scenario(given)
    with pytest.raises(ScenarioError, match="scenario"):
        parley.solve_many(given, out=tmp_path / "answers")
    with pytest.raises(ScenarioError, match="list"):
        parley.solve_many(parley.preset("busan"), out=tmp_path / "answers")  # type: ignore[arg-type]


@pytest.mark.parametrize(("asked", "words"), [({"executor": 4}, "workers"), ({"out": None}, "out must be a path")])
def test_what_is_no_executor_or_folder_is_refused_in_a_sentence(
    asked: dict[str, Any], words: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError, match=words):
        parley.solve_many([parley.scenario([CODED], as_of=DAY)], **{"out": tmp_path / "answers", **asked})
    assert not list(tmp_path.iterdir())


def test_one_value_filters_a_table_as_a_list_of_one_does() -> None:
    for column, value in {"importer_iso3": "USA", "rate_pct": 10.0}.items():
        one = parley.read_table("tariff_layers", where={column: value})
        assert len(one) > 1
        pd.testing.assert_frame_equal(one, parley.read_table("tariff_layers", where={column: [value]}))


def test_the_law_takes_a_code_as_a_number_and_refuses_what_is_no_origin_or_day() -> None:
    assert parley.law(850760, on=DAY).sum_pct == parley.law("8507.60", on=DAY).sum_pct  # type: ignore[arg-type]
    for asked in ({"origin": None}, {"origin": 5}, {"on": 5}, {"on": False}):
        with pytest.raises(LawError):
            parley.law("850760", **asked)  # type: ignore[arg-type]


def test_a_notebook_shows_sentence_table_and_notes_and_nothing_of_them_as_markup(
    answer: Answer,
) -> None:
    shown = answer._repr_html_()
    firsts = re.findall(r"<tr[^>]*>\s*<td>([^<]+)</td>", shown)
    assert firsts == answer.tables["by_economy"]["economy"].head(20).tolist()
    assert all(note.split("'")[0][:40] in shown for note in answer.notes)
    for table in (shown, parley.solve(parley.scenario([NAMED], as_of=DAY))._repr_html_()):
        assert not re.search(r"<td>-?[\d,]+,\d{3}\.", table)  # no dollar is known to its cents
        assert not re.search(r"<td>[^<]*e[+-]\d\d<", table)
    hostile = Answer(
        answer.scenario, "world", "<script>alert(1)</script>", answer.tables, answer.convergence, ("<img src=x>",)
    )
    assert "<script>" not in hostile._repr_html_()
    assert "<img" not in hostile._repr_html_()


def test_parley_is_imported_at_once_and_without_streamlit() -> None:
    """In 0.3 s of processor time at most, the quickest of three; solving needs neither Streamlit nor Plotly."""
    code = """
import sys, time
began = time.process_time()
import parley
took = time.process_time() - began
parley.solve_many, parley.law, parley.read_table
parley.solve(parley.preset("busan"), "world")
print(took, *sorted({m.split(".")[0] for m in sys.modules} & {"streamlit", "plotly", "starlette"}))
"""
    told = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=HANG_SECONDS
        ).stdout.split()
        for _ in range(3)
    ]
    assert min(float(seconds) for seconds, *_ in told) < 0.3
    assert [loaded for _, *loaded in told] == [[], [], []]
