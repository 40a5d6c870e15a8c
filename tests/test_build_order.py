"""The order of building follows the foreign keys, so that the tables can be built where none are."""

from pathlib import Path

import pytest

from parley.tables import build
from parley.tables.schema import load_schema, table_names


def test_a_table_comes_after_those_it_refers_to() -> None:
    order = build.build_order(table_names())
    assert sorted(order) == table_names()
    for name in order:
        references = {key.reference for key in load_schema(name).links} - {name}
        assert all(order.index(reference) < order.index(name) for reference in references)


def test_only_the_tables_asked_for_are_built() -> None:
    assert build.build_order(["tariff_layers", "events"]) == ["events", "tariff_layers"]


@pytest.mark.raw
def test_tables_that_refer_to_each_other_are_built_where_none_are(raw: Path, data_copy: Path) -> None:
    for path in data_copy.glob("*.parquet"):
        path.unlink()
    wanted = ["control_items", "countries", "events", "sources", "tariff_layers"]
    reports = [build.build_table(name, raw) for name in build.build_order(wanted)]
    assert all(report.changed for report in reports)
    assert sorted(path.stem for path in data_copy.glob("*.parquet")) == wanted
