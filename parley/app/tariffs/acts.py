"""The subject Acts: the main steps of both sides, the orders on all goods, and the duties that moved since a day."""

from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.act_lists import act_list
from parley.app.kit.error_sentences import NothingToShowError, some
from parley.app.kit.figures import Figure, kept_figure
from parley.app.tariffs import partners
from parley.app.tariffs.both_sides import stage_by_stage
from parley.charts.figure import Caption
from parley.measures import programmes, two_days

SAY = words.beside(__file__)
MAIN, ON_ALL, SINCE = "Main steps", "On all goods", "Changed since a day"
ACTORS = {"both": "Both sides", "USA": "United States", "CHN": "China"}
LISTED = 10
DUTIES_OF_2025 = pd.Timestamp("2025-02-04")
OF_GOODS = {"GBR": ", UK goods", "WLD": ", goods of all countries"}  # all others are of the pair


def listed(as_of: date) -> Figure:
    """The list chosen: main steps by side, orders on all goods, or what moved since an earlier day."""
    kind = controls.choose("Show", [MAIN, ON_ALL, SINCE], "tariff_acts")
    if kind == ON_ALL:
        return orders(as_of)
    if kind == SINCE:
        days = partners.days_of(as_of)
        if not days:
            raise NothingToShowError(SAY("two.none", day=terms.day(as_of)))
        first = next((day for day in days if day < DUTIES_OF_2025), days[-1])
        return layers(controls.select("Earlier day", days, "tariff_acts_since", first, terms.day), as_of)
    actor = controls.choose("Side", list(ACTORS), "tariff_actor", ACTORS.__getitem__)
    return main_steps(actor, as_of)


@kept_figure
def main_steps(actor: str, as_of: date) -> Figure:
    """Acts of one side or ``both`` as a short list and in full, with a note on what is listed."""
    every = programmes.acts(cache.table("events", as_of), None if actor == "both" else actor)
    main = programmes.main_steps(every)
    counts = {"shown": LISTED, "main": len(main), "all": len(every)}
    case = "newest" if len(main) > LISTED else "every"
    note = SAY("acts.note", case, **{name: terms.counted(count) for name, count in counts.items()})
    caption = acts_caption(main, every)
    return Figure("tariff_acts", caption, every, short=act_list(main.head(LISTED)), note=note)


@kept_figure
def orders(as_of: date) -> Figure:
    """The orders that set or end both sides' duties on all goods, oldest first. Raises NothingToShowError."""
    steps = stage_by_stage(as_of).rows
    ids = steps.loc[steps["state"] != "listed_goods", "event_id"].unique()
    dated = cache.table("events", as_of)
    every = programmes.acts(dated[dated["domain"] == "tariff"])
    ends = every["is_us_cn_headline"] & every["rate_after_pct"].eq(0) & every["valid_from"].le(pd.Timestamp(as_of))
    rows = every[every["event_id"].isin(ids) | ends].iloc[::-1].reset_index(drop=True)
    return Figure("tariff_orders", orders_caption(rows), rows, short=act_list(rows))


@kept_figure
def layers(before: pd.Timestamp, as_of: date) -> Figure:
    """The duties that began, ended or changed between both days, each with its act. Raises NothingToShowError."""
    rows = some(
        two_days.layers(cache.table("tariff_layers", as_of), before, pd.Timestamp(as_of)),
        SAY("two.same", before=terms.day(before), day=terms.day(as_of)),
    )
    return Figure("tariff_two_layers", layers_caption(rows), rows, short=layer_list(rows))


def acts_caption(main: pd.DataFrame, every: pd.DataFrame) -> Caption:
    """How many main steps each side took, from the acts shown (columns actor, valid_from, announced_on)."""
    us, china = (int(main["actor"].eq(code).sum()) for code in ("USA", "CHN"))
    finding = SAY(
        "acts.title",
        "both" if us and china else ("none", "one")[len(main)] if len(main) < 2 else "several",
        who="The United States" if us else "China",
        count=terms.counted(len(main)),
        us=terms.counted(us),
        china=terms.counted(china),
    )
    first = every["valid_from"].fillna(every["announced_on"]).min()
    case, month = ("none", "") if pd.isna(first) else ("dated", terms.month(first))
    return Caption(finding, SAY("acts.measure", case, month=month), f"List of acts and rulings. {finding}.")


def orders_caption(rows: pd.DataFrame) -> Caption:
    """How many orders stand behind the stages, by side (columns actor, valid_from)."""
    us, china = (int(rows["actor"].eq(code).sum()) for code in ("USA", "CHN"))
    alone = {0: "none", 1: "one", 2: "two"}.get(len(rows), "several")
    case = "both" if us and china else alone
    finding = SAY(
        "orders.title",
        case,
        who="the United States" if us else "China",
        count=terms.counted(len(rows)).capitalize(),
        us=terms.counted(us),
    )
    return Caption(finding, SAY("orders.measure"), f"List of orders. {finding}.")


def layers_caption(rows: pd.DataFrame) -> Caption:
    """How many duties began, ended and changed between the days."""
    days = {"first": terms.day(rows["before_on"].iloc[0]), "day": terms.day(rows["date"].iloc[0])}
    begun, ended = int(rows["rate_before_pct"].isna().sum()), int(rows["rate_pct"].isna().sum())
    changed = len(rows) - begun - ended
    counts = {"begun": begun, "ended": ended, "changed": changed}
    finding = SAY(
        "two.layers",
        "several" if len(rows) > 1 else next(name for name, count in counts.items() if count),
        count=terms.capital(terms.counted(len(rows))),
        first=days["first"],
        **{name: terms.counted(count) if count else "none" for name, count in counts.items()},
    )
    return Caption(finding, SAY("two.measure_layers", **days), f"List of duties. {finding}.")


def layer_list(rows: pd.DataFrame) -> pd.DataFrame:
    """The layers as three columns of Markdown: whose duty on what, its act, and the rate on both days."""
    cells = [
        (
            f"**{terms.side(row['importer_iso3'])}**: {_law(row)}",
            f"[{row['scope']}]({row['source_url']})" if isinstance(row["source_url"], str) else str(row["scope"]),
            f"{_law_rate(row['rate_before_pct'])} → {_law_rate(row['rate_pct'])}{_doubt(row)}",
        )
        for row in rows.to_dict("records")
    ]
    return pd.DataFrame(cells, columns=["Duty", "Goods, with the act", "Rate before and now"])


def _law(row: dict[Any, Any]) -> str:
    """The law by name, without the side that stands before it; whose goods, where not the other side's."""
    named = terms.AUTHORITIES.get(str(row["authority"]), str(row["authority"]))
    return named.removeprefix(f"{terms.side(row['importer_iso3'])}, ") + OF_GOODS.get(row["exporter_iso3"], "")


def _doubt(row: dict[Any, Any]) -> str:
    """Until when a rate that stands on the later day is confirmed, where that is before it."""
    is_open = pd.notna(row["rate_pct"]) and pd.notna(row["known_until"]) and row["known_until"] < row["date"]
    return f", {SAY('two.doubt', day=terms.day(row['known_until']))}" if is_open else ""


def _law_rate(value: float) -> str:
    return "none" if pd.isna(value) else terms.law_rate(value)
