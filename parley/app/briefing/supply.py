"""The Briefing's statements on rare earths: mining, and the magnets withheld."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.briefing.answer import Answer, Chart, later, short, since_day
from parley.app.kit import cache
from parley.app.rare_earths import exports as export_charts
from parley.app.rare_earths import stages
from parley.app.rare_earths.what_if_controls import SUBJECT
from parley.measures import briefing, supply
from parley.measures import events as dated
from parley.measures.briefing import REPORT_DAY
from parley.measures.exports import MAGNETS

SAY = words.beside(__file__)
STAGE = ["stage", "edition", "year", "share_pct", "published_on", "date_basis", "source_id"]
OF_SUM = ["world_output_t", "share_of_sum_pct"]


def mining(as_of: date) -> Answer:
    """Over 69 percent."""
    now = since_day(as_of)
    then_rows = briefing.mined(cache.table("mine_production", REPORT_DAY))
    rows = briefing.mined(cache.table("mine_production", now))
    then, newest = briefing.mined_in_2024(then_rows), briefing.mined_in_2024(rows)
    bars = briefing.later_stages(cache.table("stage_shares", now))
    (claim,) = briefing.CLAIMS["mining"]
    every = supply.china_by_edition(cache.table("mine_production", now))
    on_sum = terms.rate(then["share_of_sum_pct"])
    return Answer(
        subject="Mining",
        says=SAY("mining.says"),
        verdict=briefing.verdict(
            briefing.matches(claim, then["share_pct"]), not briefing.matches(claim, then["share_of_sum_pct"])
        ),
        then=SAY("mining.then", share=_share(then)),
        since=later(_revised(then, newest, rows), as_of),
        short_then=terms.rate(then["share_pct"]),
        short_since=short(terms.rate(newest["share_pct"]), as_of),
        rows=pd.concat([every.assign(stage="mine"), bars[STAGE]], ignore_index=True)[[*STAGE, "output_t", *OF_SUM]],
        page="rare_earths",
        link="Minerals, edition by edition",
        query={"rare_stages_show": "Mining by edition"},
        note=SAY("mining.note", rate=on_sum, edition=then["edition"], stages=_later_stages(bars)),
        chart=Chart(stages.editions_caption(every), lambda palette: stages.china_editions(every, palette)),
    )


def _share(row: pd.Series) -> str:
    return SAY(
        "mining.share",
        rate=terms.rate(row["share_pct"]),
        output=terms.number(row["output_t"]),
        world=terms.tonnes(row["world_output_t"]),
        year=int(row["year"]),
        edition=row["edition"].replace("MCS", "Mineral Commodity Summaries "),
    )


def _revised(then: pd.Series, newest: pd.Series, rows: pd.DataFrame) -> str:
    if newest["edition"] == then["edition"]:
        return SAY("mining.same", edition=then["edition"])
    text = SAY("mining.revised", share=_share(newest), day=terms.day(newest["published_on"]))
    beyond = rows[(rows["edition"] == newest["edition"]) & (rows["year"] > newest["year"])]
    further = zip(beyond["year"], beyond["share_pct"], strict=True)
    return text + "".join(SAY("mining.beyond", year=int(year), rate=terms.rate(share)) for year, share in further)


def _later_stages(bars: pd.DataFrame) -> str:
    stages = {"refine": "refining of magnet rare earths", "magnet": "magnets"}
    houses = bars["edition"].str.split("_").str[0].str.rstrip("0123456789")  # ``IEA`` of ``IEA2025_10``
    parts = [
        f"{stages[r['stage']]} {terms.rate(r['share_pct'], 0)} ({r['year']}, {house})"
        for r, house in zip(bars.to_dict("records"), houses, strict=True)
    ]
    return terms.listed(parts)


def magnets(as_of: date) -> Answer:
    """Withheld."""
    now = since_day(as_of)
    rows, mean = briefing.magnets_to_us(cache.table("china_rare_earth_exports", now))
    may = briefing.in_month(rows, briefing.MAY_2025)
    agreed = None if may is None or mean is None else bool(may["quantity_t"] < mean)  # alone a month shows no fall
    return Answer(
        subject="Magnets",
        says=SAY("magnets.says"),
        verdict=briefing.verdict(agreed, nuance=may is not None and may["quantity_t"] > 0),
        then=_on_the_day(),
        since=later(_shipped(rows, may, mean), as_of),
        short_then=SAY("magnets.short_none"),
        short_since=short(
            SAY("magnets.short_none") if may is None else f"{terms.tonnes(may['quantity_t'])} in May", as_of
        ),
        rows=rows if len(rows) else _licences(now),
        page="rare_earths",
        link="Minerals, exports by month",
        query={"rare_section": SUBJECT},
        note="" if may is None else SAY("magnets.note"),
        chart=_monthly(rows, mean, now) if len(rows) else None,
    )


def _on_the_day() -> str:
    act = _licences(REPORT_DAY).iloc[0]
    forms = briefing.newest_in_all_forms(cache.table("china_rare_earth_exports", REPORT_DAY))
    return SAY(
        "magnets.then",
        day=terms.day(act["valid_from"]),
        quantity=terms.tonnes(forms["quantity_t"]),
        month=terms.month(forms["period_start"]),
        change=terms.change_pct(forms["change_pct"]),
    )


def _licences(day: date) -> pd.DataFrame:
    return briefing.named(cache.table("events", day), ["mofcom-2025-18"])


def _shipped(rows: pd.DataFrame, may: pd.Series | None, mean: float | None) -> str:
    if may is None:
        return SAY("magnets.none")
    page = terms.day(may["published_on"]) if may["date_basis"] == "day" else terms.month(may["published_on"])
    change = 0.0 if mean is None else (may["quantity_t"] / mean - 1) * 100
    case = "may" if mean is None else "may_fell" if change < 0 else "may_rose"
    text = SAY("magnets", case, quantity=terms.tonnes(may["quantity_t"]), page=page, change=terms.rate(abs(change), 0))
    last = briefing.single_months(rows).iloc[-1]
    if last["period_start"] == briefing.MAY_2025:
        return text
    month, quantity = terms.month(last["period_start"]), terms.tonnes(last["quantity_t"])
    return text + SAY("magnets.newest", month=month, quantity=quantity)


def _monthly(rows: pd.DataFrame, mean: float | None, now: date) -> Chart:
    months = rows[rows["n_months"] < 12].reset_index(drop=True)
    acts = dated.key_events(cache.table("events", now), ("mofcom-2025-18", "geneva", "london"))
    acts = dated.between(acts, months["period_start"].min(), months["period_end"].max())
    return Chart(
        export_charts.exports_caption(months, ["USA"], mean, MAGNETS),
        lambda palette: export_charts.monthly_exports(months, ["USA"], mean, acts, palette),
        acts,
    )
