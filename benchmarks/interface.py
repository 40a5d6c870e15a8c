"""The interface in this process, warm: the median and the longest of so many answers, beside what each may take.

``python -m benchmarks.interface [--times 30]``; 1 where a median is over its goal.
"""

import argparse
import statistics
import sys
from collections.abc import Callable

from benchmarks.figures import ms
from parley.app.api import routes
from parley.app.serving.limits import Buckets
from tests.app.serving.asgi import Answer, Server

CODES = [
    "8507.60",
    "7326.90.8688",
    "6110.20",
    "8541.43",
    "9503.00",
    "8471.30",
    "9403.60",
    "6402.99",
    "8504.40",
    "3926.90",
]
ORIGINS = ["CHN", "VNM", "MEX", "EU27"]
LINES = [{"code": CODES[n % 10], "origin": ORIGINS[n % 4], "on": f"2026-{1 + n % 10:02d}-01"} for n in range(200)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=30)
    times = parser.parse_args().times
    server = Server(routes.routes(buckets=Buckets(1e9)))
    questions: dict[str, tuple[float, Callable[[], Answer]]] = {
        "law, one line": (20, lambda: server.get("/api/v1/law?code=8507.60&from=CHN&on=2026-10-01")),
        "law, 200 lines": (1500, lambda: server.post("/api/v1/law", {"lines": LINES})),
        "solve, world, a point": (30, lambda: server.post("/api/v1/solve", {"scenario": "geneva_truce"})),
    }
    print(f"{'question':24} {'median':>8} {'longest':>8} {'goal':>6}  ms")
    over = 0
    for name, (goal, ask) in questions.items():
        status = ask().status_code
        if status != 200:
            raise RuntimeError(f"{name}: {status}")
        took = [ms(ask) for _ in range(times)]
        over += statistics.median(took) > goal
        print(f"{name:24} {statistics.median(took):8.1f} {max(took):8.1f} {goal:6.0f}", flush=True)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
