"""The worked example of the methodology runs as it is printed."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from parley import Scenario, TariffChange, read_table, solve
from parley.calibration import short_run
from parley.calibration.world import page_world
from parley.models.short_run import LEAST_INTERVAL, Step, half_width
from parley.results.compared import border_prices
from parley.results.validation.published_shocks import answers

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


def test_published_effects_on_us_output_are_counted_as_the_text_counts_them() -> None:
    rows = answers(page_world().economy)
    output = rows[(rows["area"] == "USA") & rows["variable"].str.startswith("real_gdp") & rows["ours"].notna()]
    alike = output[output["same_sign"].astype(bool)]
    times = 1 / alike["ours_over_printed"]
    printed = re.search(
        r"Of (\d+) published\s+effects on US output (\d+) .*?other (\d+) are (\d+) to (\d+) times", TEXT, re.S
    )
    assert printed
    found = (len(output), len(output) - len(alike), len(alike), round(times.min()), round(times.max()))
    assert tuple(map(int, printed.groups())) == found


def test_the_short_run_is_what_the_text_says_of_it() -> None:
    effects, model = read_table("short_run_effects"), short_run.short_run()
    used, foreseen = short_run.chosen(effects), short_run.left_out(effects, model.shapes)
    text = " ".join(TEXT.split())
    by_house = used["house"].value_counts()
    assert f"{len(used)} rows of high confidence of {used['house'].nunique()} houses are fitted" in text
    assert f"{foreseen['is_inside'].sum()} of {len(foreseen)} prints lie inside" in text
    assert f"{by_house.iloc[0]} of the {len(used)} rows are of one house" in text
    zero = ((foreseen["low"] < 0) & (foreseen["high"] > 0)).sum()
    count = f"{foreseen['house'].value_counts().iloc[0]} of the {len(foreseen)}"
    assert f"{count} are of one house, and {zero} of the intervals hold zero" in text
    ten = model.design("us_gdp", (Step(10),), np.arange(4.0)).mean(axis=0)
    mean, houses = float(model.fit.mean(ten)), model.houses["us_gdp", 0]
    half = float(half_width(model.fit.spread(ten, model.size["us_gdp"]), len(houses)))
    ratios = [model.ratios["us_gdp", house] for house in houses]
    assert round(2 * half / abs(mean * (max(ratios) - min(ratios)))) == 9
    assert "is a ninth as wide as (S9), which holds zero" in text
    assert half > abs(mean)
    shape = short_run.EFFECTS.index(("us_gdp", "shape"))
    error = float(np.sqrt(model.fit.covariance[shape, shape]))
    assert f"a weight of {model.fit.fixed[shape]:.2f} with a standard error of {error:.2f}" in text
    counts = used["outcome"].value_counts()
    named = {"us_gdp": "US GDP", "us_prices": "prices", "world_gdp": "world GDP", "us_unemployment": "unemployment"}
    assert all(f"{words} {counts[name]}" in text for name, words in named.items())
    assert max(len(houses) for (_, year), houses in model.houses.items() if year < 3) < LEAST_INTERVAL


def test_the_pass_through_of_ten_points_is_what_the_text_says() -> None:
    ten = Scenario(date(2026, 10, 9), tariffs=[TariffChange("USA", "all", 10, "additional")])
    rows = border_prices.implied(ten).set_index("model")
    ends = {name: [round(rows.loc[name, end]) for end in ("low_pct", "high_pct")] for name in ("world", "sectors")}
    text = " ".join(TEXT.split())
    assert f"{ends['world'][0]} to {ends['world'][1]}% in the one-sector world" in text
    assert f"{ends['sectors'][0]} to {ends['sectors'][1]}% by industry" in text
    fixed, solved = (rows.loc[name, "us_real_income_pct"] for name in ("world_fixed", "world"))
    assert (
        f"cost the United States {-fixed:.2f}% of real income where the solved world has a gain of {solved:.2f}%"
        in text
    )
