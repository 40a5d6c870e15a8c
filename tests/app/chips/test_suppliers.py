"""Sellers and kinds of chips: China keeps its colour, titles name sellers once and count kinds."""

import pandas as pd
import pytest

from parley.app.chips import suppliers
from parley.app.kit.shown_tables import SAID_ROWS, in_words
from parley.charts.theme import DARK, LIGHT, Palette
from tests.apps import at_address, choices
from tests.sent_charts import checked, figures_right, marks
from tests.wording import told

PARTNERS = pd.DataFrame(
    {
        "partner": ["Taiwan", "China", "All others"],
        "exporter_iso3": ["TWN", "CHN", "ROW"],
        "heading": "8542",
        "year": 2024,
        "value_usd": [6e9, 3e9, 1e9],
        "share_pct": [60.0, 30.0, 10.0],
        "effective_rate_pct": [0.0, 21.0, 0.0],
        "partners": [1, 1, 30],
    }
)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_china_keeps_its_colour_among_grey_partners_and_bars_start_at_zero(palette: Palette) -> None:
    figure = checked(suppliers.partner_bars(PARTNERS, palette))
    (bars,) = marks(figure)
    assert list(bars.marker.color) == [palette.grey, palette.china, palette.pale]
    assert figure.layout.xaxis.range[0] == 0
    assert list(figure.layout.yaxis.ticktext) == ["Taiwan", "China", "All others"]
    assert figures_right(figure) == [["$6.0bn", "$3.0bn", "$1.0bn"], ["60.0%", "30.0%", "10.0%"]]


def test_the_partner_title_names_first_and_china_once() -> None:
    words = suppliers.partner_caption(PARTNERS)
    case, fields = told("chips", "suppliers.finding", words.finding)
    assert (case, fields["leader"], fields["lead"], fields["china"]) == ("china", "Taiwan", "60.0%", "30.0%")
    assert (fields["goods"], fields["year"]) == ("chips", "2024")
    first = suppliers.partner_caption(PARTNERS.iloc[[1, 2]])
    assert told("chips", "suppliers.finding", first.finding)[0] == "single"
    union = PARTNERS.assign(partner=["European Union", "China", "All others"], exporter_iso3=["EU27", "CHN", "ROW"])
    leader = told("chips", "suppliers.finding", suppliers.partner_caption(union).finding)[1]["leader"]
    assert leader == "The European Union"


def test_the_lines_title_tells_the_share_of_the_largest_three() -> None:
    rows = pd.DataFrame(
        {
            "description": ["CPUs", "GPUs", "DRAM", "SRAM"],
            "value_usd": [50e9, 20e9, 10e9, 20e9],
            "china_share_pct": [0.0, 25.0, 26.0, 90.0],
            "year": 2024,
        }
    )
    words, figure = suppliers.lines_caption(rows, "8542"), checked(suppliers.line_bars(rows, LIGHT))
    assert list(marks(figure)[0].x) == [50, 20, 10, 20]
    assert figures_right(figure) == [
        ["$50.0bn", "$20.0bn", "$10.0bn", "$20.0bn"],
        ["0.0%", "25.0%", "26.0%", "90.0%"],
    ]
    _, fields = told("chips", "lines.finding", words.finding)
    assert (fields["lead"], fields["share"]) == ("Three", "80%")


def test_who_cannot_see_the_sellers_is_told_each_figure_and_what_all_share_once() -> None:
    assert in_words(PARTNERS.assign(effective_rate_pct=[0.0, 21.0, None])) == (
        "Chart. Heading: 8542. Year: 2024. "
        "Taiwan: Value $6bn, Share 60.00%, Effective rate 0.00%, Partners 1; "
        "China: Value $3bn, Share 30.00%, Effective rate 21.00%, Partners 1; "
        "All others: Value $1bn, Share 10.00%, Partners 30."
    )


def test_what_only_the_first_kinds_share_is_not_told_of_all() -> None:
    names = [f"Kind {i}" for i in range(SAID_ROWS + 2)]
    values = [1e9 * i for i in range(1, SAID_ROWS + 3)]
    rows = pd.DataFrame({"description": names, "value_usd": values, "year": 2024, "unit": "number"})
    assert in_words(rows).startswith("Chart. Year: 2024. Unit: number. Kind 0: Value $1bn; Kind 1: Value ")
    last = rows.index == len(rows) - 1
    words = in_words(rows.assign(year=rows["year"].mask(last, 2023), unit=rows["unit"].mask(last)))
    assert words.startswith("Chart. Kind 0: Value $1bn, Year 2024, Unit number; Kind 1: Value $2bn, Year ")
    assert words.endswith("; 2 more rows in the table.")


def test_kinds_of_a_saved_link_open_by_kind() -> None:
    shown = choices(at_address("chips", {"chip_section": "Kinds", "chip_lines_of": "Chip machines"}))
    assert [shown[key]["chosen"] for key in ("chip_section", "chip_by", "chip_goods")] == [
        ["Suppliers"],
        ["Kind"],
        ["Chip machines"],
    ]
