from pathlib import Path

import pandas as pd
import pytest

from parley.sources import failures
from parley.sources import gacc as feed
from parley.sources import gacc as source
from parley.tables.read import read_table
from tests.mirror import gacc_page
from tests.sources.answers import FRAME, answer, sample

URL = "http://english.customs.gov.cn/Statics/a.html"


def test_a_page_gives_months_and_sums_from_january() -> None:
    rows = source.bulletin(answer(gacc_page(2026, 9), URL)).rows
    world = rows[(rows["name"] == "TOTAL") & (rows["flow"] == "export")].set_index("is_year_to_date")["value"]
    assert world.to_dict() == {False: 350e9, True: 9 * 350e9}
    months = rows[~rows["is_year_to_date"]]
    assert months["change_pct"].isna().all()  # the printed changes are those of the year to date


def test_january_alone_is_a_month_with_its_change() -> None:
    rows = source.bulletin(answer(gacc_page(2026, 1), URL)).rows
    assert not rows["is_year_to_date"].any()
    assert rows["change_pct"].notna().all()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda page: page.replace("US$1,000", "US$1"), failures.UnitSuspectError),
        (lambda page: page.replace("Unit:US$1,000", ""), failures.UnitSuspectError),
        (lambda page: page.replace("350,000,000", "350,000"), failures.UnitSuspectError),
        (lambda page: page.replace(">Exports<", ">Sales<"), failures.SchemaDriftError),
        (lambda page: page.replace("2026/10/18", "in October"), failures.LayoutChangedError),
        (lambda page: page.replace(",9.2026", ""), failures.LayoutChangedError),
        (
            lambda page: page[: page.index("<tbody>")] + FRAME,
            failures.FrameOnlyError,
        ),
        (lambda page: page[: page.index("Japan")], failures.TruncatedError),
    ],
)
def test_a_broken_page_is_refused(change: object, kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.bulletin(answer(change(gacc_page(2026, 9)), URL))  # type: ignore[operator]


def test_a_mark_for_nothing_is_missing_and_not_zero() -> None:
    page = gacc_page(2026, 1).replace("70,000,000", "&nbsp;-&nbsp;", 1).replace("130,000,000", "-", 1)
    rows = source.bulletin(answer(page, URL)).rows
    assert rows["value"].isna().sum() >= 1
    table, _ = feed.rows(source.bulletin(answer(page, URL)), feed.names(read_table("countries")))
    assert table["value_local"].notna().all()


def test_dollars_have_a_value_and_yuan_have_none() -> None:
    table, left = feed.rows(source.bulletin(answer(gacc_page(2026, 9), URL)), feed.names(read_table("countries")))
    assert left == []
    assert (table["value_usd"] == table["value_local"] * 1e8).all()


@pytest.mark.raw
def test_recorded_indexes_list_months_that_are_out(raw: Path) -> None:
    monthly = source.links(sample(raw, "gacc/monthly_index_2026_cut.html"), source.WANTED[source.MONTHLY])
    assert [month for _, month, _ in monthly] == [1, 2, 3, 4, 5, 6]
    early = source.links(sample(raw, "gacc/preliminary_index_2026_cut.html"), source.WANTED[source.PRELIMINARY])
    assert {month for _, month, _ in early} == {2, 3}  # January has no page of its own


@pytest.mark.raw
def test_recorded_pages_give_the_figures_of_their_tables(raw: Path) -> None:
    march = source.bulletin(sample(raw, "gacc/preliminary_section4_2026-03_cny_cut.html"))
    stored = read_table("china_customs")
    stored = stored[(stored["source_id"] == "gacc_releases") & (stored["period_end"] == pd.Timestamp("2026-03-31"))]
    table, _ = feed.rows(march, feed.names(read_table("countries")))
    both = table.merge(stored, on=["period_start", "period_end", "partner_iso3", "flow"], suffixes=("", "_stored"))
    assert len(both) >= 15
    assert (both["value_local"] - both["value_local_stored"]).abs().max() < 1e-9
    joined = source.bulletin(sample(raw, "gacc/preliminary_section4_2025-01-02_cny_cut.html"))
    assert joined.rows["is_year_to_date"].all() and (joined.year, joined.month) == (2025, 2)
    january = source.bulletin(sample(raw, "gacc/monthly_table2_2026-01_usd_cut.html"))
    assert january.rows.iloc[0]["value"] == 590_758_685_000  # printed total of January 2026


@pytest.mark.raw
def test_a_recorded_frame_is_named(raw: Path) -> None:
    with pytest.raises(failures.FrameOnlyError):
        source.bulletin(sample(raw, "gacc/cn_article_frame_only.html"))
