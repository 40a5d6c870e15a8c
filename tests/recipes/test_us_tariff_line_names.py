"""Words of tariff lines: those below the subheading, and no two lines of one that have the same."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def names() -> pd.DataFrame:
    return read_table("us_tariff_line_names").set_index("code")


@pytest.mark.parametrize(
    ("code", "line_words"),
    [
        ("7326901000", "Of tinplate"),
        ("7326904500", "Other › Horse and mule shoes"),
        ("73269086", "Other"),
        ("7326908605", "Other › Rods for electrical grounding"),
        ("8507600090", "Lithium-ion batteries › Other"),
        ("6403994010", "Other › Welt footwear › Work footwear › For men"),
    ],
)
def test_words_are_those_of_the_schedule_below_the_subheading(names: pd.DataFrame, code: str, line_words: str) -> None:
    assert names.loc[code, "line_words"] == line_words


def test_no_two_lines_of_a_subheading_have_the_same_words(names: pd.DataFrame) -> None:
    rows = names.assign(digits=names.index.str.len())
    assert not rows.duplicated(["hs6", "digits", "line_words"]).any()
    assert rows.groupby("digits").size().to_dict() == {8: 3_327, 10: 19_738}
