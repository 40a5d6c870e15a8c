"""The row under a what-if page's controls: the full link, the saved file, A and B; and text from outside as text."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from parley.app.kit.escape_markdown import plain
from parley.app.what_if import share
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.scenario_text import decode
from parley.tables import compiled_on

DAY = date(2025, 6, 9)


def page() -> None:
    from datetime import date

    from parley.app.what_if import share
    from parley.models.policy_parts import TariffChange
    from parley.models.policy_scenario import Scenario

    scenario = Scenario(date(2025, 6, 9), tariffs=[TariffChange("USA", "CHN", 60, "absolute")])
    share.draw(scenario, {"us_total": "60", "horizon": "default"}, "trial")


def test_closed_menus_cost_two_elements() -> None:
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
    assert plain(text) == shown
