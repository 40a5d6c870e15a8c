"""Duty collected on chips, from China and from all others, and the acts that set it."""

from datetime import date

from parley import terms, words
from parley.app.chips import header
from parley.app.chips.charts import duties as charts
from parley.app.kit import act_lists, cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures import chip_controls, reach

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Duty collected on chips in the newest year known, and the dated acts."""
    figures.block("Duty collected on chips", lambda: duty_collected(as_of))
    figures.block("Acts on duties", lambda: acts_on_duties(as_of))


@kept
def duty_collected(as_of: date) -> Figure:
    """Duty collected by group of goods, on those of China and of all others."""
    rows = header.some(header.duty(as_of), "duty", as_of)
    return Figure(
        "chip_duty",
        charts.duty_caption(rows),
        rows,
        {"Chart": lambda palette: charts.duty_bars(rows, palette)},
        note=_before_listed(int(rows["year"].iloc[0]), as_of),
        state=(as_of,),
    )


def _before_listed(year: int, as_of: date) -> str:
    """That the figures of a year are older than the duty on listed chips; empty where they are not."""
    layer = header.layer(as_of)
    if layer is None or layer["valid_from"].year <= year:
        return ""
    day, rate = terms.day(layer["valid_from"]), terms.rate(layer["rate_pct"], 0)
    return SAY("duty.before_listed", year=year, rate=rate, day=day)


@kept
def acts_on_duties(as_of: date) -> Figure:
    """The tariff acts that name chips as a list."""
    acts = chip_controls.duties(cache.table("events", as_of))
    header.some(acts, "duty_acts", as_of)
    count, day = terms.counted(len(acts)), terms.day(_law_known_to(as_of))
    finding = SAY("duty.acts", "one" if len(acts) == 1 else "some", count=count, day=day)
    measure = SAY("duty.acts_measure", day=day)
    columns = [*header.ACT_COLUMNS[:5], "authority", "rate_before_text", "rate_after_text", *header.ACT_COLUMNS[5:]]
    caption = Caption(finding, measure, finding)
    return Figure("chip_duty_acts", caption, acts[columns], short=act_lists.act_list(acts))


@kept
def _law_known_to(as_of: date) -> date:
    """The last day to which the sources of acts were read, at most the day."""
    return reach.last_day(cache.table("events", as_of), cache.sources()["last_known_on"], as_of)
