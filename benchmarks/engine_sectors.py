"""Times of the sector model, cold and warm, on the world of the tables and on that of Caliendo and Parro.

Run from the repository: ``OPENBLAS_NUM_THREADS=1 python -m benchmarks.engine_sectors [--raw DIR]``. Cold: from the
base. Warm: one slider step from the last solution, over the whole way of the slider and back. The world of 1993 is
read from the raw folder; without it its rows are left out, and that is said.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.engine_timing import Timing, print_table, timed
from parley.calibration.caliendo_parro_1993 import NAFTA, TRADED, nafta
from parley.calibration.sectors import CalibratedSectors, sector_inputs
from parley.models.caliendo_parro_2015 import SectorEconomy, SectorShock, solve
from parley.tables.read import forget

FloatArray = npt.NDArray[np.float64]


SLIDER = np.arange(0.0, 1.5, 0.02)  # points on top of the base
COLD_POINTS = (0.1, 0.54, 1.2)


@dataclass(frozen=True)
class Slider:
    """A slider: points on the goods of some flows of an economy."""

    name: str
    economy: SectorEconomy
    moved: npt.NDArray[np.bool_]

    def at(self, points: float) -> SectorShock:
        """The shock at a position."""
        return SectorShock(np.where(self.moved, self.economy.tariff + points, self.economy.tariff))


def steps(slider: Slider) -> list[Timing]:
    """Cold solves at some positions, and every warm step there and back."""
    seconds, sweeps = [], []
    for points in COLD_POINTS * 10:
        shock = slider.at(points)
        start = time.perf_counter()
        answer = solve(slider.economy, shock)
        seconds.append(time.perf_counter() - start)
        sweeps.append(answer.iterations)
    cold = Timing(f"{slider.name}: cold step", np.array(seconds), f"{np.mean(sweeps):.1f} sweeps")
    answer, seconds, sweeps = solve(slider.economy, slider.at(SLIDER[0])), [], []
    for points in np.concatenate([SLIDER[1:], SLIDER[::-1][1:]]):
        shock = slider.at(points)
        start = time.perf_counter()
        answer = solve(slider.economy, shock, start=answer)
        seconds.append(time.perf_counter() - start)
        sweeps.append(answer.iterations)
    return [cold, Timing(f"{slider.name}: warm step", np.array(seconds), f"{np.mean(sweeps):.1f} sweeps")]


def flows_of(
    economy: SectorEconomy, pairs: Sequence[tuple[str | None, str | None]], goods: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """The flows of goods from exporter to importer of each pair, None for all, without home sales."""
    chosen = np.zeros(economy.tariff.shape, dtype=bool)
    everybody = range(len(economy.countries))
    for exporter, importer in pairs:
        sellers = everybody if exporter is None else [economy.country(exporter)]
        buyers = everybody if importer is None else [economy.country(importer)]
        chosen[np.ix_(list(sellers), list(buyers), np.flatnonzero(goods))] = True
    home = np.arange(len(economy.countries))
    chosen[home, home] = False
    return chosen


def load() -> CalibratedSectors:
    """Tables from their files and calibration, nothing remembered."""
    forget()
    return sector_inputs()


def full_size() -> list[Timing]:
    """The world of the tables."""
    sectors = load()
    economy, goods = sectors.economy, sectors.is_goods
    size = f"{len(economy.countries)} x {len(economy.sectors)}"
    rows = [
        timed(f"{size}: load and calibration", load, 10),
        timed(f"{size}: base and its derivatives (once)", lambda: solve(replace(economy), SectorShock()), 10),
    ]
    sliders = {
        "USA and China on each other": [("CHN", "USA"), ("USA", "CHN")],
        "USA on all, answered in kind": [(None, "USA"), ("USA", None)],
        "everybody on everybody": [(None, None)],
    }
    for name, pairs in sliders.items():
        rows += steps(Slider(f"{size}, {name}", economy, flows_of(economy, pairs, goods)))
    return rows


def of_1993(raw: Path | None) -> list[Timing]:
    """The world of Caliendo and Parro."""
    if raw is None:
        print("31 x 40: the files of the paper may not be passed on; give the raw folder with --raw DIR")
        return []
    case = nafta(raw)
    economy = case.economy
    goods = np.arange(len(economy.sectors)) < TRADED
    solve(economy, SectorShock())
    pairs = [(exporter, importer) for exporter in NAFTA for importer in NAFTA]
    return [
        timed("31 x 40: base without deficits (once)", lambda: solve(replace(economy), SectorShock()), 10),
        timed("31 x 40: NAFTA of the paper, cold", lambda: solve(economy, SectorShock(case.tariff)), 30),
        *steps(Slider("31 x 40, members on each other", economy, flows_of(economy, pairs, goods))),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, help="folder with the raw data, for the world of 1993")
    given = parser.parse_args(arguments)
    print_table([*full_size(), *of_1993(given.raw)])


if __name__ == "__main__":
    main()
