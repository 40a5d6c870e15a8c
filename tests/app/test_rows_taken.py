"""The rows a reader takes away of a card say by themselves when they are of and, where a choice says it, of whom."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from parley.app.kit.figures import Figure
from parley.app.navigation import FILES
from tests import apps

# Pages whose rows are answers of models, against the duties of the as-of date, which each file names.
MODELLED = {"what_if_product", "what_if_world", "compare", "backtest"}
# The statements of one day, which stands in the names of the columns; reserves, of which the edition is the date; a
# study of one shock.
NAMED_OTHERWISE = {"briefing", "rare_reserves", "look_up_effects"}
PERIOD = re.compile(r"(?:.*_)?(?:year|month|months|period|date|since|on|from|start)(?:_before)?$")
# When a row came out says nothing of when it is of.
NO_PERIOD = {"vintage", "published_on", "released_on", "accessed_on", "confirmed_until"}
FROM_VIETNAM = ("exporter_iso3", "VNM")


def subjects(page: str) -> Iterator[dict[str, str]]:
    """The addresses of the subjects of a page."""
    choices = apps.choices(apps.at_address(page, {}))
    key = next((name for name in choices if name.endswith("_section")), None)
    return iter([{}] if key is None else [{key: option} for option in choices[key]["options"]])


def says_when(rows: pd.DataFrame) -> bool:
    return any(PERIOD.fullmatch(name) and name not in NO_PERIOD for name in map(str, rows))


@pytest.mark.parametrize("page", sorted({Path(file).stem for file in FILES} - MODELLED))
def test_rows_that_are_measured_name_their_day_or_period(page: str, sent: dict[str, Figure]) -> None:
    for query in subjects(page):
        apps.at_address(page, query)
    for query in ({"product": "850760"}, {"economy": "Vietnam"}) if page == "look_up" else ():
        apps.at_address(page, query)
    silent = [
        name
        for name, figure in sent.items()
        if "model" not in figure.rows and name not in NAMED_OTHERWISE and not says_when(figure.rows)
    ]
    assert sent or page in {"sources"}
    assert silent == []


@pytest.mark.parametrize(
    ("address", "name", "column", "code"),
    [
        ("trade?trade_section=Goods&trade_supplier=Vietnam", "trade_imports", *FROM_VIETNAM),
        ("tariffs?tariff_section=Products&tariff_product_origin=Vietnam", "tariff_products", *FROM_VIETNAM),
        ("tariffs?tariff_section=Money&tariff_collected_origin=Vietnam", "tariff_collected", *FROM_VIETNAM),
        ("tariffs?tariff_section=Which law&tariff_law_origin=Vietnam", "tariff_laws", *FROM_VIETNAM),
    ],
)
def test_rows_of_a_chosen_side_or_origin_name_it(
    address: str, name: str, column: str, code: str, sent: dict[str, Figure]
) -> None:
    page, _, query = address.partition("?")
    apps.at_address(page, dict(parse_qsl(query)))
    assert set(sent[name].rows[column]) == {code}
