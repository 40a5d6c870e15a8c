"""The export controls of both sides that name a product's material, or chips and the machines that make them."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.chips import header as chips
from parley.app.kit import blocks, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import guarded
from parley.app.kit.figures import Figure
from parley.app.rare_earths import controls as china
from parley.charts.figure import Caption
from parley.measures import chip_controls, export_controls

SAY = words.beside(__file__)
CHIPS = (chips.CHIPS, chips.MACHINES)
COLUMNS = ["event_id", "side", "title", "item", "state", "valid_from", "valid_to", "source_url", "source_id"]


class Named(NamedTuple):
    """What China's controls call the goods of a code of HS 2022: the item, and its stage where that is asked."""

    item: str
    stage: str = ""


EARTHS = ""  # an item of every rare-earth element
# Codes of HS 2022 whose wording names a material that China's controls name; the acts name no codes of their own.
GOODS = {
    "2504": (Named("graphite"),),
    "261710": (Named("antimony", "ore"),),
    "2611": (Named("tungsten"),),
    "2613": (Named("molybdenum"),),
    "280450": (Named("tellurium"),),
    "280530": (Named(EARTHS, "metal"),),
    "282580": (Named("antimony", "oxide"),),
    "284180": (Named("tungsten"),),
    "2846": (Named(EARTHS, "oxide"),),
    "380110": (Named("graphite"),),
    "8101": (Named("tungsten"),),
    "8102": (Named("molybdenum"),),
    "8106": (Named("bismuth"),),
    "8110": (Named("antimony"),),
    "811292": (Named("gallium"), Named("germanium"), Named("indium")),
    "850511": (Named(EARTHS, "magnet"),),
    "850760": (Named("lithium batteries"),),
}


def draw(code: str, goods: str, as_of: date) -> None:
    """The acts on the goods; a sentence where none in our tables names them, which is an answer too."""
    with guarded("Export controls"):
        if acts_on(code, as_of).empty:
            blocks.note(SAY("controlled.none", goods=goods, day=terms.day(as_of)))
        else:
            figures.block("Export controls", lambda: controls(code, goods, as_of))


def controls(code: str, goods: str, as_of: date) -> Figure:
    """The acts on the goods with the state of each on the day."""
    rows = acts_on(code, as_of)
    short = pd.DataFrame(
        [
            (f"[{row['title']}]({row['source_url']})", f"{row['side']}: {row['item']}", row["state"])
            for row in rows.to_dict("records")
        ],
        columns=["Act", "What it names", f"State, {terms.day(as_of)}"],
    )
    is_one = len(rows) == 1
    finding = SAY("controlled.title", "one" if is_one else "several", goods=goods, count=terms.counted(len(rows)))
    finding = terms.capital(finding)
    caption = Caption(finding, SAY("controlled.measure"))
    return Figure("look_up_controlled", caption, rows, short=short, note=SAY("controlled.note"))


@kept
def acts_on(code: str, as_of: date) -> pd.DataFrame:
    """One row for each act on goods of a code of two to ten digits: COLUMNS, with the state of the day."""
    matches = [_by_china(name, as_of) for name in names_of(code)]
    if is_of_chips(code):
        matches.append(_on_chips(as_of))
    rows = pd.concat(matches, ignore_index=True) if matches else pd.DataFrame(columns=COLUMNS)
    keys = ["event_id", "state"]
    items = rows.groupby(keys)["item"].agg(lambda items: terms.listed(list(dict.fromkeys(items))))
    return rows.drop_duplicates(keys).drop(columns="item").join(items, on=keys)[COLUMNS].reset_index(drop=True)


def names_of(code: str) -> tuple[Named, ...]:
    """What China's controls call the goods of a code of two to ten digits."""
    return tuple(name for listed, names in GOODS.items() if _within(code, listed) for name in names)


def is_of_chips(code: str) -> bool:
    """Whether a code of two to ten digits is of chips or of the machines that make them."""
    return any(_within(code, heading) for heading in CHIPS)


def naming(rows: pd.DataFrame, named: Named) -> pd.DataFrame:
    """The spells of China's controls whose goods have a name; ``rows``: as ``measures.export_controls.spells``."""
    is_earth = rows["is_rare_earth"].astype(bool) & rows["symbol"].notna()
    is_named = is_earth if named.item == EARTHS else rows["item"].str.contains(named.item, regex=False)
    return rows[is_named & (rows["stages"].str.contains(named.stage, regex=False) | rows["stages"].eq("all"))]


def _within(code: str, listed: str) -> bool:
    """Whether one of two codes lies under the other."""
    return code.startswith(listed) or listed.startswith(code)


def _by_china(named: Named, as_of: date) -> pd.DataFrame:
    every = naming(export_controls.on_the_day(china.spells(as_of)), named)
    return every.assign(side=terms.side("CHN"))[COLUMNS]


def _on_chips(as_of: date) -> pd.DataFrame:
    """The last state of every control on chips, an easing left out; what ended before the day says so."""
    every = chips.spells(as_of)
    of_timeline = every[every["source_id"].eq(chips.TIMELINE) & every["state"].ne(chip_controls.EASED)]
    last = of_timeline.groupby("event_id", sort=False).tail(1)
    state = last["state"].mask(last["valid_to"] < pd.Timestamp(as_of), SAY("controlled.ended"))
    return last.assign(state=state, side=last["actor"].map(terms.SIDES["short"]), item=SAY("controlled.chips"))[COLUMNS]
