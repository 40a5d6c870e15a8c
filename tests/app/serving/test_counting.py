"""The counters of a server: where they are told, and that they follow what visitors do."""

import asyncio
import re
import socket
from pathlib import Path

import pytest

from benchmarks import visitors
from benchmarks.cases import TRADE, WHAT_IF, Page
from parley.app.serving import counting, start
from tests.app.serving.answers import get
from tests.servers import free_port, running_app


@pytest.mark.parametrize("text", ["9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", ":9464"])
def test_a_place_that_is_none_stops_the_start(text: str) -> None:
    with pytest.raises(ValueError, match="is no place for counters"):
        start.lifespan({start.COUNTERS: text})


def test_where_the_port_is_taken_the_log_says_so_and_the_app_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    gone_on = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with counting.publish(("127.0.0.1", port)):
            gone_on.append(port)
    (event,) = caplog.records
    assert (f"127.0.0.1:{port}" in event.getMessage(), gone_on) == (True, [port])


async def press(url: str, page: Page, times: int) -> None:
    (visitor,) = await visitors.open_all(url, [page], 1, page.query)
    for _ in range(times):
        await visitor.rerun()
    await visitor.close()


def test_runs_solved_scenarios_and_kept_results_are_counted_where_visitors_do_not_come(tmp_path: Path) -> None:
    port = free_port()
    with running_app(tmp_path / "log.txt", {start.COUNTERS: f"127.0.0.1:{port}"}) as app:
        asyncio.run(press(app.url, TRADE, 3))
        asyncio.run(press(app.url, WHAT_IF, 2))
        told = get(f"http://127.0.0.1:{port}/metrics")[2].decode()
        assert "parley_" not in get(f"{app.url}/metrics")[2].decode()

    def value(name: str) -> float:
        (found,) = re.findall(rf"^{re.escape(name)} ([\d.e+]+)$", told, re.MULTILINE)
        return float(found)

    assert value('parley_run_seconds_count{drawn="page",page="trade"}') == 1
    assert value('parley_run_seconds_count{drawn="part",page="trade"}') == 3
    assert value('parley_run_seconds_count{drawn="part",page="what_if_product"}') == 2
    assert 0 < value('parley_run_seconds_sum{drawn="part",page="trade"}') < 60
    assert value('parley_scenarios_solved_total{model="product"}') == 3
    assert value('parley_kept_results_total{found="made"}') > 0
    assert value('parley_kept_results_total{found="used"}') > 0
    assert value("process_resident_memory_bytes") > 1e7
    assert "parley_faults_total{" not in told
