"""Scenarios in plain words: which cases are said, with which figures and names."""

from datetime import date

from parley import terms
from parley.models.policy_parts import ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.scenario.sentence import SAY, sentence

DAY = date(2026, 11, 24)
WRITTEN = terms.day(DAY)
DEFAULT = SAY("scenario.assumed", "own_horizon")


def change(case: str, **fields: str) -> str:
    return SAY("scenario.change", case, **fields)


def goods(what: str, exporters: str) -> str:
    return change("goods", goods=what, exporters=exporters)


def said(*changes: str, assumed: str = DEFAULT) -> str:
    return SAY("scenario.all", "changed", day=WRITTEN, changes="; ".join(changes), assumed=assumed)


def test_nothing_changed_is_said() -> None:
    assert sentence(Scenario(DAY)) == SAY("scenario.all", "nothing", day=WRITTEN, assumed=DEFAULT)


def test_a_section_and_the_answer_are_told_with_the_rule() -> None:
    told = sentence(
        Scenario(
            DAY,
            tariffs=[
                TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI")),
                TariffChange("CHN", "USA", 40, "absolute"),
            ],
            horizon="long_run",
        )
    )
    machines = goods("machinery, electronics (section XVI)", "China")
    us = change("absolute", importer="the United States", goods=machines, rate=terms.rate(60))
    china = change("absolute", importer="China", goods=goods("all goods", "the United States"), rate=terms.rate(40))
    assert told == f"{said(us, china, assumed=SAY('scenario.assumed', 'long_run'))} {SAY('scenario.rule', 'points')}"


def test_regime_points_law_and_export_limit_are_told() -> None:
    told = sentence(
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
    us = "the United States"
    assert told == said(
        change("regime", regime=f"Geneva truce ({terms.day(date(2025, 5, 14))})"),
        change("less", importer=us, goods=goods("HS 8703.23", "the European Union"), points="5.0"),
        change("without", importer=us, goods=goods("all goods", "China"), law="all duties under Section 301"),
        change(
            "export_limit",
            exporter="China",
            importer="every economy",
            goods="rare-earth magnets",
            rate=terms.rate(25),
        ),
        assumed=terms.listed(
            [
                DEFAULT,
                SAY("scenario.assumed", "trade_elasticity", value="6"),
                SAY("scenario.assumed", "share_of_world_income"),
            ]
        ),
    )


def test_the_same_change_on_many_is_told_once() -> None:
    few = [TariffChange("USA", code, 10) for code in ("CAN", "MEX")]
    assert sentence(Scenario(DAY, tariffs=[*few, TariffChange("USA", "JPN", 5)])) == said(
        change("more", importer="the United States", goods=goods("all goods", "Canada and Mexico"), points="10.0"),
        change("more", importer="the United States", goods=goods("all goods", "Japan"), points="5.0"),
    )
    many = [TariffChange("USA", code, 10) for code in ("VNM", "THA", "MYS", "SGP", "IDN", "PHL", "KHM", "IND", "BRA")]
    told = sentence(Scenario(DAY, tariffs=many))
    assert "Indonesia, the Philippines, Cambodia and 2 more economies" in told, told
    assert told.count("10.0") == 1


def test_a_law_dropped_for_all_names_every_economy() -> None:
    told = sentence(Scenario(DAY, tariffs=[TariffChange("USA", "all", kind="without", authority="section_232")]))
    dropped = goods("all goods", "every economy")
    assert told == said(
        change("without", importer="the United States", goods=dropped, law="all duties under Section 232")
    )


def test_the_options_of_the_models_are_told() -> None:
    options = {
        "home_elasticity_ratio": 0.57,
        "labour_supply_elasticity": 0.5,
        "border_pass_through": 0.8,
        "retail_pass_through": 0.5,
    }
    for name, value in options.items():
        told = sentence(Scenario(DAY, **{name: value}))  # type: ignore[arg-type]
        option = SAY("scenario.assumed", name, value=f"{value:g}")
        assert told == SAY("scenario.all", "nothing", day=WRITTEN, assumed=terms.listed([DEFAULT, option]))
