"""A shipment on the page of a product: dollars as the command gives them, the line, the fields, the list of rows."""

from datetime import date

import pytest

import parley
from parley.app.look_up import shipment, shipment_list
from parley.results.law import landed_words
from parley.results.law.answer import LandedError
from tests import reader
from tests.apps import answer, at_address, choices, documents, hints, lists

ENTRY = {"product": "7326.90.8688", "shipment_value": "14,172", "as_of": "2026-09-15"}


def cells(app: object, number: int) -> list[list[str]]:
    """The cells of a list on the page, row by row."""
    part = lists(app)[number]  # type: ignore[arg-type]
    return [["".join(cell.itertext()) for cell in row] for row in part.iter("tr")][1:]


def test_a_real_entry_has_the_dollars_of_the_command_by_origin_and_by_heading() -> None:
    app = at_address("look_up", ENTRY)
    assert [e.message for e in app.exception] == []
    by_origin, by_heading = cells(app, 0), cells(app, 1)
    names = [row[0] for row in by_origin]
    assert "China" in names and len(names) == 1 + shipment.BESIDE
    totals = [float(row[3].replace("$", "").replace(",", "")) for row in by_origin]
    assert totals == sorted(totals)
    (china,) = parley.landed("7326.90.8688", ["CHN"], 14_172, on="2026-09-15")
    row = by_origin[names.index("China")]
    assert row[1].startswith("$11,039.99 (7,496.99–11,039.99)")
    assert row[3] == f"${china.total_usd:,.2f}"
    assert china.next_change is not None and row[4] == landed_words.changes(china.next_change)
    dollars = {name.partition("  ")[0]: usd for name, _, usd in by_heading}
    assert [usd for name, usd in dollars.items() if "9903.88.03" in name] == ["$3,543.00 (0.00–3,543.00)"]
    assert [usd for name, usd in dollars.items() if "9903.82.02" in name] == ["$7,086.00"]
    assert [name for name, _, _ in by_heading if "19 CFR 24.23" in name and "90 FR 34665" in name]
    assert reader.faults(app) == []


def test_origins_are_added_to_six_and_a_way_without_the_harbor_fee() -> None:
    app = at_address("look_up", ENTRY)
    offered = choices(app)["shipment_beside"]["options"]
    app = answer(app, "shipment_beside", *offered)
    assert len(cells(app, 0)) == shipment.MOST
    harbor = [row for row in cells(app, 1) if "19 CFR 24.24" in row[0]]
    assert len(harbor) == 1
    app = answer(app, "shipment_by", "Air")
    assert [row for row in cells(app, 1) if "19 CFR 24.24" in row[0]] == []


def test_a_quantity_is_asked_for_where_the_duty_is_by_quantity_alone() -> None:
    garlic = {
        "product": "0703.20.0015",
        "shipment_value": "49167",
        "shipment_quantity": "25,719",
        "as_of": "2026-09-15",
    }
    app = at_address("look_up", garlic)
    (china,) = parley.landed("0703.20.0015", ["CHN"], 49_167, 25_719, on="2026-09-15")
    assert f"${china.lines[0].central_usd:,.2f}" == "$110.59"
    assert "$110.59" in [row[2] for row in cells(app, 1)]
    assert "shipment_quantity" in choices(app)
    assert "shipment_quantity" not in choices(at_address("look_up", ENTRY))


@pytest.mark.parametrize("typed", ["0", "-5", "much", "nan"])
def test_what_is_no_amount_is_said_in_its_place(typed: str) -> None:
    app = at_address("look_up", ENTRY | {"shipment_value": typed})
    assert [e.message for e in app.exception] == []
    assert any(typed in hint for hint in hints(app))
    assert choices(app)["shipment_value"]["chosen"] == [typed]


def test_lines_that_owe_differently_are_told_apart_in_words_with_their_rates() -> None:
    options = shipment.lines_of("640399", "CHN", date(2026, 10, 5))
    assert len(options) > 5 and len({*options.values()}) == len(options)
    assert "welt" in options["64039940"].lower()
    app = at_address("look_up", {"product": "6403.99", "as_of": "2026-10-05"})
    other = next(name for code, name in options.items() if code == "64039940")
    app = answer(app, "shipment_line", other)
    (welt,) = parley.landed("6403.99.40", ["CHN"], 10_000, on="2026-10-05")
    assert [row for row in cells(app, 0) if row[3] == f"${welt.total_usd:,.2f}"]


def test_the_titles_of_a_shipment_name_the_least_and_the_most() -> None:
    app = at_address("look_up", ENTRY)
    titles = [each["finding"] for each in documents(app, "whole") if each["name"].startswith("look_up_shipment")]
    assert "$11,107" in titles[0] and "China" in titles[0]
    assert "$7,086" in titles[1] and "9903.82.02" in titles[1]


def test_a_list_is_read_to_its_limit_and_faulty_rows_are_named() -> None:
    row = b"8507.60,45000\n"
    assert len(shipment_list.read(b"code,value_usd\n" + row * shipment_list.MOST_ROWS)) == shipment_list.MOST_ROWS
    for content in (b"code,value_usd\n" + row * (shipment_list.MOST_ROWS + 1), b"code,value_usd\n\xff\n", b"", b"a\n"):
        with pytest.raises(LandedError):
            shipment_list.read(content)
