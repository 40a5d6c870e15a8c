"""Questions at the edge of what Explore can be asked: long lists, units, and what is left out."""

import pandas as pd
import pytest

from parley.app.explore import answer, data, names
from parley.explore import Question
from parley.tables.read import compiled_on, read_table
from tests import apps
from tests.app.explore.test_page import EXPORTS, SAY, fact, infos
from tests.apps import address, at_address, documents, findings
from tests.wording import told


def test_every_code_of_a_long_list_is_asked_for() -> None:
    codes = "8471,8517,8542,8703,8708,3004,7108,2710,2709,9018,9403,9503,4202"  # 64 signs
    app = at_address("explore", {"explore_rows": "Heading (4 digits)", "explore_codes": codes})
    assert fact(app, "Headings") == "13"
    assert address(app)["explore_codes"] == [codes]


@pytest.mark.parametrize(
    ("asked", "left_out"), [("XXX", "XXX"), ("CHN,XXX", "XXX"), ("CHN,VNM,MEX,CAN,DEU,JPN,KOR", "KOR"), ("CHN,CHN", "")]
)
def test_origins_that_are_left_out_are_said(asked: str, left_out: str) -> None:
    app = at_address("explore", {"explore_origin": asked})
    assert [left_out in words for words in apps.refused(app)] == ([True] if left_out else [])


def test_too_many_codes_get_a_sentence() -> None:
    for codes in (",".join(f"{code:04}" for code in range(201)), "8471," * 700):
        app = at_address("explore", {"explore_codes": codes})
        assert told("explore", "choice.codes", infos(app)[0])[0] == "many"


def test_goods_without_a_unit_are_not_called_all_others() -> None:
    """January 2021: 11.7 of 12.8 bn have no unit, 586 m are counted in barrels."""
    question = Question("us_exports_china_hs6_monthly", "value", "unit", where=(("year", ("2021",)),))
    read = answer.read(data.engine().answer(question), question, compiled_on())
    table = read_table("us_exports_china_hs6_monthly")
    own = table[pd.to_datetime(table["month"]).dt.year.eq(2021) & table["quantity_unit"].isna()]
    first = read.cells.iloc[0]
    assert (first["name"], first["value"], first["is_rest"]) == (names.NO_UNIT.name, own["value_usd"].sum(), False)
    assert read.scope.every == len(read.cells) == 5
    app = at_address("explore", {"explore_data": EXPORTS, "explore_rows": "Unit"})
    assert names.NO_UNIT.short.capitalize() in findings(app)[0]


@pytest.mark.parametrize(("rows", "columns"), [("unit", ""), ("year", "unit"), ("unit", "year")])
def test_a_quantity_can_be_asked_by_its_unit(rows: str, columns: str) -> None:
    question = Question("us_exports_china_hs6_monthly", "quantity", rows, columns, (("unit", ("bbl",)),))
    read = answer.read(data.engine().answer(question), question, compiled_on())
    table = read_table("us_exports_china_hs6_monthly")
    wanted = table.loc[table["quantity_unit"].eq("bbl"), "quantity"].sum()
    assert read.rows["quantity"].sum() == pytest.approx(wanted)
    assert set(read.rows["unit"]) == {"bbl"}


def test_goods_counted_in_another_unit_are_not_said_to_be_without_trade() -> None:
    """Crude oil is counted in barrels; in tonnes there is none of it."""
    asked = {"explore_data": EXPORTS, "explore_measure": "Quantity", "explore_codes": "270900", "explore_year": "2020"}
    assert infos(at_address("explore", asked)) == [SAY("asking.nothing_in_unit", unit="tonnes")]
    assert fact(at_address("explore", {**asked, "explore_unit": "bbl"}), "Quantity").endswith(" bbl")


def test_where_columns_are_left_out_not_all_rows_are_claimed() -> None:
    """Wheat, rye and barley came from 30 origins; 26 of them sold goods of the twelve largest lines."""
    asked = {"explore_rows": "Origin", "explore_columns": "Line (10 digits)", "explore_codes": "1001, 1002, 1003"}
    whole = at_address("explore", {**asked, "explore_top": "50"})
    cut = at_address("explore", {**asked, "explore_top": "50", "explore_rest": "Left out"})
    (line,) = [each["measure"] for each in documents(whole) if each["finding"]]
    assert told("explore", "line", line)[0] == "all" and fact(whole, "Origins") == "30"
    (line,) = [each["measure"] for each in documents(cut) if each["finding"]]
    case, fields = told("explore", "line", line)
    assert (case, fields["columns"], fact(cut, "Origins")) == ("few_columns", "twelve", "26")
