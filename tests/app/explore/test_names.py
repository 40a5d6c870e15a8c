"""What goods and measures are called on Explore: the largest imports have a name, exports no customs value."""

import pytest

from tests import reader
from tests.app.explore.test_page import EXPORTS, MONTHLY
from tests.apps import at_address, documents, findings
from tests.wording import told


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"explore_rows": "Heading (4 digits)"}, ["Computers (HS 8471)"]),
        ({"explore_rows": "Subheading (6 digits)"}, ["Computer processing units (HS 8471.50)"]),
        ({"explore_rows": "Line (10 digits)"}, ["Computer processing units (code 8471.50.01.50)"]),
        ({"explore_columns": "Heading (4 digits)"}, ["(HS 84)", "computers (HS 8471)"]),
        ({"explore_columns": "Line (10 digits)"}, ["(HS 84)", "computer processing units (code 8471.50.01.50)"]),
    ],
)
def test_a_title_names_the_largest_goods_in_few_words(query: dict[str, str], named: list[str]) -> None:
    (finding,) = findings(at_address("explore", query))
    assert [name for name in named if name not in finding] == []
    assert reader.count(finding) <= reader.MOST_WORDS


def test_exports_have_no_customs_value() -> None:
    """Trade calls the same data free alongside ship."""
    for name, case in ((EXPORTS, "value_exports"), (MONTHLY, "value")):
        (shown,) = [each for each in documents(at_address("explore", {"explore_data": name})) if each["finding"]]
        measure = told("explore", "line", shown["measure"])[1]["measure"]
        assert told("explore", "measure", measure)[0] == case, name
