"""Lists about one economy: effects in a published model, forecasts, its trade with China, and acts on it."""

from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.act_lists import act_list
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures import forecasts as measures

SAY = words.beside(__file__)
SCENARIOS = {"no_retaliation": "Nobody answers", "optimal_retaliation": "Others answer"}
LISTED = 12
FORECAST = ["institution", "edition", "target_year", "value_pct"]
CURRENCIES = {"USD": "dollars", "CNY": "yuan"}


@kept
def effects(iso3: str, as_of: date) -> Figure:
    """What one published model says the tariffs of 2 April 2025 do to an economy."""
    table = cache.table("tariff_effects_by_country", as_of)
    rows = table[table["iso3"] == iso3].reset_index(drop=True)
    if rows.empty:
        raise NothingToShowError(SAY("effects.none", name=cache.place(iso3)))
    by_variable = rows.pivot(index="variable", columns="scenario", values="change_pct").astype(float)
    cells = [
        (terms.EFFECTS[variable], *(terms.change_pct(float(by_variable[each][variable])) for each in SCENARIOS))
        for variable in terms.EFFECTS
        if variable in by_variable.index
    ]
    short = pd.DataFrame(cells, columns=["Effect, %", *SCENARIOS.values()])
    alone, answered = (float(by_variable[each]["welfare"]) for each in SCENARIOS)
    signs = (0 if terms.prints_as_zero(terms.rate(change)) else change for change in (alone, answered))
    case = "_".join("same" if not sign else "fall" if sign < 0 else "rise" for sign in signs)
    sizes = {"alone": terms.rate(abs(alone)), "answered": terms.rate(abs(answered))}
    finding = SAY("effects.title", case, name=cache.place(iso3), **sizes)
    caption = Caption(finding, SAY("effects.measure"))
    return Figure("look_up_effects", caption, rows, short=short, note=SAY("effects.note"))


@kept
def forecasts(iso3: str, as_of: date) -> Figure:
    """The newest forecasts of growth of each institution."""
    table = cache.table("forecasts", as_of)
    every = table[(table["area"] == iso3) & (table["measure"] == measures.GROWTH) & (table["scenario"] == "baseline")]
    editions = cache.table("forecast_editions", as_of)
    newest = {name: measures.current_edition(every, editions, name, as_of) for name in every["institution"].unique()}
    rows = every[every["edition"] == every["institution"].map(newest)].sort_values(
        ["institution", "target_year"], ignore_index=True
    )
    if rows.empty:
        raise NothingToShowError(SAY("forecasts.none", name=cache.place(iso3), day=terms.day(as_of)))
    short = pd.DataFrame(
        [
            (f"{institution}, {terms.edition(edition)}", str(year), terms.number(value, 1))
            for institution, edition, year, value in rows[FORECAST].itertuples(index=False)
        ],
        columns=["Institution and edition", "Year", "Growth, %"],
    )
    last = rows.iloc[-1]
    finding = SAY(
        "forecasts.title",
        institution=str(last["institution"]),
        name=cache.place(iso3),
        rate=terms.rate(last["value_pct"]),
        year=int(last["target_year"]),
    )
    return Figure("look_up_forecasts", Caption(finding, SAY("forecasts.measure")), rows, short=short)


@kept
def with_china(iso3: str, as_of: date) -> Figure:
    """China's trade with an economy as its customs printed it, the newest periods first."""
    table = cache.table("china_customs", as_of)
    rows = table[(table["partner_iso3"] == iso3) & table["flow"].isin(["export", "import"])]
    rows = rows.sort_values(["period_end", "period_start", "flow"], ascending=[False, False, True], ignore_index=True)
    if rows.empty:
        raise NothingToShowError(SAY("china.none", name=cache.place(iso3)))
    flows = {"export": "China's exports", "import": "China's imports"}
    short = pd.DataFrame(
        [
            (
                _period(r),
                flows[r["flow"]],
                _value(r),
                terms.DASH if pd.isna(r["change_pct"]) else terms.change_pct(r["change_pct"]),
            )
            for r in rows.head(LISTED).to_dict("records")
        ],
        columns=["Period", "Flow", "Value as printed", "On a year before"],
    )
    finding = _sold_by_china(rows, cache.place(iso3))
    return Figure("look_up_china", Caption(finding, SAY("china.measure", name=cache.place(iso3))), rows, short=short)


def _sold_by_china(rows: pd.DataFrame, name: str) -> str:
    """The newest change of China's exports that customs printed, or to which month it printed the trade."""
    printed = rows[rows["flow"].eq("export") & rows["change_pct"].notna()]
    if printed.empty:
        return SAY("china.title", "printed", name=name, month=terms.month(rows["period_end"].max()))
    last: dict[Any, Any] = printed.iloc[0].to_dict()
    change = float(last["change_pct"])
    case = "rose" if change > 0 else "fell" if change < 0 else "level"
    size = terms.rate(abs(change))
    return SAY("china.title", case, name=name, size=size, period=_period(last), currency=CURRENCIES[last["currency"]])


def _period(row: dict[Any, Any]) -> str:
    first, last = pd.Timestamp(str(row["period_start"])), pd.Timestamp(str(row["period_end"]))
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%B %Y}"  # breaks in a narrow column as the others do
    return f"{first:%b}{terms.DASH}{last:%b} {last.year}"


def _value(row: dict[Any, Any]) -> str:
    value = float(str(row["value_local"])) * float(str(row["multiplier"])) / 1e9
    written = terms.significant(value, 3)
    return terms.in_dollars(written, "bn") if row["currency"] == "USD" else f"CNY{terms.NBSP}{written}bn"


@kept
def acts(iso3: str, as_of: date) -> Figure:
    """Acts that name an economy, the newest first; acts on all of them are not among these."""
    events = cache.table("events", as_of)
    named = events[["actor", "target"]].apply(lambda column: column.fillna("").str.split(";").map(lambda c: iso3 in c))
    rows = events[named.any(axis=1)]
    day = rows["valid_from"].fillna(rows["announced_on"])
    rows = rows.assign(day=day).sort_values("day", ascending=False, ignore_index=True).drop(columns="day")
    if rows.empty:
        raise NothingToShowError(SAY("acts.none", name=cache.place(iso3), day=terms.day(as_of)))
    count = terms.counted(len(rows))
    finding = SAY("acts.title", "one" if len(rows) == 1 else "several", count=count, name=cache.place(iso3))
    measure = SAY("acts.measure", "first" if len(rows) > LISTED else "all", shown=LISTED)
    return Figure("look_up_acts", Caption(finding, measure), rows, short=act_list(rows.head(LISTED)))
