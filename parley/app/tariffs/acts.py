"""The subject Acts: the main steps of both sides, the orders on all goods, and the duties that moved since a day."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.act_lists import act_list
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs import partners
from parley.app.tariffs.both_sides import staged
from parley.app.tariffs.charts import acts as charts
from parley.measures import acts, two_days

SAY = words.beside(__file__)
MAIN, ON_ALL, SINCE = "Main steps", "On all goods", "Changed since a day"
ACTORS = {"both": "Both sides", "USA": "United States", "CHN": "China"}
LISTED = 10
DUTIES_OF_2025 = pd.Timestamp("2025-02-04")


def draw(as_of: date) -> None:
    """A list of acts, or of the duties that moved."""
    figures.block("Acts", lambda: listed(as_of))


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


@kept
def main_steps(actor: str, as_of: date) -> Figure:
    """Acts of one side or ``both`` as a short list and in full, with a note on what is listed."""
    every = acts.acts(cache.table("events", as_of), None if actor == "both" else actor)
    main = acts.main_steps(every)
    counts = {"shown": LISTED, "main": len(main), "all": len(every)}
    case = "newest" if len(main) > LISTED else "every"
    note = SAY("acts.note", case, **{name: terms.counted(count) for name, count in counts.items()})
    caption = charts.acts_caption(main, every)
    return Figure("tariff_acts", caption, every, short=act_list(main.head(LISTED)), note=note)


@kept
def orders(as_of: date) -> Figure:
    """The orders that set or end both sides' duties on all goods, oldest first. Raises NothingToShowError."""
    steps = staged(as_of).steps
    ids = steps.loc[steps["state"] != "listed_goods", "event_id"].unique()
    dated = cache.table("events", as_of)
    every = acts.acts(dated[dated["domain"] == "tariff"])
    ends = every["is_us_cn_headline"] & every["rate_after_pct"].eq(0) & every["valid_from"].le(pd.Timestamp(as_of))
    rows = every[every["event_id"].isin(ids) | ends].iloc[::-1].reset_index(drop=True)
    return Figure("tariff_orders", charts.orders_caption(rows), rows, short=act_list(rows))


@kept
def layers(before: pd.Timestamp, as_of: date) -> Figure:
    """The duties that began, ended or changed between both days, each with its act. Raises NothingToShowError."""
    rows = two_days.layers(cache.table("tariff_layers", as_of), before, pd.Timestamp(as_of))
    if rows.empty:
        raise NothingToShowError(SAY("two.same", before=terms.day(before), day=terms.day(as_of)))
    return Figure("tariff_two_layers", charts.layers_caption(rows), rows, short=charts.layer_list(rows))
