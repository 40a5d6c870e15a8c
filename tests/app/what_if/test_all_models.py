"""The block All models on both what-if pages and in Compare: the numbers of Python, after the page's own answer."""

import pytest

import parley
from parley import Scenario, TariffChange
from parley.app.what_if import all_models, later
from parley.results.compared import reconciled_words
from parley.tables.read import compiled_on
from tests import apps
from tests.wording import told

NB = "\u00a0"
SECTIONS = {"what_if_world": "world_section", "what_if_product": "what_if_section"}
SUBJECTS = {"what_if_world": "How sure", "what_if_product": "All models"}
WORLD = {"world_us": "60", "world_cn": "40", "world_section": "How sure"}


def shown(app: apps.AppTest) -> dict[str, object]:
    assert [fault.message for fault in app.exception] == []
    (document,) = [found for found in apps.documents(app) if found["name"] == "all_models"]
    return document


@pytest.mark.parametrize("page", SECTIONS)
def test_the_block_shows_what_python_solves(page: str) -> None:
    app = apps.at_address(page, {**apps.MOVED[page], SECTIONS[page]: SUBJECTS[page]})
    document = shown(app)
    scenario = _scenario(app, page)
    table = parley.solve(scenario, "all").tables["reconciled"]
    first = all_models.INCOME if page == "what_if_world" else all_models.REVENUE
    assert document["finding"] == reconciled_words.finding(table, first)
    (dots,) = [trace for trace in apps.charts(app)[-1].shown["data"] if trace["mode"] == "markers"]
    own = reconciled_words.rows_of(table, first)
    scale = 1e9 if page == "what_if_product" else 1
    assert dots["x"] == pytest.approx(list(own.loc[own["model"] != "all", "central"] / scale))
    assert document["rows"] == len(table)


def _scenario(app: apps.AppTest, page: str) -> parley.Scenario:
    good = app.session_state[f"{page}_last_good"].scenario
    return good if isinstance(good, parley.Scenario) else good.scenario


def test_another_question_is_answered_and_stands_in_the_address() -> None:
    app = apps.at_address("what_if_world", WORLD)
    first = shown(app)["finding"]
    app = apps.press(app, all_models.QUESTION, "Import prices")
    assert shown(app)["finding"] != first
    assert told("results", "models.finding", str(shown(app)["finding"]))[0] == "rise"
    assert apps.address(app)[all_models.QUESTION] == ["Import prices"]


def test_until_the_answer_is_painted_the_block_says_that_more_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps, "painted", lambda app: app)
    app = apps.at_address("what_if_product", {"us_XVI": "61", "what_if_section": "All models"})
    assert apps.hints(app) == [all_models.SAY("all_models", "pending")]
    assert apps.waits(app) == [later.PAUSE_MS]


def test_the_title_of_the_world_claims_no_direction_where_a_model_turns_it() -> None:
    """Points on all partners but China: in one model the US gains on balance, in another it may lose."""
    added = dict.fromkeys(("north_america", "europe", "east_asia", "south_east_asia", "others"), "10")
    query = {**{f"world_add_{group}": points for group, points in added.items()}, "world_section": "How sure"}
    app = apps.at_address("what_if_world", query)
    scenario = _scenario(app, "what_if_world")
    table = parley.solve(scenario, "all").tables["reconciled"]
    envelope = reconciled_words.rows_of(table, ("real_income", "USA", "")).iloc[-1]
    assert (envelope["model"], envelope["sign"]) == ("all", "either")
    assert told("what_if_world", "title", apps.title(app))[0] in ("us_open", "open")
    first = reconciled_words.turning(parley.solve(scenario, "all").tables["directions"], all_models.INCOME)[0]
    turns = all_models.SAY("all_models", "turns", reasons=first)
    assert [said for said in apps.html_words(app) if turns in said]


def test_what_turns_a_direction_is_not_said_where_all_models_agree_on_it() -> None:
    """Without the duties on China revenue falls in all three models."""
    query = {"us_total": "0", "duties": "Collected", "what_if_section": "All models"}
    app = apps.at_address("what_if_product", query)
    case, _ = told("results", "models.finding", str(shown(app)["finding"]))
    directions = parley.solve(_scenario(app, "what_if_product"), "all").tables["directions"]
    apart = reconciled_words.apart(directions, all_models.REVENUE)
    assert case == "fall"
    remark = str(shown(app)["remark"])
    assert all(sentence in remark for sentence in apart)
    assert all_models.SAY("all_models", "turns", reasons="") not in remark


def test_compare_puts_either_side_to_all_models() -> None:
    app = apps.at_address("compare", {"compare_section": "All models"})
    of_b = shown(app)["finding"]
    app = apps.press(app, "compare_models_side", "Scenario A")
    assert [fault.message for fault in app.exception] == []
    assert shown(app)["finding"] != of_b


def test_no_direction_is_sure_where_one_model_shows_no_change() -> None:
    """China's answer alone: the product model holds US imports as they are, the world models do not."""
    asked = all_models.of_scenario(Scenario(compiled_on(), tariffs=(TariffChange("CHN", "USA", 100, "absolute"),)))
    revenue, exports = all_models.REVENUE, ("us_exports_to_china", "USA", "")
    assert asked.envelope(revenue)[1] == 0 and asked.sign(revenue) == "loss"  # type: ignore[index]
    assert not asked.is_sure(revenue)
    assert asked.is_sure(exports)
