"""The licence what-if through Streamlit's test runner: the model's own figures, bounds, cases, strange addresses."""

import io
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import parley
from parley import terms
from parley.__main__ import main
from parley.app.kit import downloads
from parley.app.rare_earths import what_if, what_if_controls, what_if_words
from parley.app.rare_earths.what_if_bounds import bound_words
from parley.calibration.critical import exports_april_may_2025_pct
from parley.models.policy_parts import ExportChange, Goods
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers.critical import against_published
from parley.results.scenario.files import to_json
from parley.tables.read import compiled_on
from tests.apps import (
    at_address,
    charts,
    choices,
    documents,
    metrics,
    positions,
    press,
    title,
)
from tests.wording import Told, told

NB = "\u00a0"


def opened(**query: str) -> AppTest:
    return whole(at_address("rare_earths", what_if_controls.OPENED | query))


def whole(app: AppTest) -> AppTest:
    assert [e.message for e in app.exception] == []
    assert [w.value for w in app.warning] == []
    for chart in charts(app):
        assert chart.figure
    return app


def heading(app: AppTest) -> str:
    return title(app)


def answered(app: AppTest) -> Told:
    """Case and fields of the answer."""
    return told("rare_earths", "what_if.finding", heading(app))


BITES = "Loss while stocks are out"


def facts(app: AppTest) -> dict[str, str]:
    return {fact.label: fact.value for fact in metrics(app)}


def bounds(app: AppTest) -> dict[str, str]:
    """The bounds beside each fact."""
    return {fact.label: fact.change for fact in metrics(app)}


def mean_bounds(row: dict[str, float]) -> str:
    return bound_words(row["mean_loss_cobb_douglas_pct"], row["mean_loss_leontief_pct"])


def magnets(refused: float, place: str = "USA", stocks: float = 2, months: float = 12) -> Scenario:
    change = ExportChange("CHN", place, Goods("stage", "magnet"), limit_pct=100 - refused)
    return Scenario(
        compiled_on(), exports=[change], horizon="first_year", stock_months=stocks, restriction_months=months
    )


def expected(scenario: Scenario, place: str = "USA") -> dict[str, float]:
    table = parley.solve(scenario, "critical_input").tables["by_destination"].set_index("destination_iso3")
    return dict(table.drop(columns="calibration").loc[place])


def test_the_first_view_is_the_answer_of_the_model_as_bounds() -> None:
    app, row = opened(), expected(magnets(80))
    bites = bound_words(row["loss_cobb_douglas_pct"], row["loss_leontief_pct"])
    case, fields = answered(app)
    cuts = what_if_words.SAY("what_if.cut", cut="80%", goods="magnets")
    assert (case, fields["cuts"], fields["place"]) == ("loss", cuts, "The United States")
    assert fields["bounds"] == bites.replace(NB, " ")
    assert fields["middle"] == f"{terms.significant(row['loss_ces_pct'], 1)}%"
    shown = facts(app)
    assert shown[BITES] == f"{terms.significant(row['loss_ces_pct'], 1)}%"
    assert bounds(app)[BITES] == bites
    assert shown["Over 12 months"] == f"{terms.significant(row['mean_loss_ces_pct'], 1)}%"
    assert bounds(app)["Over 12 months"] == mean_bounds(row)
    assert shown["Felt after"] == f"{terms.number(row['onset_months'], 1)} months"


def test_page_python_command_and_files_agree(tmp_path: Path) -> None:
    refused = {"mine": 10, "refine": 40, "magnet": 70}
    chosen = what_if_controls.scenario(compiled_on(), refused, ["USA", "JPN"], 3, 9, "first_year")
    rows = what_if_words.by_place(chosen, what_if.solved(chosen)).set_index("destination_iso3")
    file = io.BytesIO(downloads.csv_bytes(rows.reset_index()))
    downloaded = pd.read_csv(file, comment="#").set_index("destination_iso3")
    saved = tmp_path / "licences.json"
    saved.write_text(to_json(chosen), encoding="utf-8")
    assert main(["solve", str(saved), "--model", "critical_input", "--out", str(tmp_path)]) == 0
    written = pd.read_csv(tmp_path / "by_destination.csv").set_index("destination_iso3")
    python = parley.solve(chosen, "critical_input").tables["by_destination"].set_index("destination_iso3")
    for place in ("USA", "JPN"):
        for ours, theirs in (("low_pct", "loss_cobb_douglas_pct"), ("high_pct", "loss_leontief_pct")):
            values = [rows, downloaded], [written, python]
            found = [t.loc[place, ours] for t in values[0]] + [t.loc[place, theirs] for t in values[1]]
            assert found == pytest.approx([found[0]] * 4, rel=1e-9)


def test_sliders_move_the_answer_as_the_model_does() -> None:
    app = opened()
    press(app, "rare_magnet", 50)
    press(app, "rare_months", 24)
    whole(press(app, "rare_stocks", 6))
    row = expected(magnets(50, stocks=6, months=24))
    assert bounds(app)["Over 24 months"] == mean_bounds(row)
    assert facts(app)["Felt after"] == f"{terms.number(row['onset_months'], 1)} months"


def test_stocks_that_outlast_the_restriction_leave_nothing_to_feel() -> None:
    shown = facts(opened(rare_stocks="24", rare_months="6"))
    assert shown["Felt after"] == "not felt"
    assert shown["Over 6 months"] == "0%"


def test_nothing_refused_costs_nothing() -> None:
    app = opened(rare_magnet="0")
    assert answered(app)[0] == "none"
    assert facts(app)[BITES] == "0%"


def test_ore_alone_is_made_good_with_magnets_and_the_page_says_why() -> None:
    app = opened(rare_mine="100", rare_magnet="0")
    assert answered(app)[0] == "nothing"
    why = what_if_words.SAY("what_if.why", "upstream", goods="ore and concentrate")
    assert any(why in m.value for m in app.markdown)


def test_everybody_and_chosen_places_are_ranked_and_marked() -> None:
    app = opened(rare_who="All")
    drawn = " ".join(chart.spec for chart in charts(app))
    say = what_if_words.SAY
    for place, mark in (("Japan", "calibrated"), ("South Korea", "assumption")):
        assert say("what_if.place", place=place, mark=say("what_if.mark", mark)) in drawn
    app.session_state["rare_place"] = "KOR"
    whole(app.run())
    row = expected(magnets(80, "all"), "KOR")
    assert bounds(app)[BITES] == bound_words(row["loss_cobb_douglas_pct"], row["loss_leontief_pct"])
    chosen = opened(rare_who="Chosen")
    whole(press(chosen, "rare_places"))
    assert answered(chosen)[1]["place"] == "The United States"


@pytest.mark.parametrize("horizon", list(what_if_controls.HORIZONS))
def test_every_horizon_is_marked(horizon: str) -> None:
    app = opened(rare_horizon=what_if_controls.HORIZONS[horizon])  # type: ignore[index]
    (bites,) = [m for m in metrics(app) if m.label == BITES]
    assert bites.note == ("calibrated" if horizon == "first_year" else "assumption")


def test_a_case_sets_the_controls_and_is_named_while_they_stand_there() -> None:
    app = opened()
    (spring,) = [case for case in choices(app)["rare_case"]["options"] if case.startswith("April")]
    whole(press(app, "rare_case", spring))
    cut = 100 - round(exports_april_may_2025_pct())
    assert (positions(app)["rare_refine"], positions(app)["rare_magnet"]) == (cut, cut)
    assert choices(app)["rare_case"]["chosen"] == [spring]
    whole(press(app, "rare_magnet", cut - 1))
    assert choices(app)["rare_case"]["chosen"] == [what_if_controls.SAY("what_if.own_case")]
    whole(press(app, "rare_reset"))
    assert positions(app)["rare_magnet"] == what_if_controls.AT_FIRST["magnet"]


def test_the_case_an_address_opens_is_named() -> None:
    app = opened(rare_refine="100", rare_magnet="100")
    assert choices(app)["rare_case"]["chosen"] == ["Embargo"]
    later = opened(rare_refine="100", rare_magnet="100", rare_horizon="Later")
    assert choices(later)["rare_case"]["chosen"] == [what_if_controls.SAY("what_if.own_case")]


def test_the_published_losses_name_the_works_they_are_from_in_the_table_and_under_the_chart() -> None:
    rows = what_if_words.published(against_published())
    for row in rows.to_dict("records"):
        maker = "European Central Bank" if row["parameter"].startswith("critical_anchor_loss_usa") else "Bogmans"
        assert row["citation"].startswith(maker)
    now, then = (what_if_words.works(rows, is_latest) for is_latest in (True, False))
    linked = {address: words for words, address in now if address}
    assert [words.endswith("26/073.") for words in linked.values()] == [True]
    assert next(iter(linked)).startswith("https://econpapers.repec.org/")
    assert any("the paper is not verified" in words for words, _ in now)
    assert then[: len(now)] == now
    assert then[-1][0] == what_if_words.SAY("what_if.works_today")
    assert max(map(len, rows["name"])) <= 60  # a phone cuts what is longer


@pytest.mark.parametrize(
    ("on", "case", "fields"),
    [
        (date(2025, 6, 9), "none", {}),
        # the mean of 2024 was derived from a figure of January 2026
        (date(2025, 11, 1), "month", {"last": "420 t", "month": "September 2025"}),
        (date(2026, 3, 1), "mean", {"last": "564 t", "month": "December 2025", "mean": "620 t"}),
    ],
    ids=str,
)
def test_the_measured_month_is_told_as_soon_as_it_is_known(on: date, case: str, fields: dict[str, str]) -> None:
    assert told("rare_earths", "what_if.measured", what_if_controls.measured(on)) == (case, fields)


def test_what_arrives_at_each_stage_is_a_table_to_take_away() -> None:
    app = opened(rare_what_if_show="By stage")
    (foot,) = [sent for sent in documents(app, "foot") if sent["name"] == "rare_what_if_stages"]
    assert foot["rows"] == len(what_if_words.by_stage(what_if.solved(magnets(80)), "USA"))
    assert foot["takes"] == ["csv", "image"]


def test_a_case_that_had_not_been_published_is_not_offered() -> None:
    labels = choices(opened(as_of="2025-06-09"))["rare_case"]["options"]
    assert "Embargo" in labels
    assert not any(label.startswith("April") for label in labels)


@pytest.mark.parametrize(
    "query",
    [
        {"rare_magnet": "1e9"},
        {"rare_magnet": "-5"},
        {"rare_months": "0"},
        {"rare_stocks": "nan"},
        {"rare_who": "Mars", "rare_horizon": "never"},
        {"rare_who": "Chosen", "rare_places": "XXX"},
        {"rare_what_if_show": "Nonsense"},
        {"rare_magnet": "100", "rare_refine": "100", "rare_mine": "100", "rare_who": "All"},
    ],
    ids=str,
)
def test_strange_addresses_are_answered(query: dict[str, str]) -> None:
    assert BITES in facts(opened(**query))


@pytest.mark.parametrize("who", ["The US", "All", "Chosen"])
def test_the_link_with_every_value_opens_the_same_answer(who: str) -> None:
    app = opened(rare_who=who, rare_magnet="55", rare_refine="20", rare_months="9", rare_stocks="1")
    app.session_state["rare_what_if_share"] = True
    whole(app.run())
    link, *_ = [c.value for c in app.code]
    query = parse_qs(urlsplit(link).query)
    again = whole(at_address("rare_earths", {key: v if len(v) > 1 else v[0] for key, v in query.items()}))
    assert heading(again) == heading(app)
    assert facts(again) == facts(app)
    assert positions(again) == positions(app)


def test_months_and_stocks_out_of_range_are_refused_by_name() -> None:
    with pytest.raises(ScenarioError, match="restriction months"):
        Scenario(date(2026, 1, 1), restriction_months=0)
    with pytest.raises(ScenarioError, match="stock months"):
        Scenario(date(2026, 1, 1), stock_months=-1)
