"""The worked example of the methodology runs as it is printed."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from parley import Scenario, TariffChange, solve

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "methodology.md").read_text(encoding="utf-8")


def test_the_two_bases_of_9_june_2025_cost_what_the_text_says() -> None:
    """The return of April's rates, on the twelve months known that day and on 2024."""
    told = re.search(
        r"costs US buyers (\d+)\s+billion dollars on the twelve months.*?costs (\d+) billion on 2024", TEXT, re.S
    )
    assert told
    scenario = Scenario(date(2025, 6, 9), regime="april_2025_peak")
    for asked, words in zip((scenario, replace(scenario, base_year=2024)), told.groups(), strict=True):
        loss = solve(asked).tables["summary"].set_index("metric").at["buyers_loss_usd", "value"]
        assert round(float(loss) / 1e9) == int(words)  # type: ignore[arg-type]


def test_the_duty_gain_of_60_percent_on_china_is_what_the_text_says() -> None:
    told = re.search(r"fell from \+\d+ to \+(\d+) bn on the trade of 2024", TEXT)
    assert told
    tariff = TariffChange("USA", "CHN", 60, "absolute")
    collected = Scenario(date(2026, 11, 27), tariffs=[tariff], base_year=2024, duties="collected")
    summary = solve(collected).tables["summary"]
    gain = summary.set_index("metric").at["duty_change_usd", "value"]
    assert round(float(gain) / 1e9) == int(told[1])  # type: ignore[arg-type]


def test_the_worked_example_runs_and_what_is_taxed_sells_less() -> None:
    example = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)[0]
    names: dict[str, Any] = {}
    exec(example, names)
    after = names["after"]
    assert after.residual < 1e-10
    assert after.flows[1, 0] < after.economy.flows[1, 0]
    assert after.real_income_hat[1] < 1
    assert np.allclose(after.exports, after.imports, rtol=1e-9)
