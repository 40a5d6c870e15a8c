"""The points are SciPy's own, and drawing them loads nothing of SciPy."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import qmc

from parley.models.sobol import MOST, scrambled
from parley.models.uncertainty import Spread
from tests.servers import HANG_SECONDS


@pytest.mark.parametrize("dimensions", [1, 2, 7, MOST, MOST + 1])
@pytest.mark.parametrize("log2_count", [0, 1, 8])
def test_the_points_are_those_of_scipy(dimensions: int, log2_count: int) -> None:
    theirs = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(9)).random_base2(log2_count)
    assert (scrambled(dimensions, log2_count, 9) == theirs).all()


def test_lognormal_draws_are_those_of_scipys_quantiles() -> None:
    points = scrambled(1, 8, 3)[:, 0]
    drawn = Spread("elasticity", 4, 1.9, 8.4, "lognormal", 0.45).at(points)
    assert drawn == pytest.approx(4 * np.exp(0.45 * ndtri(points)), rel=1e-13)


def test_drawing_loads_neither_scipys_statistics_nor_its_special_functions() -> None:
    program = (
        "import sys; from parley.models.uncertainty import Spread, draw_parameters\n"
        "draw_parameters([Spread('a', 4, 1.9, 8.4, 'lognormal', 0.45)])\n"
        "print([m for m in sys.modules if m in ('scipy.stats', 'scipy.special')])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=HANG_SECONDS
    )
    assert shown.stdout.strip() == "[]"
