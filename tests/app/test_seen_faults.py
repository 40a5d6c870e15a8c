"""Faults that readers once saw on pages: each stays gone."""

import re
from datetime import date

import pandas as pd
import pytest

from parley.app.chips import header as chips
from parley.app.home import next_dates
from parley.app.trade.exports import export_bars
from parley.app.trade.goods import goods_name, import_bars
from parley.app.what_if_world.studies import rows_of
from parley.charts.theme import LIGHT
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.tables.read import compiled_on, read_table
from tests.apps import at_address, charts, choices, documents, metrics, title
from tests.lines import plain


def findings(page: str, query: dict[str, str]) -> dict[str, str]:
    """The findings of the figures of a page by their names."""
    shown = documents(at_address(page, query))
    return {told["name"]: plain(told["finding"]) for told in shown if told["name"] and told["finding"]}


def test_duties_on_lists_of_goods_have_the_names_of_their_lists() -> None:
    app = at_address("tariffs", {"tariff_section": "Both sides", "tariff_stages_view": "On a time axis"})
    (sides,) = [told for told in documents(app) if told["name"] == "tariff_stages"]
    hatched = [trace for trace in sides["figure"]["data"] if (trace.get("marker") or {}).get("pattern")]
    first = [f"{trace['name']} {trace['hovertemplate']}" for trace in hatched if "2018" in str(trace)]
    assert any("List 1" in name for name in first)
    assert not any("forced labour" in name or "all US goods" in name for name in first)


def test_what_is_inferred_of_the_law_on_laptops_is_hedged_in_title_and_fact() -> None:
    app = at_address("look_up", {"product": "8471.30", "from": "China"})
    law = next(fact for fact in metrics(app) if fact.label == "Duty by law")
    assert "range" in plain(law.change or "")
    title = plain(findings("look_up", {"product": "8471.30", "from": "China"})["look_up_steps"])
    assert "about" in title and "at\xa0most" in title


def test_the_sellers_of_chips_stand_under_their_own_subject_alone() -> None:
    assert "chip_partners" in findings("chips", {})
    for subject in choices(at_address("chips", {}))["chip_section"]["options"][1:]:
        assert "chip_partners" not in findings("chips", {"chip_section": subject}), subject


def test_no_supplier_of_chips_hides_behind_a_smaller_one() -> None:
    (told,) = [shown for shown in documents(at_address("chips", {})) if shown["name"] == "chip_partners"]
    sold = re.findall(r"([A-Z][A-Za-z ]+): Value \$(\d+\.?\d*)bn", told["alt"])
    names, values = [name for name, _ in sold], [float(value) for _, value in sold]
    assert names[-1] == "All others" and "Vietnam" in names
    assert values[:-1] == sorted(values[:-1], reverse=True)


def test_letters_typed_in_a_list_of_sections_reach_xvi_before_xviii() -> None:
    told = choices(at_address("tariffs", {"tariff_section": "Money", "tariff_collected_by": "Goods"}))[
        "tariff_collected_section"
    ]
    assert told["kind"] == "list"  # a list of the browser's own, which goes to the first that begins so
    first = next(option for option in told["options"] if option.startswith("XVI"))
    assert first.split(",")[0] == "XVI"


def test_the_world_opens_with_an_answer_and_draws_another_where_it_is_moved() -> None:
    opened, moved = (at_address("what_if_world", query) for query in ({}, {"world_us": "30"}))
    assert "%" in plain(title(opened)) and plain(title(opened)) != plain(title(moved))
    assert charts(opened) and charts(moved)
    assert [chart.alt for chart in charts(opened)] != [chart.alt for chart in charts(moved)]


def test_a_revision_names_how_many_went_each_way() -> None:
    told = findings("outlook", {"outlook_section": "Revisions"})["outlook_revised"]
    assert "cut" in told and "raised" in told  # Mexico's figure of June 2025 was raised


def test_the_title_of_tariffs_names_a_provider_and_no_method() -> None:
    told = plain(title(at_address("tariffs", {})))
    assert "only Waugh" not in told and "rebuilt" not in told and "%" in told


@pytest.mark.parametrize("draw", ["imports", "exports"])
def test_no_chapter_has_a_name_that_is_cut(draw: str) -> None:
    """Beside figures as wide as those of the largest chapters."""
    codes = read_table("hs_codes", compiled_on())
    names = [goods_name(code, "chapter") for code in codes.loc[codes["level"] == 2, "code"]]
    assert len(names) == 97
    rows = pd.DataFrame({"name": names, "value_usd": 123.4e9, "effective_rate_pct": 23.4, "change_pct": -99.0})
    figure = import_bars(rows, ["CHN"] * 97, LIGHT) if draw == "imports" else export_bars(rows, 2017, LIGHT)
    assert [name for name in figure.layout.yaxis.ticktext if "…" in name] == []


def test_no_line_of_chips_is_named_in_the_abbreviations_of_its_print() -> None:
    for heading in chips.PRODUCTS:
        named = chips.lines(heading, compiled_on())["description"]
        assert len(named) > 0
        assert [words for words in named if words == words.upper()] == [], heading


PORTALS = ("econpapers", "repec", "ssrn", "econstor", "researchgate")


def test_what_is_cited_is_a_work_and_no_portal_it_was_read_on() -> None:
    studies = rows_of(Scenario(compiled_on(), tariffs=[TariffChange("USA", "CHN", 60)]))
    assert len(set(studies["publication"])) > 1
    columns = [studies["institution"], studies["publication"], read_table("published_estimates")["citation"]]
    columns += [read_table("sources")[column] for column in ("producer", "title")]
    cited = {words for column in columns for words in column}
    assert [words for words in sorted(cited) if any(portal in words.lower() for portal in PORTALS)] == []


def test_of_a_truce_that_was_extended_the_front_page_awaits_the_last_day_alone() -> None:
    """Extended in September 2026 to 10 January 2027, as both sides announced."""
    ahead = next_dates.ahead(date(2026, 10, 12))
    talks = ahead[(ahead["domain"] == "talks") & ahead["title"].str.contains("ruce")]
    assert [f"{day:%Y-%m-%d}" for day in talks["date"]] == ["2027-01-10"]


def test_a_duty_that_still_rises_has_not_peaked() -> None:
    """On 5 February 2025, a day after the first 10%, a title said that the duty had peaked at 10%."""
    for day in ("2025-02-05", "2025-04-12"):
        told = findings("tariffs", {"as_of": day})["tariff_stages"]
        assert "fell" not in told, day
