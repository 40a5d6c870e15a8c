"""The row under a what-if page's controls: the full link, the saved file, A and B; and text from outside as text."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from parley import solve, terms
from parley.app.kit.html_text import escape_markdown
from parley.app.what_if import share, starting_duties
from parley.app.what_if.starts import IN_FORCE
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.scenario.text import decode
from parley.tables.read import compiled_on
from tests.apps import at_address, first_run, metrics

DAY = date(2025, 6, 9)


def page() -> None:
    from datetime import date

    from parley.app.what_if import share
    from parley.models.policy_parts import TariffChange
    from parley.models.policy_scenario import Scenario

    scenario = Scenario(date(2025, 6, 9), tariffs=[TariffChange("USA", "CHN", 60, "absolute")])
    share.draw(scenario, {"us_total": "60", "horizon": "default"}, "trial")


def test_a_closed_menu_sends_nothing_of_it() -> None:
    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception
    assert len(app.button) == 0
    assert len(app.get("code")) == 0


def test_the_link_writes_every_value_and_the_date() -> None:
    written = share.link({"us_total": "60", "horizon": "default", "name": "a b&c"}, Scenario(DAY))
    query = parse_qs(written.partition("?")[2])
    assert query == {"us_total": ["60"], "horizon": ["default"], "name": ["a b&c"], "as_of": ["2025-06-09"]}


def test_the_date_of_the_scenario_wins_over_a_value_of_the_page() -> None:
    written = share.link({"as_of": "2020-01-01"}, Scenario(DAY))
    assert parse_qs(written.partition("?")[2]) == {"as_of": ["2025-06-09"]}


def test_a_scenario_carries_the_date_of_its_data_once() -> None:
    own = share.stamped(Scenario(DAY))
    assert own.vintage == str(compiled_on())
    older = Scenario(DAY, vintage="2025-06-10")
    assert share.stamped(older) is older


def keeping() -> None:
    from datetime import date

    from parley.app.what_if import share
    from parley.models.policy_parts import TariffChange
    from parley.models.policy_scenario import Scenario

    share._keep(Scenario(date(2025, 6, 9), tariffs=[TariffChange("USA", "CHN", 60, "absolute")]), "trial")


def kept(app: Any, side: str) -> str:
    key = share.kept_key(side)
    return str(app.session_state[key]) if key in app.session_state else ""


def test_a_side_is_kept_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    links: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(
        "parley.app.navigation.link", lambda path, _, sides: links.append((path, sides)) or "<p>way</p>"
    )
    app = AppTest.from_function(keeping, default_timeout=30).run()
    assert (kept(app, "A"), kept(app, "B")) == ("", "")
    app.button(key="trial_keep_B").click().run()
    assert not app.exception
    assert kept(app, "A") == ""
    held = decode(kept(app, "B"))
    assert links == [(share.COMPARE, {"b": kept(app, "B")})]
    assert held.tariffs == (TariffChange("USA", "CHN", 60, "absolute"),)
    icons = {button.key: button.proto.icon for button in app.button}
    assert icons["trial_keep_B"] == ":material/check:"
    assert icons["trial_keep_A"] != ":material/check:"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words 5", "plain words 5"),
        ("![x](http://y)", r"\!\[x\]\(http\://y\)"),
        ("<img> :red[a] $b$", r"\<img\> \:red\[a\] \$b\$"),
        ("one\ntwo", "one two"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_text_from_outside_is_escaped(text: str, shown: str) -> None:
    assert escape_markdown(text) == shown


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the open menus of a what-if page give: by name the scenario saved and kept, and the lines of Python."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(share, "_save", lambda scenario, _: found.update(saved=scenario))
    monkeypatch.setattr(share, "_keep", lambda scenario, _: found.update(kept=scenario))
    monkeypatch.setattr(share.scenario_text, "python", lambda scenario, _: found.update(python=scenario) or "")
    monkeypatch.setattr(share.st, "popover", lambda *_, **__: Opened())
    monkeypatch.setattr(share.st, "caption", lambda words: found.update(words=words))  # the last it says
    return found


class Opened:
    """A menu that is open."""

    open = True

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


@pytest.mark.parametrize("page", ["what_if_product", "what_if_world"])
def test_what_is_saved_and_kept_where_nothing_is_moved_is_what_the_page_answers(
    page: str, told: dict[str, Any]
) -> None:
    first_run(page, {"regime" if page == "what_if_product" else "world_from": IN_FORCE})
    assert not starting_duties.is_moved(told["python"])
    assert told["saved"] == told["kept"] == told["python"]


def test_a_scenario_of_the_visitor_is_saved_under_its_name(told: dict[str, Any]) -> None:
    first_run("what_if_product", {"us_XVI": "60"})
    assert told["saved"].title == "Machinery 60"
    assert told["saved"] == told["kept"] == told["python"]


def test_where_the_revenue_of_the_world_page_is_found_is_said(told: dict[str, Any]) -> None:
    """Lines that run as they are gave -$5.7bn where the page says +4 bn, on another trade and other deficits."""
    asked = Scenario(
        compiled_on(),
        tariffs=(TariffChange("USA", "CHN", 60, "absolute"), TariffChange("CHN", "USA", 40, "absolute")),
    )
    rows = solve(asked, "all").tables["reconciled"].query("measure == 'treasury' and model == 'world'")
    own = solve(asked, "world").tables["by_economy"].set_index("economy").loc["USA", "tariff_revenue_change_usd"]
    (on_page,) = [
        fact
        for fact in metrics(at_address("what_if_world", {"world_us": "60", "world_cn": "40"}))
        if "Tariff" in fact.label
    ]
    (central,) = rows["central"]
    assert on_page.value.startswith(terms.in_dollars(terms.signed(central / 1e9, 0)))
    assert own < 0 < central
    assert told["words"].endswith(share.SAY("share.revenue"))
    first_run("what_if_product", {})
    assert share.SAY("share.revenue") not in told["words"]
