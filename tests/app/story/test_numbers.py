"""Every figure and date in the typed words of a story, worked out from the tables as they were when it was published
and as they are.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import pandas as pd
import pytest

from parley import read_table
from parley.app.kit import law_average
from parley.app.story.stories import stories
from parley.measures import bilateral, duty_stages, tariffs, three_measures
from parley.tables.read import compiled_on

MAGNETS = "rare_earth_magnets"
# A day, a month, a year, money, percent, tonnes, other counts: in the order in which they would be cut short.
MONTH = f"(?:{'|'.join(calendar.month_name[1:])}) \\d{{4}}"
FIGURES = re.compile(rf"(?:\d+ )?{MONTH}|\$[\d.]+bn|[\d.,]*\d%|[\d,]*\d (?:t|tonnes|points|days)\b|\d+")
Worked = Callable[[date], str]


def day(when: pd.Timestamp) -> str:
    return f"{when.day} {when:%B %Y}"


def percent(value: float, decimals: int = 0) -> str:
    return f"{value:.{decimals}f}".removesuffix(".0") + "%"


def stages(as_of: date) -> pd.DataFrame:
    return duty_stages.stages(tariffs.both_sides_steps(read_table("tariff_layers", as_of), as_of))


def extra(side: str, since: str, as_of: date) -> str:
    """The extra tariff of a side from a day on, which is a day of change."""
    totals = duty_stages.totals(stages(as_of))
    return percent(totals.loc[pd.Timestamp(since), side], 1)


def part(authority: str, since: str, as_of: date) -> str:
    rows = stages(as_of)
    (rate,) = rows.loc[(rows["stage"] == since) & (rows["authority"] == authority), "rate_pct"]
    return percent(rate, 1)


def begins(event: str, as_of: date) -> str:
    """The day on which an act took effect; of what never did, the day on which it was announced."""
    row = read_table("events", as_of).set_index("event_id").loc[event]
    return day(row["announced_on"] if pd.isna(row["valid_from"]) else row["valid_from"])


def announced(event: str, as_of: date) -> str:
    return day(read_table("events", as_of).set_index("event_id").loc[event, "announced_on"])


def in_text(event: str, column: str, words: str, as_of: date) -> str:
    """Words of an act, which the table of events has in them."""
    assert words in read_table("events", as_of).set_index("event_id").loc[event, column]
    return words


def withdrawn(as_of: date) -> str:
    """The tariff of October 2025, which the table says was withdrawn and never imposed."""
    status = str(read_table("events", as_of).set_index("event_id").loc["us-threat-100", "status_text"])
    assert "withdrawn" in status and "never imposed" in status
    return in_text("us-threat-100", "title", "100%", as_of)


def by_law(on: date, decimals: int, as_of: date) -> str:
    """The average by law of all duties on Chinese goods on a day."""
    assert as_of >= on
    readings = law_average.law_range(on)
    assert readings is not None
    return percent(readings[1], decimals)


def collected(as_of: date) -> pd.DataFrame:
    rows = three_measures.three_measures(
        read_table("tariff_layers", as_of),
        read_table("us_tariff_origin_steps", as_of),
        read_table("trade_monthly", as_of),
        as_of,
    )
    return rows[rows["series"] == three_measures.COLLECTED].nlargest(1, "rate_pct")


def traded(flow: str, month: str, as_of: date) -> float:
    rows = bilateral.us_china_months(read_table("trade_monthly", as_of)).set_index(["flow", "month"])
    return float(rows.loc[(flow, pd.Timestamp(month)), "value_usd"])


def billions(flow: str, month: str, as_of: date) -> str:
    return f"${traded(flow, month, as_of) / 1e9:.1f}bn"


def less_than_a_year_earlier(flow: str, month: str, before: str, as_of: date) -> str:
    return percent(100 - 100 * traded(flow, month, as_of) / traded(flow, before, as_of))


def refunds(as_of: date) -> str:
    rows = read_table("us_customs_revenue_monthly", as_of)
    return f"${rows.loc[rows['month'].between('2026-05-01', '2026-08-01'), 'refunds_usd'].sum() / 1e9:.0f}bn"


def surcharge(as_of: date) -> pd.Series:
    return read_table("events", as_of).set_index("event_id").loc["us-s122"]


def days_in_force(as_of: date) -> str:
    row = surcharge(as_of)
    return f"{(row['valid_to'] - row['valid_from']).days + 1} days"


def share(stage: str, scope: str, as_of: date) -> str:
    rows = read_table("stage_shares", as_of).query("iso3 == 'CHN' and year == 2024 and kind != 'projection'")
    newest = rows[(rows["stage"] == stage) & (rows["scope"] == scope)].sort_values("published_on").iloc[-1]
    assert str(newest["edition"]).startswith("IEA")
    return percent(newest["share_pct"])


def bought(place: int, buyer: str, as_of: date) -> str:
    """The share of a buyer of China's metal magnets in 2024, which comes in this place among all."""
    rows = read_table("china_critical_exports_2024", as_of).query("hs6 == '850511' and year == 2024")
    shares = rows.set_index("partner_iso3")["value_usd"].sort_values(ascending=False)
    assert shares.index[place] == buyer
    return percent(100 * shares.iloc[place] / shares.sum())


def shipped(to: str, month: str, as_of: date, unit: str = "t") -> str:
    rows = read_table("china_rare_earth_exports", as_of).query("commodity == @MAGNETS and destination_iso3 == @to")
    (tonnes,) = rows.loc[
        (rows["period_start"] == month) & (rows["period_end"].dt.month == pd.Timestamp(month).month), "quantity_t"
    ]
    return f"{tonnes:,.0f} {unit}"


def fell(month: str, as_of: date) -> str:
    rows = read_table("china_rare_earth_exports", as_of).query("commodity == @MAGNETS and destination_iso3 == 'WLD'")
    (change,) = rows.loc[
        (rows["period_start"] == month) & (rows["period_end"].dt.month == pd.Timestamp(month).month), "change_pct"
    ]
    return percent(-change)


def source(partner: str, as_of: date) -> str:
    rows = read_table("us_import_reliance", as_of).query("statistic == 'import_source' and commodity == 'Rare Earths'")
    newest = rows[(rows["partner_iso3"] == partner) & (rows["year"] == 2024) & (rows["year_from"] == 2021)]
    return percent(newest.sort_values("published_on")["value_pct"].iloc[-1])


def text(words: str) -> Worked:
    """What no table moves: the name of a month or year to which the figure beside it belongs."""
    return lambda _: words


PEAK, ANSWERED, GENEVA, BUSAN = "2025-04-10", "2025-04-12", "2025-05-14", "2025-11-10"
WORKED: Mapping[tuple[str, str], list[Worked]] = {
    ("from_145", "The peak"): [
        partial(extra, "USA", PEAK),
        partial(begins, "us-ieepa-recip-125"),
        partial(extra, "USA", PEAK),
        partial(part, "ieepa_fentanyl", PEAK),
        partial(part, "ieepa_reciprocal", PEAK),
        partial(extra, "CHN", ANSWERED),
        partial(begins, "cn-2025-6"),
    ],
    ("from_145", "By law"): [
        partial(by_law, date(2025, 4, 10), 1),
        partial(begins, "us-ieepa-recip-125"),
        lambda as_of: percent(collected(as_of)["rate_pct"].item(), 1),
        lambda as_of: f"{collected(as_of)['date'].item():%B %Y}",
    ],
    ("from_145", "Geneva"): [
        partial(extra, "USA", ANSWERED),
        partial(extra, "USA", GENEVA),
        partial(begins, "us-geneva"),
        partial(extra, "USA", GENEVA),
        partial(extra, "CHN", GENEVA),
        partial(in_text, "geneva", "scope", "24 points"),
        partial(in_text, "geneva", "scope", "90 days"),
    ],
    ("from_145", "Trade"): [
        text("June 2025"),
        partial(billions, "import", "2025-06-01"),
        partial(less_than_a_year_earlier, "import", "2025-06-01", "2024-06-01"),
        partial(billions, "export", "2025-05-01"),
        text("May 2025"),
        partial(less_than_a_year_earlier, "export", "2025-05-01", "2024-05-01"),
    ],
    ("from_145", "The threat"): [
        withdrawn,
        partial(begins, "mofcom-2025-57"),
        partial(begins, "us-threat-100"),
        withdrawn,
    ],
    ("from_145", "Busan"): [
        partial(extra, "USA", BUSAN),
        partial(begins, "us-fent-cut"),
        partial(part, "ieepa_fentanyl", BUSAN),
        partial(extra, "USA", BUSAN),
        partial(extra, "CHN", BUSAN),
        lambda as_of: announced("mofcom-2025-57", as_of).partition(" ")[2],
    ],
    ("from_145", "The ruling"): [partial(begins, "scotus"), text("August 2026"), refunds],
    ("from_145", "The surcharge"): [
        partial(part, "section_122", "2026-02-24"),
        days_in_force,
        partial(begins, "us-s122"),
        lambda as_of: day(surcharge(as_of)["valid_to"]),
        partial(part, "section_122", "2026-02-24"),
        partial(by_law, date(2026, 2, 24), 0),
    ],
    ("from_145", "12.5%"): [
        partial(begins, "us-301-fl"),
        partial(extra, "USA", "2026-07-24"),
        partial(extra, "USA", "2026-07-24"),
        partial(by_law, date(2026, 7, 24), 0),
    ],
    ("magnets", "The supplier"): [
        partial(share, "magnet", "permanent_magnets"),
        text("2024"),
        partial(share, "magnet", "permanent_magnets"),
        partial(share, "refine", "magnet_ree"),
    ],
    ("magnets", "The buyers"): [text("2024"), partial(bought, 0, "DEU"), partial(bought, 1, "USA")],
    ("magnets", "The licences"): [partial(begins, "mofcom-2025-18")],
    ("magnets", "The fall"): [
        text("May 2025"),
        partial(shipped, "USA", "2025-05-01", unit="tonnes"),
        partial(shipped, "WLD", "2025-05-01"),
        text("May 2025"),
        partial(fell, "2025-05-01"),
        partial(shipped, "USA", "2025-05-01"),
        partial(shipped, "USA", "2025-06-01"),
        text("June 2025"),
    ],
    ("magnets", "Compounds"): [partial(source, "CHN"), text("2021"), text("2024"), partial(source, "MYS")],
    ("magnets", "October"): [
        lambda as_of: announced("mofcom-2025-57", as_of).partition(" ")[2],
        partial(announced, "mofcom-2025-57"),
        partial(begins, "mofcom-2025-70"),
    ],
    ("magnets", "What if"): [],
}
TYPED = {(story.name, step.name): step for story in stories().values() for step in story.steps if not step.statement}


def test_every_step_that_is_typed_is_worked_out() -> None:
    assert list(TYPED) == list(WORKED)


@pytest.mark.parametrize("place", TYPED, ids=" ".join)
def test_the_figures_of_a_step_are_those_of_the_tables(place: tuple[str, str]) -> None:
    step = TYPED[place]
    for as_of in (step.published, compiled_on()):
        assert FIGURES.findall(f"{step.claim}. {step.words}") == [work(as_of) for work in WORKED[place]], as_of


@pytest.mark.parametrize("place", [place for place in TYPED if WORKED[place]], ids=" ".join)
def test_a_step_is_shown_once_its_last_figure_is_published_and_its_last_day_is_past(place: tuple[str, str]) -> None:
    """On the day before at least one figure is missing or another, or that day is the last it speaks of."""
    step = TYPED[place]
    before = step.published - pd.Timedelta(days=1)
    typed = FIGURES.findall(f"{step.claim}. {step.words}")
    days = [pd.Timestamp(each).date() for each in typed if re.fullmatch(rf"\d+ {MONTH}", each)]
    assert max(days, default=before) <= step.published
    try:
        figures = [work(before) for work in WORKED[place]]
    except (KeyError, ValueError, IndexError, AssertionError):
        return
    assert figures != typed or before == max(days)


def test_two_days_lie_between_the_reciprocal_tariffs_and_the_licences() -> None:
    on = read_table("events").set_index("event_id")["announced_on"]
    assert (on["mofcom-2025-18"] - on["us-ieepa-recip"]).days == 2


def test_the_peak_was_the_second_rise_in_two_days() -> None:
    rises = duty_stages.totals(stages(compiled_on()))["USA"]
    days = [pd.Timestamp(PEAK) - pd.Timedelta(days=1), pd.Timestamp(PEAK)]
    assert rises.index.get_loc(days[1]) - rises.index.get_loc(days[0]) == 1


def test_fentanyl_was_halved_in_busan() -> None:
    as_of = compiled_on()
    assert (part("ieepa_fentanyl", GENEVA, as_of), part("ieepa_fentanyl", BUSAN, as_of)) == ("20%", "10%")
