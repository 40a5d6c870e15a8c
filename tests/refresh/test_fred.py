"""Import prices and exchange rates: a month more enters both tables, and the prices are rebuilt."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from werkzeug import Request, Response

from parley.sources import failures
from parley.sources import fred as source
from parley.tables import build
from parley.tables.read import read_table
from tests.mirror import Mirror
from tests.mirror_fred import PLACE, every_series, series
from tests.refresh.conftest import Command
from tests.sources.answers import answer

SEPTEMBER = pd.Timestamp("2026-09-01")


def test_a_month_enters_both_tables_and_the_prices_are_rebuilt(
    command: Command, mirror: Mirror, tmp_path: Path
) -> None:
    every_series(mirror)
    prices, rates = (read_table(name) for name in ("us_import_prices_monthly", "exchange_rates_monthly"))
    status, report = command("fred", "--raw", str(tmp_path / "raw"))
    assert status == 0, report["outcomes"]
    counts = {d["table"]: (d["added"], d["revised"], d["missing"]) for d in report["outcomes"][0]["differences"]}
    assert counts == {"us_import_prices_monthly": (12, 0, 0), "exchange_rates_monthly": (1, 0, 0)}
    new = read_table("us_import_prices_monthly")
    china = new[new["series_id"] == "CHNTOT"].set_index("month")["price_index"]
    assert china[SEPTEMBER] == china[pd.Timestamp("2026-08-01")] == 99.9  # as BLS has it for August
    fresh = read_table("exchange_rates_monthly").query("month == @SEPTEMBER").iloc[0]
    assert (fresh["yuan_per_dollar"], fresh["source_id"]) == (6.736, "fed_exchange_rates_read")
    assert len(read_table("exchange_rates_monthly")) == len(rates) + 1
    assert build.build_table("us_import_prices_monthly", tmp_path / "raw").rows == len(prices) + 12


def test_a_month_of_rates_that_runs_is_no_month_yet(command: Command, mirror: Mirror) -> None:
    def without_the_last_day(request: Request) -> Response:
        text = series(request.args["id"])
        is_daily = request.args["id"].startswith("D")
        return Response("\n".join([*text.splitlines()[:-1], ""]) if is_daily else text)

    mirror.bodies[PLACE] = without_the_last_day
    _, report = command("fred")
    assert [d["table"] for d in report["outcomes"][0]["differences"]] == ["us_import_prices_monthly"]


def test_another_yuan_is_refused(command: Command, mirror: Mirror) -> None:
    every_series(mirror)
    asked = mirror.bodies[PLACE]
    text = series("DEXCHUS").replace("6.7", "6.9")
    mirror.bodies[PLACE] = lambda request: Response(text) if request.args["id"] == "DEXCHUS" else asked(request)
    outcome = command("fred")[1]["outcomes"][0]
    assert outcome["word"] == "UnitSuspect" and "yuan" in outcome["sentence"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("observation_date,DEXCHUS\n2026-09-01,7.1\n", failures.SchemaDriftError),
        ("DATE,CHNTOT\n2026-09-01,99.9\n", failures.SchemaDriftError),
        ("observation_date,CHNTOT\n2026-09,99.9\n", failures.WrongTypeError),
        ("observation_date,CHNTOT\n2026-09-01,99.9\n2026-09-01,99.8\n", failures.WrongTypeError),
        ("observation_date,CHNTOT\n2026-09-01,n/a\n", failures.WrongTypeError),
        ("observation_date,CHNTOT\n2026-09-01,.\n", failures.NoDataError),
        ("observation_date,CHNTOT\n2026-09-01", failures.TruncatedError),
        ("<html>", failures.HtmlInsteadOfDataError),
    ],
)
def test_a_broken_series_is_refused(text: str, kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.read(answer(text, f"{source.BASE}{source.PATH}?id=CHNTOT"))


@pytest.mark.parametrize(("change", "word"), [(lambda v: v * 1000, "UnitSuspect"), (lambda v: v + 5, "Revised")])
def test_other_prices_are_refused(
    change: Callable[[float], float], word: str, command: Command, mirror: Mirror
) -> None:
    def other(request: Request) -> Response:
        head, *lines = series(request.args["id"]).splitlines()
        if request.args["id"].startswith("D"):
            return Response("\n".join([head, *lines, ""]))
        cells = [line.split(",") for line in lines]
        return Response("\n".join([head, *(f"{day},{change(float(value))}" for day, value in cells), ""]))

    mirror.bodies[PLACE] = other
    status, report = command("fred")
    assert (status, report["outcomes"][0]["word"]) == (3, word)
