"""The short name proposed for a scenario: which parts it has, in which order, and with which figures."""

from datetime import date
from typing import Any

import pytest

from parley.models.policy_parts import EVERYBODY, ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.scenario.sentence import SAY, proposed

DAY = date(2026, 11, 24)
MACHINERY, MAGNETS = Goods("section", "XVI"), Goods("stage", "magnet")
ANSWER = TariffChange("CHN", "USA", 40, "absolute")


def name(case: str, **fields: str | int) -> str:
    return SAY("name", case, **fields)


def on(*exporters: str, rate: float = 25, kind: Any = "absolute") -> list[TariffChange]:
    return [TariffChange("USA", exporter, rate, kind) for exporter in exporters]


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({}, []),
        ({"tariffs": [ANSWER]}, [name("answer", rate="40")]),
        ({"tariffs": on("CHN", rate=62.5)}, [name("rate", what=name("china"), rate="62.5")]),
        ({"tariffs": on("MEX", "CAN")}, [name("rate", what="Mexico and Canada", rate="25")]),
        ({"tariffs": on("MEX", "CAN", "VNM")}, [name("rate", what=name("partners", count=3), rate="25")]),
        (
            {"tariffs": on(EVERYBODY, rate=10, kind="additional"), "reply": "in_kind"},
            [name("points", what=name("everybody"), points="+10"), name("reply")],
        ),
        (
            {"tariffs": [TariffChange("USA", "CHN", 60, "absolute", MACHINERY), ANSWER]},
            [name("rate", what="machinery", rate="60"), name("answer", rate="40")],
        ),
        (
            {"tariffs": [TariffChange("USA", "VNM", 5, "absolute", Goods("hs6", "850760"))]},
            [name("rate", what="Vietnam: HS 8507.60 at", rate="5")],
        ),
        (
            {"tariffs": [TariffChange("USA", EVERYBODY, kind="without", authority="section_232")]},
            [name("without", law="Section 232")],
        ),
        (
            {"tariffs": [TariffChange("USA", "CHN", kind="without", authority="china_lists")]},
            [name("without_china", law="Section 301 lists")],
        ),
        (
            {"exports": [ExportChange("CHN", "USA", MAGNETS, limit_pct=20)]},
            [name("refused", what="rare-earth magnets", cut="80")],
        ),
        ({"exports": [ExportChange("CHN", "USA", MAGNETS, limit_pct=100)]}, []),  # as much as before
        ({"exports": [ExportChange("CHN", "USA", MAGNETS, tax_pct=30)]}, [name("export_tax", rate="30")]),
        ({"regime": "geneva_truce"}, ["Geneva truce"]),
        (
            {"regime": "geneva_truce", "tariffs": [*on("CHN"), *on("VNM", rate=30), ANSWER]},
            ["Geneva truce", name("rate", what=name("china"), rate="25"), name("more", count=2)],
        ),
    ],
)
def test_a_name_has_the_first_changes_in_their_order(changes: dict[str, Any], parts: list[str]) -> None:
    told = ", ".join(parts)
    assert proposed(Scenario(DAY, **changes)) == told[:1].upper() + told[1:]
