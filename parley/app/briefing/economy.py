"""The Briefing's statements on the economy: the OECD's forecast, and what China's customs printed for May."""

from datetime import date

import pandas as pd

from parley import terms
from parley.app.briefing.answer import Answer, Chart, later, short, since_day
from parley.app.kit import cache
from parley.app.outlook import words as outlook_words
from parley.app.outlook.charts import paths as forecast_charts
from parley.app.trade.charts import china_customs as customs_charts
from parley.measures import bilateral, briefing
from parley.measures import events as dated
from parley.measures.briefing import REPORT_DAY

FROM_2024 = pd.Timestamp("2024-01-01")


def growth(as_of: date) -> Answer:
    """2.9 percent."""
    now = since_day(as_of)
    then, rows = (
        briefing.world_growth(cache.table("forecasts", day), cache.table("forecast_editions", day))
        for day in (REPORT_DAY, now)
    )
    year, (claim,) = briefing.GROWTH_YEAR, briefing.CLAIMS["growth"]
    current, following = (briefing.newest(then, target) for target in (year, year + 1))
    last, path = briefing.newest(rows, year), rows[rows["target_year"] == year]
    ahead = briefing.newest(rows, year + 1)
    low = path["value_pct"].min() == current["value_pct"]
    acts = dated.key_events(cache.table("events", now), ("us-ieepa-recip-125", "geneva", "busan", "scotus"))
    acts = dated.between(acts, rows["published_on"].min(), rows["published_on"].max())
    verb = "records" if last["horizon_years"] < 0 else "has"
    since = f"{terms.dated_edition(last['edition'], last['published_on'])} {verb} **{_value(last)}** for {year}"
    since += "; 2.9 was the low point of the path." if low else "."
    if ahead["published_on"] > last["published_on"]:
        since += f" {terms.dated_edition(ahead['edition'], ahead['published_on'])} has {_value(ahead)} for {year + 1}."
    return Answer(
        subject="World growth",
        says="The OECD forecasts world growth of only 2.9 %",
        verdict=briefing.verdict(briefing.matches(claim, current["value_pct"]), nuance=False),
        then=(
            f"**{_value(current)}** for {year} and {_value(following)} for {year + 1}, in {current['title']} of "
            f"{terms.day(current['published_on'])}; the edition before it had {_value(path_before(then, year))}."
        ),
        since=later(since, as_of),
        short_then=_value(current),
        short_since=short(_value(last), as_of),
        rows=rows,
        page="outlook",
        link="Outlook, every edition",
        query={"outlook_area": "WLD"},
        note=outlook_words.sentences(
            outlook_words.scenarios(cache.table("forecasts", now), rows), outlook_words.read_in_press(rows)
        )
        + ".",
        chart=Chart(
            forecast_charts.paths_caption(rows, "world growth"),
            lambda palette: forecast_charts.paths(rows, acts, palette),
            acts,
        ),
    )


def path_before(path: pd.DataFrame, year: int) -> pd.Series:
    """The edition before the newest one of a target year."""
    return path[path["target_year"] == year].sort_values("published_on").iloc[-2]


def _value(row: pd.Series) -> str:
    return terms.rate(row["value_pct"], int(row["decimals"]))


def customs(as_of: date) -> Answer:
    """+4.8 and -3.4 percent, as printed."""
    now = since_day(as_of)
    table, then_table = cache.table("china_customs", now), cache.table("china_customs", REPORT_DAY)
    releases = briefing.customs_of(then_table, briefing.MAY_2025)
    printed = {flow: briefing.printed_growth(releases, flow) for flow in ("export", "import")}
    claims = briefing.CLAIMS["customs"]
    agreed = all(briefing.matches(c, r["change_pct"]) for c, r in zip(claims, printed.values(), strict=True))
    own = [terms.change_pct(briefing.recomputed_growth(then_table, flow)) for flow in printed]
    rates = bilateral.published_rates(table, "WLD", FROM_2024)
    months = [briefing.customs_of(table, month) for month in (briefing.MAY_2024, briefing.MAY_2025)]
    rows = pd.concat([*months, rates], ignore_index=True)[list(rates.columns)].drop_duplicates()
    return Answer(
        subject="China's trade",
        says="China's exports in May were 4.8 % above those of a year before, its imports 3.4 % below",
        verdict=briefing.verdict(agreed, nuance=False),
        then=(
            f"**{_growth(printed['export'])}** for exports ({_level(printed['export'])}) and "
            f"**{_growth(printed['import'])}** for imports ({_level(printed['import'])}), in US dollars, as customs "
            f"printed on {terms.day(printed['export']['published_on'])}."
        ),
        since=later(_newest_month(table), as_of),
        short_then=f"{_growth(printed['export'])} and {_growth(printed['import'])}",
        short_since=short(_newest_short(table), as_of),
        rows=rows,
        page="trade",
        link="Trade, China's own figures",
        query={"trade_customs_with": "World"},
        note=(
            "Rates are shown as printed, never worked out: dividing the levels first published gives "
            f"{terms.listed(own)}, because customs compare with a revised May 2024."
        ),
        chart=Chart(customs_charts.rates_caption(rates), lambda palette: customs_charts.printed_rates(rates, palette)),
    )


def _growth(row: pd.Series) -> str:
    return terms.change_pct(row["change_pct"])


def _level(row: pd.Series) -> str:
    return terms.usd_bn(row["value_usd"])


def _newest_month(table: pd.DataFrame) -> str:
    months = briefing.newest_growth(table)
    if months["period_start"].iloc[0] == briefing.MAY_2025:
        return "No later month is known."
    rates = [terms.change_pct(r) for r in months["change_pct"]]
    again = len(briefing.customs_of(table, briefing.MAY_2025)["published_on"].unique()) > 1
    words = "" if again else " No later release in our tables restates May 2025."
    return f"{terms.month(months['period_start'].iloc[0])}: exports **{rates[0]}**, imports **{rates[1]}**.{words}"


def _newest_short(table: pd.DataFrame) -> str:
    months = briefing.newest_growth(table)
    return (
        " and ".join(terms.change_pct(r) for r in months["change_pct"]) + f" ({months['period_start'].iloc[0]:%b %Y})"
    )
