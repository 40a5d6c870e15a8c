"""Scenarios in plain words."""

from datetime import date

from parley import terms
from parley.models.policy_parts import ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.sentence import sentence

DAY = date(2026, 11, 24)


def plain(scenario: Scenario) -> str:
    return sentence(scenario).replace(terms.NBSP, " ").replace(terms.MINUS, "-")


def test_nothing_changed_is_said() -> None:
    assert plain(Scenario(DAY)) == (
        "Against the duties in force on 24 Nov 2026: nothing changes. Assumed: default elasticities."
    )


def test_a_section_and_the_answer_are_told_with_the_rule() -> None:
    told = plain(
        Scenario(
            DAY,
            tariffs=[
                TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI")),
                TariffChange("CHN", "USA", 40, "absolute"),
            ],
            horizon="long_run",
        )
    )
    assert told == (
        "Against the duties in force on 24 Nov 2026: the United States on machinery, electronics (section XVI) from "
        "China 60.0 %; China on all goods from the United States 40.0 %, by the same points on every line. Assumed: "
        "long-run elasticities."
    )


def test_regime_points_law_and_export_limit_are_told() -> None:
    told = plain(
        Scenario(
            DAY,
            regime="geneva_truce",
            tariffs=[
                TariffChange("USA", "EU27", -5, goods=Goods("hs6", "870323")),
                TariffChange("USA", "CHN", kind="without", authority="section_301"),
            ],
            exports=[ExportChange("CHN", "all", Goods("stage", "magnet"), limit_pct=25)],
            trade_elasticity=6,
            closure="share_of_world_income",
        )
    )
    assert "duties are those of Geneva truce (14 May 2025); the United States on HS 8703.23 from the Euro" in told
    assert "from the European Union -5.0 pp; the United States on all goods from China without Section 301" in told
    assert "from China without Section 301; China to everybody else: magnet rare earths limited to 25.0 %" in told
    assert told.endswith("Assumed: default elasticities, trade elasticity 6 and closure share of world income.")


def test_the_same_change_on_many_is_told_once() -> None:
    few = [TariffChange("USA", code, 10) for code in ("CAN", "MEX")]
    assert "the United States on all goods from Canada and Mexico +10.0 pp; the United States on all goods from" in (
        plain(Scenario(DAY, tariffs=[*few, TariffChange("USA", "JPN", 5)]))
    )
    many = [TariffChange("USA", code, 10) for code in ("VNM", "THA", "MYS", "SGP", "IDN", "PHL", "KHM", "IND", "BRA")]
    told = plain(Scenario(DAY, tariffs=many))
    assert "Indonesia, Philippines, Cambodia and 2 more economies +10.0 pp" in told, told
    assert told.count("+10.0 pp") == 1


def test_the_options_of_the_world_models_are_told() -> None:
    tiers = plain(Scenario(DAY, home_elasticity_ratio=0.57))
    assert tiers.endswith("default elasticities and home goods against imports at 0.57 of the trade elasticity.")
    assert plain(Scenario(DAY, labour_supply_elasticity=0.5)).endswith("and labour supply elasticity 0.5.")
