"""The preliminary pages of China's major goods."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from parley.sources import failures, gacc
from parley.sources import gacc_commodities as feed
from parley.sources import gacc_commodities as source
from tests.mirror_customs import goods_page
from tests.sources.answers import FRAME, answer, sample

URL = "http://english.customs.gov.cn/Statics/g.html"


def test_a_page_gives_quantities_and_values_in_dollars() -> None:
    page = source.goods(answer(goods_page(), URL))
    assert (page.year, page.month, page.flow, f"{page.published_on}") == (2026, 5, "export", "2026-06-09")
    rare = page.rows.set_index("commodity").loc["Rare-earth ore, metals, compounds"]
    # China's customs, Major Exports by Quantity and Value, May 2026
    assert rare[["quantity", "quantity_to_date", "quantity_before"]].tolist() == [5490.4, 25378.0, 24827.1]
    assert (rare["value"], rare["value_to_date"], rare["value_change_pct"]) == pytest.approx((63.1e6, 243.6e6, 44.9))
    assert {"Agriculture products", "Aquatic products"} <= set(page.rows["commodity"])  # without mark and blanks


def test_a_mark_for_nothing_is_missing_and_not_zero() -> None:
    rows = source.goods(answer(goods_page(), URL)).rows.set_index("commodity")
    assert rows.loc["Toys", ["quantity", "quantity_to_date", "quantity_unit"]].isna().all()


def test_january_and_february_are_joined_and_have_no_month() -> None:
    page = source.goods(answer(goods_page(2027, 2).replace("1,089,884.7", "435,953.9").replace("22.4", "-51.0"), URL))
    assert page.month == 2 and page.rows["value"].isna().all() and page.rows["value_to_date"].notna().all()
    weights = feed._weights(page)
    assert [f"{w['period_start']:%m-%d} to {w['period_end']:%m-%d}" for w in weights] == ["01-01 to 02-28"]


def test_a_unit_that_cannot_be_is_a_note() -> None:
    rows = feed.rows(source.goods(answer(goods_page(), URL))).set_index("commodity")
    assert rows.loc["Footwear", "note"] == feed.DOUBTFUL_UNIT and pd.isna(rows.loc["Footwear", "quantity_unit"])
    assert pd.isna(rows.loc["Toys", "note"])


def swapped(page: str) -> str:
    """Sums to date and those of the year before in each other's places, the heads left as they were."""
    first, last = "1-5 Total</span>", "1-5 Total,2025</span>"
    return page.replace(first, "(kept)").replace(last, first).replace("(kept)", last)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda page: page.replace("USD1 Million", "USD1 Billion"), failures.UnitSuspectError),
        (lambda page: page.replace("Unit: USD1 Million", "Unit: CNY 100 Million"), failures.UnitSuspectError),
        (lambda page: page.replace("USD1 Million", "US$1,000"), failures.UnitSuspectError),
        (lambda page: page.replace("Unit: USD1 Million", ""), failures.UnitSuspectError),
        (lambda page: page.replace(">Commodity<", ">Goods<"), failures.SchemaDriftError),
        (lambda page: page.replace("<td>Quantity</td>", "<td>Weight</td>"), failures.SchemaDriftError),
        (lambda page: page.replace("1-5 Total,2025", "Last year"), failures.SchemaDriftError),
        (swapped, failures.UnitSuspectError),
        (lambda page: page.replace("(5) China's Major", "(5) China's Minor"), failures.LayoutChangedError),
        (lambda page: page.replace("2026/06/09", "June"), failures.LayoutChangedError),
        (lambda page: page[: page.index("<td><span>Fertilizers")] + "</html>", failures.CoverageShrunkError),
        (lambda page: page[: page.index("<td><span>Fertilizers")], failures.TruncatedError),
        (lambda page: page.replace("8,838.9", "8,838.9 a"), failures.WrongTypeError),
        (lambda page: page[: page.index("<tbody>")] + FRAME, failures.FrameOnlyError),
    ],
)
def test_a_broken_page_is_refused(change: Callable[[str], str], kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.goods(answer(change(goods_page()), URL))


def test_the_index_lists_pages_of_goods_in_dollars_alone(raw: Path) -> None:
    found = gacc.links(sample(raw, "gacc/preliminary_index_2026_cut.html"), source.WANTED)
    assert {title for title, _, _ in found} == {
        "(5) China's Major Exports by Quantity and Value (in USD)",
        "(6) China's Major Imports by Quantity and Value (in USD)",
    }
    assert {month for _, month, _ in found} == {2, 3}
    assert all(url.startswith("http://english.customs.gov.cn/Statics/") for _, _, url in found)
