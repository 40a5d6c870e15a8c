"""The US duty on British steel beside that on all other steel, under the law on steel."""

from datetime import date

import pandas as pd
import pytest

from parley import terms
from parley.app.look_up import uk_steel
from parley.charts.figure import Caption
from parley.charts.theme import LIGHT
from tests.apps import at_address, documents
from tests.sent_charts import checked

NB = "\u00a0"


def plain(caption: Caption) -> Caption:
    return Caption(*(part.replace(NB, " ") for part in (caption.finding, caption.measure, caption.alt)))


STEEL = pd.DataFrame(
    [
        ("GBR", "steel", "2025-03-12", "2025-06-03", 25.0, "in_force", "Proclamation"),
        ("GBR", "steel", "2025-06-04", "2025-06-09", 25.0, "in_force", "Clause 7"),
        ("GBR", "steel", "2022-06-01", "2025-03-11", 0.0, "quota", None),
        ("GBR", "steel_derivatives", "2025-06-04", "2025-06-09", 15.0, "in_force", None),
        ("WLD", "steel", "2025-06-04", "2025-06-09", 50.0, "in_force", "Proclamation"),
    ],
    columns=["exporter_iso3", "programme", "valid_from", "valid_to", "rate_pct", "state", "instrument"],
).astype({"valid_from": "datetime64[ns]", "valid_to": "datetime64[ns]"})
STEEL = STEEL.assign(scope="steel mill articles")


def test_steel_has_two_names_at_the_ends_of_its_lines_and_the_quota_is_dotted() -> None:
    events = pd.DataFrame({"date": pd.to_datetime(["2025-07-09"])})
    figure = checked(uk_steel.steel_lines(STEEL, events, pd.Timestamp("2025-01-01"), LIGHT))
    *named, mark = figure.layout.annotations
    assert [(a.text.replace(NB, " "), a.x) for a in named] == [
        ("<b>Other countries</b>, 50%", "2025-06-09"),
        ("<b>United Kingdom</b>, 25%", "2025-06-09"),
    ]
    assert [round(a.y) for a in named] == [50, 25]
    assert {t.name: t.line.color for t in figure.data} == {"Other countries": LIGHT.grey, "United Kingdom": LIGHT.ink}
    (quota,) = [t for t in figure.data if t.line.dash == "2px,3px"]
    assert quota.customdata[0][0].replace(NB, " ") == "0% within the quota"
    assert mark.text == "<b>1</b>"


def test_steel_is_told_for_both_sides() -> None:
    uk, others = STEEL.iloc[1], STEEL.iloc[4]
    caption = plain(uk_steel.steel_caption(STEEL, uk, others))
    said = {"others": "50%", "whom": uk_steel.SAY("steel.all")}
    assert caption.finding == uk_steel.SAY("steel.finding.sure", uk="25%", **said)
    none = plain(uk_steel.steel_caption(STEEL, None, others)).finding
    assert none == uk_steel.SAY("steel.finding.sure", uk=uk_steel.SAY("steel.no_duty"), **said)
    # Proclamation 9705 of 2018 spared some countries, so its rate is not that of all others
    spared = others.replace("steel mill articles", "steel mill articles (exemptions and quotas)")
    said["whom"] = uk_steel.SAY("steel.most")
    finding = plain(uk_steel.steel_caption(STEEL, uk, spared)).finding
    assert finding == uk_steel.SAY("steel.finding.sure", uk="25%", **said)


@pytest.mark.parametrize(
    ("is_uk_sure", "are_others_sure", "case"),
    [(True, False, "others_unsure"), (False, True, "uk_unsure"), (False, False, "unsure")],
)
def test_a_rate_past_its_last_check_is_not_said_to_be_charged(
    is_uk_sure: bool, are_others_sure: bool, case: str
) -> None:
    def side(row: int, is_sure: bool) -> pd.Series:
        return STEEL.iloc[row] if is_sure else STEEL.iloc[row].replace("in_force", "not_confirmed")

    spared = side(4, are_others_sure).replace("steel mill articles", "steel mill articles (exemptions and quotas)")
    for others, whom in ((side(4, are_others_sure), "steel.all"), (spared, "steel.most")):
        finding = plain(uk_steel.steel_caption(STEEL, side(1, is_uk_sure), others)).finding
        rates = {"uk": "25%", "others": "50%", "whom": uk_steel.SAY(whom)}
        assert finding == uk_steel.SAY("steel.finding", case, **rates)
        assert "still in force" in finding
        assert len(finding.split(" ")) <= terms.MOST_IN_TITLE


def test_a_step_that_no_source_confirms_is_said_so_in_the_words_of_the_chart() -> None:
    assert uk_steel.steel_duties(date(2026, 11, 27)).caption.alt.count(", unclear") == 2


def test_the_law_on_steel_shows_it_and_no_other_law_does() -> None:
    """A quarter of the value of British steel, half of all other: Proclamation 10947 from 4 June 2025."""
    pages = [
        at_address("look_up", {"law": f"Section 232: {law}", "as_of": "2025-06-09"}) for law in ("Steel", "Aluminium")
    ]
    steel, aluminium = ({sent["name"]: sent["finding"] for sent in documents(page, "whole")} for page in pages)
    assert "25%" in steel["look_up_uk_steel"] and "50%" in steel["look_up_uk_steel"]
    assert "look_up_uk_steel" not in aluminium
