"""How fast the search answers: ``python -m benchmarks.search`` puts every golden question to it, round after round.

Prints the first answer of a process, which reads the words of the index, then the median and the 95th percentile of
all the rest, and the slowest questions. The goal is 10 ms at the 95th percentile.
"""

import csv
import time
from pathlib import Path

import numpy as np

from parley.search.find import find

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "search" / "golden.csv"
ROUNDS, SLOWEST, MS = 20, 5, 1000


def main() -> None:
    with GOLDEN.open(encoding="utf-8") as file:
        questions = [row["query"] for row in csv.DictReader(file)]
    first = _seconds(questions[0])
    rounds = np.array([[_seconds(question) for question in questions] for _ in range(ROUNDS)]) * MS
    middle, high = np.percentile(rounds, [50, 95])
    print(f"first answer {first * MS:.1f} ms; {len(questions)} questions, {ROUNDS} rounds")
    print(f"median {middle:.2f} ms, 95th percentile {high:.2f} ms, slowest {rounds.max():.2f} ms")
    typical = np.median(rounds, axis=0)
    for place in np.argsort(typical)[: -SLOWEST - 1 : -1]:
        print(f"  {typical[place]:6.2f} ms  {questions[place]}")


def _seconds(question: str) -> float:
    start = time.perf_counter()
    find(question)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
