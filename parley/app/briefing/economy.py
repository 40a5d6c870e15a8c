"""The Briefing's statements on the economy: the OECD's forecast, and what China's customs printed for May."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.briefing.answer import Answer, Chart, later, short, since_day
from parley.app.kit import cache
from parley.app.outlook import header, notes, paths
from parley.app.trade import china_customs
from parley.measures import bilateral, briefing
from parley.measures import events as dated
from parley.measures.briefing import REPORT_DAY

SAY = words.beside(__file__)
FROM_2024 = pd.Timestamp("2024-01-01")


def growth(as_of: date) -> Answer:
    """2.9 percent."""
    now = since_day(as_of)
    forecasts, editions = header.tables(now)
    then, rows = briefing.world_growth(*header.tables(REPORT_DAY)), briefing.world_growth(forecasts, editions)
    year, (claim,) = briefing.GROWTH_YEAR, briefing.CLAIMS["growth"]
    current, following = (briefing.newest(then, target) for target in (year, year + 1))
    last, path = briefing.newest(rows, year), rows[rows["target_year"] == year]
    ahead = briefing.newest(rows, year + 1)
    low = path["value_pct"].min() == current["value_pct"]
    acts = dated.key_events(cache.table("events", now), ("us-ieepa-recip-125", "geneva", "busan", "scotus"))
    acts = dated.between(acts, rows["published_on"].min(), rows["published_on"].max())
    return Answer(
        subject="World growth",
        says=SAY("growth.says"),
        verdict=briefing.verdict(briefing.matches(claim, current["value_pct"]), nuance=False),
        then=SAY(
            "growth.then",
            now=_value(current),
            year=year,
            next=SAY("growth.then_two", value=_value(following), year=year + 1),
            title=current["title"],
            day=terms.day(current["published_on"]),
            before=_value(path_before(then, year)),
        ),
        since=later(_growth_since(last, ahead, low=low, year=year), as_of),
        short_then=_value(current),
        short_since=short(_value(last), as_of),
        rows=rows,
        page="outlook",
        link="Forecasts, every edition",
        query={"outlook_area": "WLD"},
        note=notes.sentences(notes.scenarios(forecasts, rows, editions), notes.read_in_press(rows)) + ".",
        chart=Chart(
            paths.paths_caption(rows, "world growth"),
            lambda palette: paths.path_lines(rows, acts, palette),
            acts,
        ),
    )


def _growth_since(last: pd.Series, ahead: pd.Series, *, low: bool, year: int) -> str:
    """The newest edition of the year, whether the report's figure was the lowest, and a newer one's next year."""
    further = ""
    if ahead["published_on"] > last["published_on"]:
        further = SAY("growth.ahead", edition=_edition(ahead), value=_value(ahead), year=year + 1)
    fields = {
        "edition": _edition(last),
        "value": _value(last),
        "low": SAY("growth.low", year=year, value=terms.rate(briefing.CLAIMS["growth"][0].value)) if low else "",
        "ahead": further,
    }
    if last["horizon_years"] < 0:
        return SAY("growth.since_recorded", year=year, **fields)
    return SAY("growth.since", year=year, **fields)


def _edition(row: pd.Series) -> str:
    return terms.dated_edition(row["edition"], row["published_on"])


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
    recomputed = [terms.change_pct(briefing.recomputed_growth(then_table, flow)) for flow in printed]
    rates = bilateral.published_rates(table, "WLD", FROM_2024)
    months = [briefing.customs_of(table, month) for month in (briefing.MAY_2024, briefing.MAY_2025)]
    rows = pd.concat([*months, rates], ignore_index=True)[list(rates.columns)].drop_duplicates()
    return Answer(
        subject="China's trade",
        says=SAY("customs.says"),
        verdict=briefing.verdict(agreed, nuance=False),
        then=SAY(
            "customs.then",
            exports=terms.change_pct(printed["export"]["change_pct"]),
            exports_value=terms.usd(printed["export"]["value_usd"]),
            imports=terms.change_pct(printed["import"]["change_pct"]),
            imports_value=terms.usd(printed["import"]["value_usd"]),
            day=terms.day(printed["export"]["published_on"]),
        ),
        since=later(_newest_month(table), as_of),
        short_then=" and ".join(terms.change_pct(printed[flow]["change_pct"]) for flow in printed),
        short_since=short(_newest_short(table), as_of),
        rows=rows,
        page="trade",
        link="Trade, China's own figures",
        query={"trade_customs_with": "World"},
        note=SAY("customs.note", rates=terms.listed(recomputed)),
        chart=Chart(china_customs.rates_caption(rates), lambda palette: china_customs.rate_marks(rates, palette)),
    )


def _newest_month(table: pd.DataFrame) -> str:
    months = briefing.newest_growth(table)
    if months["period_start"].iloc[0] == briefing.MAY_2025:
        return SAY("customs.same")
    exports, imports = (terms.change_pct(r) for r in months["change_pct"])
    again = len(briefing.customs_of(table, briefing.MAY_2025)["published_on"].unique()) > 1
    fields = {"month": terms.month(months["period_start"].iloc[0]), "exports": exports, "imports": imports}
    return SAY("customs.newest", **fields) if again else SAY("customs.newest_only", **fields)


def _newest_short(table: pd.DataFrame) -> str:
    months = briefing.newest_growth(table)
    return (
        " and ".join(terms.change_pct(r) for r in months["change_pct"]) + f" ({months['period_start'].iloc[0]:%b %Y})"
    )
