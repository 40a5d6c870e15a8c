import json
from pathlib import Path
from typing import Any

import pytest

from parley.sources import failures
from parley.sources import world_bank as source
from tests.mirror import world_bank_json
from tests.sources.answers import answer, sample


def changed(change: Any) -> Any:
    told = json.loads(world_bank_json())
    return answer(json.dumps(change(told) or told))


def test_areas_without_a_code_and_years_without_a_figure_are_left_out() -> None:
    def holes(told: Any) -> None:
        told[1][0]["countryiso3code"], told[1][1]["value"] = "", None

    whole = source.read([answer(world_bank_json())], source.GROWTH)
    assert len(source.read([changed(holes)], source.GROWTH)) == len(whole) - 2


BROKEN = [
    (lambda told: [{"message": [{"id": "120", "value": "Invalid value"}]}], failures.NoSuchFlowError),
    (lambda told: told[1].pop(), failures.TruncatedError),
    (lambda told: told[1][0].update(indicator={"id": "NY.GDP.MKTP.CD"}), failures.EditionMovedError),
    (lambda told: [row.pop("value") for row in told[1]] and None, failures.SchemaDriftError),
    (lambda told: [{"page": 1}, []], failures.SchemaDriftError),
    (lambda told: [told[0] | {"total": 0}, None], failures.NoDataError),
]


@pytest.mark.parametrize(("change", "kind"), BROKEN)
def test_a_broken_answer_is_refused(change: Any, kind: type[failures.SourceError]) -> None:
    def only(told: Any) -> Any:
        made = change(told)
        return made if isinstance(made, list) and made and isinstance(made[0], dict) and len(made) < 3 else None

    with pytest.raises(kind):
        source.read([changed(only)], source.GROWTH)


@pytest.mark.raw
def test_recorded_answers(raw: Path) -> None:
    gdp = sample(raw, "world_bank/gdp_cut.json")
    assert f"{source.vintage(gdp)}" == "2026-07-13"
    assert set(source.read([gdp], "NY.GDP.MKTP.CD")["area"]) == {"MEX"}
    with pytest.raises(failures.NoSuchFlowError, match="not valid"):
        source.vintage(sample(raw, "world_bank/error_120.json"))
