"""EU imports around Chinese controls: windows of the length they say, before and after the act they name."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def windows() -> pd.DataFrame:
    return read_table("eu_imports_around_controls")


def test_24_months_before_and_months_7_to_12_after(windows: pd.DataFrame) -> None:
    first, last = windows["period_start"], windows["period_end"] + pd.Timedelta(days=1)
    months = (last.dt.year - first.dt.year) * 12 + last.dt.month - first.dt.month
    assert set(zip(windows["phase"], months, strict=True)) == {("before", 24), ("after", 6)}


def test_the_act_falls_between_the_two_windows(windows: pd.DataFrame) -> None:
    acts = read_table("events").set_index("event_id")
    announced, in_force = (windows["event_id"].map(acts[c]).dt.to_period("M") for c in ("announced_on", "valid_from"))
    before, after = (windows["phase"] == phase for phase in ("before", "after"))
    left = announced[before] - windows.loc[before, "period_end"].dt.to_period("M")
    right = windows.loc[after, "period_start"].dt.to_period("M") - in_force[after]
    assert {step.n for step in left} == {1}
    assert {step.n for step in right} == {7}


def test_antimony_fell_and_magnets_did_not(windows: pd.DataFrame) -> None:
    wide = windows.pivot(index=["event_id", "goods"], columns="phase", values="china_t_per_month").droplevel(0)
    assert wide.loc["antimony", "after"] / wide.loc["antimony", "before"] == pytest.approx(0.044, abs=0.001)
    assert wide.loc["rare-earth magnets", "after"] > wide.loc["rare-earth magnets", "before"]


def test_magnets_before_the_licences_are_18385_t_a_year(windows: pd.DataFrame) -> None:
    row = windows[(windows["goods"] == "rare-earth magnets") & (windows["phase"] == "before")]
    assert row["china_t_per_month"].item() * 12 == pytest.approx(18_385, abs=1)
