"""What the tables say when they are read as they were known on a date.

The expected figures are those of the news report of 9 June 2025 and of the acts and editions themselves.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest

from parley import read_table
from parley.tables import read as tables
from parley.tables.catalogue import read_catalogue
from parley.tables.schema import SchemaError, load_schema, table_names

LONDON = date(2025, 6, 9)
DATED = [n for n in table_names() if load_schema(n).as_of is not None]
HEADLINE = ["all_goods", "broad_with_exemptions"]


def headline_pct(importer: str, exporter: str, on: date) -> float:
    """The additional layers on all or most goods in force on a day, as known that day."""
    layers = read_table("tariff_layers", as_of=on)
    day = pd.Timestamp(on)
    pair = (layers["importer_iso3"] == importer) & (layers["exporter_iso3"] == exporter)
    in_force = (layers["valid_from"] <= day) & ~(layers["valid_to"] < day)
    return float(layers.loc[pair & in_force & layers["coverage"].isin(HEADLINE), "rate_pct"].sum())


def latest_edition(frame: pd.DataFrame, **choice: object) -> pd.DataFrame:
    """The rows of the edition published last among those that match the choice."""
    for column, value in choice.items():
        frame = frame[frame[column] == value]
    return frame[frame["published_on"] == frame["published_on"].max()]


@pytest.mark.parametrize(
    ("on", "rate_pct"),
    [
        (date(2025, 2, 3), 0),
        (date(2025, 2, 4), 10),
        (date(2025, 3, 4), 20),
        (date(2025, 4, 5), 30),
        (date(2025, 4, 9), 104),
        (date(2025, 4, 10), 145),
        (date(2025, 5, 13), 145),
        (date(2025, 5, 14), 30),
        (LONDON, 30),
        (date(2025, 11, 9), 30),
        (date(2025, 11, 10), 20),
        (date(2026, 2, 24), 10),
        (date(2026, 7, 24), 12.5),
    ],
)
def test_the_us_headline_layers_on_china_on_the_day(on: date, rate_pct: float) -> None:
    assert headline_pct("USA", "CHN", on) == pytest.approx(rate_pct)


@pytest.mark.parametrize(
    ("on", "rate_pct"),
    [(date(2025, 4, 10), 84), (date(2025, 4, 12), 125), (date(2025, 5, 14), 10), (LONDON, 10)],
)
def test_the_chinese_headline_layers_on_the_us_on_the_day(on: date, rate_pct: float) -> None:
    assert headline_pct("CHN", "USA", on) == pytest.approx(rate_pct)


def test_an_end_announced_after_june_2025_is_not_shown_then() -> None:
    then, now = (
        read_table("tariff_layers", as_of=LONDON),
        read_table("tariff_layers").loc[lambda f: f["valid_to"].notna()],
    )
    later = now.index[now["end_announced_on"] > pd.Timestamp(LONDON)].intersection(then.index)
    assert len(later)
    assert then.loc[later, ["valid_to", "end_announced_on"]].isna().all(axis=None)


def test_what_became_of_an_act_later_is_not_told_on_the_day() -> None:
    then, now = read_table("events", as_of=LONDON), read_table("events")
    later = now.index[now["status_as_of"] > pd.Timestamp(LONDON)].intersection(then.index)
    assert len(later)
    assert then.loc[later, ["status_text", "status_as_of", "note"]].isna().all(axis=None)


def china_share_pct(as_of: date | None) -> tuple[str, float]:
    mines = read_table("mine_production", as_of)
    usgs = latest_edition(mines[mines["edition"].str.startswith("MCS")], year=2024)
    world = usgs.loc[usgs["is_world_total"], "output_t"].item()
    return usgs["edition"].unique().item(), 100 * usgs.loc[usgs["iso3"] == "CHN", "output_t"].item() / world


def test_china_mines_69_percent_in_the_edition_current_in_june_2025_and_71_in_the_next() -> None:
    edition, share = china_share_pct(LONDON)
    assert (edition, round(share, 1)) == ("MCS2025", 69.2)
    edition, share = china_share_pct(None)
    assert (edition, round(share, 1)) == ("MCS2026", 71.1)


@pytest.mark.parametrize("target_year", [2025, 2026])
def test_the_oecd_forecast_current_in_june_2025_is_outlook_117_with_world_growth_of_2_9(target_year: int) -> None:
    forecasts = read_table("forecasts", LONDON).merge(
        read_table("forecast_editions", LONDON)[["institution", "edition", "published_on"]],
        on=["institution", "edition"],
    )
    row = latest_edition(
        forecasts,
        institution="OECD",
        area="WLD",
        measure="real_gdp_growth",
        scenario="baseline",
        target_year=target_year,
    )
    assert row["edition"].item() == "EO117"
    assert row["value_pct"].item() == pytest.approx(2.9)


@pytest.mark.parametrize(("flow", "change_pct"), [("export", 4.8), ("import", -3.4)])
def test_chinas_customs_published_its_may_2025_growth_on_9_june(flow: str, change_pct: float) -> None:
    def may(as_of: date) -> pd.DataFrame:
        customs = read_table("china_customs", as_of)
        month = (customs["period_start"] == "2025-05-01") & (customs["period_end"] == "2025-05-31")
        world = (customs["partner_iso3"] == "WLD") & (customs["currency"] == "USD")
        return customs[month & world & (customs["flow"] == flow) & customs["change_pct"].notna()]

    assert set(may(LONDON)["change_pct"]) == {change_pct}
    assert may(date(2025, 6, 8)).empty


DAYS = [date(2017, 1, 1), date(2018, 7, 1), LONDON, date(2026, 3, 1), tables.compiled_on()]


def of_a_later_day(name: str, frame: pd.DataFrame, on: date) -> bool:
    """Whether a row, or the end of one, became known after the day."""
    rules = load_schema(name).as_of
    assert rules is not None
    later = bool((tables.known_date(frame, rules) > pd.Timestamp(on)).any())
    if rules.end_announced is None:
        return later
    shown = frame[frame[rules.end].notna()]
    return later or bool((shown[rules.end_announced] > pd.Timestamp(on)).any())


def test_no_row_is_shown_before_its_day_and_none_is_lost_after_it() -> None:
    assert len(DATED) > 40
    early, lost = [], []
    for name in DATED:
        known = [read_table(name, as_of=day) for day in DAYS]
        early += [(name, day) for day, frame in zip(DAYS, known, strict=True) if of_a_later_day(name, frame, day)]
        seen = [frame.index for frame in (*known, read_table(name))]
        lost += [name for before, after in pairwise(seen) if len(before.difference(after))]
        lost += [name] if len(seen[-1]) != len(seen[-2]) else []
    assert (early, lost) == ([], [])


def test_a_table_without_dates_is_the_same_on_every_day() -> None:
    undated = [name for name in table_names() if name not in DATED]
    assert undated
    assert [n for n in undated if not read_table(n, as_of=date(2017, 1, 1)).equals(read_table(n))] == []


@pytest.mark.parametrize("name", DATED)
def test_between_two_days_of_change_a_table_shows_the_same(name: str) -> None:
    days = [day.date() for day in tables.change_days(name)]
    draw = random.Random(name)
    for day in [LONDON, *(tables.FIRST_DAY + timedelta(days=draw.randrange(3600)) for _ in range(3))]:
        changed = [change for change in days if change <= day]
        since = changed[-1] if changed else date(1990, 1, 1)
        pd.testing.assert_frame_equal(read_table(name, as_of=day), read_table(name, as_of=since))


def test_a_part_of_a_table_is_the_same_rows_as_the_whole_table_cut_down() -> None:
    whole = read_table("trade_monthly", as_of=LONDON)
    kept = whole[(whole["partner_iso3"] == "CHN") & whole["flow"].isin(["import"])]
    part = read_table(
        "trade_monthly", LONDON, where={"partner_iso3": ["CHN"], "flow": ["import"]}, columns=["month", "value_usd"]
    )
    kept = kept[["month", "value_usd"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(part.reset_index(drop=True), kept)


def test_a_part_hides_an_end_that_was_announced_later() -> None:
    part = read_table("tariff_layers", LONDON, where={"importer_iso3": ["USA"]}, columns=["valid_to"])
    whole = read_table("tariff_layers", LONDON)
    assert list(part["valid_to"].dropna()) == list(whole.loc[whole["importer_iso3"] == "USA", "valid_to"].dropna())


def test_a_part_of_editions_knows_their_day() -> None:
    whole = read_table("forecasts", LONDON)
    part = read_table("forecasts", LONDON, where={"area": ["WLD"]}, columns=["value_pct"])
    assert sorted(part["value_pct"]) == sorted(whole.loc[whole["area"] == "WLD", "value_pct"])


def test_a_part_with_an_unknown_column_is_refused_by_name() -> None:
    with pytest.raises(SchemaError, match="trade_monthly has no column 'colour'"):
        read_table("trade_monthly", columns=["colour"])
    with pytest.raises(SchemaError, match="trade_monthly has no column 'colour'"):
        read_table("trade_monthly", where={"colour": ["red"]})


@pytest.fixture
def read_anew() -> Iterator[None]:
    """The catalogue is read anew in the test, and after it."""
    tables.forget_catalogue()
    yield
    tables.forget_catalogue()


@pytest.mark.usefixtures("read_anew")
@pytest.mark.parametrize(
    ("known", "opens_with"),
    [
        (["2026-10-06", "2026-11-20"], "2026-11-20"),  # the newest day known, not the day of compilation
        (["2026-12-31"], "2026-11-27"),  # a day announced ahead is not known yet
        ([], "2026-11-27"),
    ],
)
def test_the_app_opens_with_the_newest_day_known(
    known: list[str], opens_with: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [{"name": "a"}, *({"name": "b", "knownUntil": day} for day in known)]
    package = {"created": "2026-11-27T00:00:00Z", "resources": entries}
    monkeypatch.setattr(tables, "read_catalogue", lambda: package)
    assert f"{tables.compiled_on()}" == opens_with
    assert f"{tables.made_on()}" == "2026-11-27"


def test_the_catalogue_says_until_when_each_table_is_known() -> None:
    said = {r["name"]: r.get("knownUntil") for r in read_catalogue()["resources"]}
    assert {name for name, day in said.items() if day} == set(DATED)
    assert said["trade_monthly"] == "2026-10-06"  # US trade of August 2026, CB 26-160
    assert max(day for day in said.values() if day) == f"{tables.compiled_on()}"


@pytest.mark.parametrize("as_of", ["2025-99-09", "June 2025", "", 5, True, pd.NaT])
@pytest.mark.parametrize("name", ["events", "countries"])
def test_an_as_of_that_is_no_day_is_refused(as_of: object, name: str) -> None:
    with pytest.raises(SchemaError, match="as_of: "):
        read_table(name, as_of=as_of)  # type: ignore[arg-type]


def test_an_as_of_may_be_text_or_have_a_time() -> None:
    known = read_table("events", as_of=LONDON)
    for as_of in ("2025-06-09", pd.Timestamp("2025-06-09 15:00"), pd.Timestamp("2025-06-09", tz="UTC")):
        pd.testing.assert_frame_equal(read_table("events", as_of=as_of), known)
