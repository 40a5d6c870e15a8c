"""Every subject of the Tariffs page, on four dates, with the controls it offers and with what visitors may type."""

import pytest
from streamlit.testing.v1 import AppTest

from parley.ui.shell import ROOT
from tests.apps import charts, notes
from tests.test_pages import LOGGED, sentences

DATES = ["", "2025-06-09", "2018-07-01", "2017-01-01"]
SUBJECTS = [
    "Both sides",
    "Averages",
    "Three measures",
    "Programmes",
    "By partner",
    "China's list",
    "2018 to 2020",
    "UK steel",
    "Customs revenue",
    "Acts and rulings",
]


def run(subject: str, as_of: str = "", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    app.query_params["tariff_section"] = subject
    for name, value in {**address, **({"as_of": as_of} if as_of else {})}.items():
        app.query_params[name] = value
    app.switch_page("pages/tariffs.py")
    return app.run()


@pytest.mark.parametrize("as_of", DATES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_is_drawn_or_says_why_not(subject: str, as_of: str) -> None:
    app = run(subject, as_of)
    assert [e.message for e in app.exception] == []
    assert [s for s in sentences(app) if LOGGED in s] == []
    drawn = charts(app)
    for chart in drawn:  # drawn as plain dicts, so checked here
        assert chart.figure
    said = [c for c in notes(app) if c.startswith("Source")]
    if as_of in ("", "2025-06-09"):
        assert drawn or subject == "Acts and rulings"
        assert said
    else:
        assert said or app.info  # no figure without its source, no silence either


@pytest.mark.parametrize(
    ("subject", "address"),
    [
        ("Programmes", {"tariff_programmes_of": "China on US"}),
        ("China's list", {"tariff_list_section": "XVI Machinery, electronics"}),
        ("China's list", {"tariff_list_section": "nonsense", "tariff_list_search": "soya"}),
        ("China's list", {"tariff_list_search": "(((.*"}),
        ("2018 to 2020", {"tariff_war_side": "China on US", "tariff_war_search": "8541"}),
        ("2018 to 2020", {"tariff_war_on": "31 Feb 2019", "tariff_war_search": "8"}),
        ("Customs revenue", {"tariff_revenue_since": "Since 1982"}),
        ("By partner", {"tariff_partners_by": "Waugh, totals"}),
    ],
)
def test_a_choice_in_the_address_is_shown_or_falls_back(subject: str, address: dict[str, str]) -> None:
    app = run(subject, **address)
    assert [e.message for e in app.exception] == []
    assert [s for s in sentences(app) if LOGGED in s] == []
    assert charts(app)


def test_an_unknown_subject_opens_the_first() -> None:
    app = run("<script>")
    assert [e.message for e in app.exception] == []
    assert charts(app)
