"""The section Acts and rulings: the newest main steps of both sides, and all acts behind them."""

from datetime import date

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.act_lists import act_list
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.tariffs.charts import by_partner as charts
from parley.measures import acts

SAY = words.beside(__file__)
ACTORS = {"both": "Both sides", "USA": "United States", "CHN": "China"}
LISTED = 10


def draw(as_of: date) -> None:
    """The list of acts of one side or both."""

    figures.block("Acts and rulings", lambda: acts_and_rulings(as_of))


def acts_and_rulings(as_of: date) -> Figure:
    """The acts of the side chosen."""
    actor = controls.choose("Side", list(ACTORS), "tariff_actor", ACTORS.__getitem__)
    return listed_acts(actor, as_of)


@kept
def listed_acts(actor: str, as_of: date) -> Figure:
    """Acts of one side or ``both`` as a short list and in full, with a note on what is listed."""
    every = acts.acts(cache.table("events", as_of), None if actor == "both" else actor)
    main = acts.main_steps(every)
    counts = {"shown": LISTED, "main": len(main), "all": len(every)}
    case = "newest" if len(main) > LISTED else "every"
    note = SAY("acts.note", case, **{name: terms.counted(count) for name, count in counts.items()})
    caption = charts.acts_caption(main, every)
    return Figure("tariff_acts", caption, every, short=act_list(main.head(LISTED)), note=note)
