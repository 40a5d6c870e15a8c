"""Partner bars and the words above the acts: computed from rows, colours by authority or side."""

from datetime import date

import pandas as pd

from parley import terms
from parley.app.tariffs import acts as lists
from parley.app.tariffs import partners
from parley.charts.named_rows import FIGURE_SPACE
from parley.charts.theme import LIGHT

ON = pd.Timestamp("2026-06-08")


def rates(*cells: tuple[str, str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=["partner", "exporter_iso3", "authority", "rate_pct"])


BY_LAW = rates(
    ("China", "CHN", "mfn", 2.0),
    ("China", "CHN", "section_301", 10.0),
    ("Viet Nam", "VNM", "mfn", 3.5),
    ("Viet Nam", "VNM", "section_122", 4.0),
)


def bare(words: str) -> str:
    return words.replace("\u00a0", "").replace(FIGURE_SPACE, "")


def test_the_stack_is_of_the_laws_that_there_are_and_its_total_is_printed() -> None:
    figure = partners.partner_bars(BY_LAW, LIGHT)
    bars = {t.name: t for t in figure.data if t.type == "bar"}
    assert list(bars) == ["Ordinary (MFN)", "Section 301", "Section 122"]
    assert bars["Section 301"].marker.color == LIGHT.s301
    assert bars["Section 122"].marker.color == LIGHT.s122
    assert [bare(words) for words in figure.data[0].text] == ["<b>12.0</b>", "<b>7.5</b>"]
    assert list(figure.layout.yaxis.ticktext) == ["China", "Viet Nam"]


def test_the_finding_names_the_highest() -> None:
    caption = partners.partners_caption(BY_LAW, ON, reconstructed=False)
    assert caption.finding == partners.SAY("partners.title", "china", first="12.0%")
    day = terms.day(ON)
    assert caption.measure == partners.SAY("partners.measure", "known", count="two", day=day)
    assert "China 12.0, Viet Nam 7.5" in caption.alt
    later = partners.partners_caption(BY_LAW, ON, reconstructed=True).measure
    assert later == partners.SAY("partners.measure", "reconstructed", count="two", day=day)


def test_the_finding_says_where_china_stands_when_it_is_not_first() -> None:
    rows = rates(("India", "IND", "mfn", 30.0), ("China", "CHN", "mfn", 22.8))
    fields = {"partner": "India", "first": "30.0%", "rank": "second", "china": "22.8%"}
    assert partners.partners_caption(rows, ON, reconstructed=False).finding == partners.SAY(
        "partners.title", "other", **fields
    )


def test_the_acts_are_counted_by_side() -> None:
    acts = pd.DataFrame(
        {
            "actor": ["USA", "USA", "CHN"],
            "valid_from": pd.to_datetime(["2025-02-04", "2025-03-04", None]),
            "announced_on": pd.to_datetime(["2025-02-01", "2025-03-03", "2025-04-04"]),
        }
    )
    both = lists.acts_caption(acts, acts)
    assert both.finding == lists.SAY("acts.title", "both", count="three", us="two", china="one")
    assert both.measure == lists.SAY("acts.measure", "dated", month="February\u00a02025")
    one = lists.SAY("acts.title", "one", who="China")
    assert lists.acts_caption(acts[acts["actor"] == "CHN"], acts).finding == one


def test_rates_of_a_day_before_the_one_asked_for_say_so() -> None:
    """Yale's figures end on 8 June 2026."""
    assert partners.tiles(date(2026, 11, 27)).note == partners.SAY("map.note", "behind")
    assert partners.tiles(date(2026, 6, 1)).note == partners.SAY("map.note", "newest")


def test_the_table_of_partners_holds_more_than_the_largest() -> None:
    shown = partners.by_law(date(2026, 11, 27))
    drawn = shown.views["Chart"](LIGHT)
    assert len(drawn.layout.yaxis.ticktext) == partners.SHOWN < shown.rows["exporter_iso3"].nunique()


def test_the_duties_that_moved_are_counted() -> None:
    """The day before the first emergency duty on Chinese goods, 4 February 2025."""
    caption = lists.layers(pd.Timestamp("2025-02-03"), date(2025, 2, 4)).caption
    assert caption.finding == lists.SAY("two.layers", "begun", first=terms.day(pd.Timestamp("2025-02-03")))
