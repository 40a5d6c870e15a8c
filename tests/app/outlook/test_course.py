"""What a title says of the path of a target year: the year it tells, the case and the figures."""

from datetime import date

import pandas as pd
import pytest

from parley.app.outlook import course, paths, revisions
from parley.tables.read import compiled_on
from tests.wording import told

GROWTH = "real_gdp_growth"
DAYS = pd.to_datetime(["2024-05-02", "2024-09-25", "2024-12-04", "2025-03-17", "2025-06-03", "2025-09-23"])


def path(*values: float, horizon: int = 0) -> pd.DataFrame:
    """A path of one target year; ``horizon``: of its newest figure."""
    count = len(values)
    horizons = [0] * (count - 1) + [horizon]
    return pd.DataFrame({"value_pct": values, "published_on": DAYS[:count], "horizon_years": horizons})


@pytest.mark.parametrize(
    ("values", "case"),
    [
        ((3.0,), "alone"),
        ((3.0, 3.02), "same"),
        ((3.0, 3.3, 3.3), "rose"),
        ((3.0, 3.3, 3.1), "fell"),
        ((2.776, 2.715), "fell"),
        ((3.3, 3.1, 2.9), "lowest"),
        ((1.8, 1.6, 2.4, 1.555), "fell"),  # 1.6 once before
        ((3.3, 2.9, 2.9), "cut_same"),
        ((3.3, 2.9, 3.2), "cut"),
        ((3.0, 3.3, 3.0, 3.2), "cut"),
    ],
)
def test_the_case_of_a_path_is_that_of_its_figures_as_printed(values: tuple[float, ...], case: str) -> None:
    assert course.case(path(*values)) == case


def test_a_figure_of_a_past_year_is_recorded() -> None:
    assert course.case(path(2.6, 3.1, horizon=-1)) == "rose_recorded"
    assert course.case(path(3.3, 2.9, 3.4, horizon=-1)) == "cut_recorded"


def test_world_growth_for_2025_had_fallen_by_march_2025() -> None:
    """3.0, 3.2, 3.2, 3.3, then 3.1: both titles said that it rose, beside a fact that said -0.2 points."""
    day = date(2025, 4, 12)
    shown = paths.paths_of(GROWTH, "WLD", (2025, 2026), day)
    case, fields = told("outlook", "paths.finding", shown.caption.finding)
    assert (case, fields["high"], fields["last"]) == ("fell", "3.3%", "3.1%")
    revised = revisions.revisions_of(GROWTH, "WLD", 2025, day)
    case, fields = told("outlook", "revisions.finding", revised.caption.finding)
    assert (case, fields["rise"], fields["drop"]) == ("raised_cut", "0.3 points", "0.2 points")


@pytest.mark.parametrize(
    ("day", "year", "last"),
    [(date(2018, 3, 1), "2017", "2.2%"), (date(2018, 7, 6), "2018", "2.9%")],
)
def test_a_title_of_2018_tells_the_year_the_newest_edition_forecast(day: date, year: str, last: str) -> None:
    """It told what one edition of November 2016 said of 2016."""
    shown = paths.paths_of(GROWTH, "USA", (2016, 2017, 2018), day)
    _, fields = told("outlook", "paths.finding", shown.caption.finding)
    assert (fields["year"], fields["last"]) == (year, last)


def test_a_year_that_was_recorded_is_told_though_a_newer_edition_has_later_years_alone() -> None:
    shown = paths.paths_of(GROWTH, "WLD", (2025, 2026, 2027), compiled_on())
    assert course.told_year(shown.rows) == 2025
