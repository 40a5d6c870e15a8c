"""Where China's exports of a mineral go, and US trade in it with China, under the tariff headings that name it."""

from datetime import date

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up.charts import mineral as charts
from parley.app.rare_earths import destinations, us_trade
from parley.measures import exports
from parley.terms.goods import dotted

SAY = words.beside(__file__)
SHOWN = 10
IMPORT = "import"


@kept
def sold(mineral: str, as_of: date) -> Figure:
    """The buyers of China's exports of a whole year, by value. Raises NothingToShowError where none are held."""
    table = cache.table("china_critical_exports_2024", as_of)
    named = table[table["description"].str.contains(mineral, regex=False)]
    if named.empty:
        raise NothingToShowError(SAY("mineral.no_buyers", name=mineral, day=terms.day(as_of)))
    code, goods = str(named["hs6"].iloc[0]), str(named["description"].iloc[0])
    rows = exports.by_value(table, code, SHOWN)
    names = {**cache.country_names(), "ROW": "All others"}
    rows = rows.assign(destination=rows["destination_iso3"].map(names))
    views = {"Chart": lambda palette: destinations.destination_bars(rows, palette)}
    caption = charts.buyers_caption(rows, f"{goods} (HS {dotted(code)})")
    return Figure("look_up_buyers_of", caption, rows, views, note=SAY("mineral.by_year"), state=(mineral, as_of))


@kept
def with_china(name: str, is_earth: bool, as_of: date) -> Figure:
    """China's part of US imports by year under the heading that names the mineral, of an element under those of all
    rare earths. Raises NothingToShowError where none does.
    """
    headings = us_trade.headings(as_of)
    named = [us_trade.TOGETHER] if is_earth else [label for label in headings if name in label.lower()]
    if not named:
        raise NothingToShowError(SAY("mineral.no_trade", name=name))
    label = named[-1]  # ores have lower codes than what is made of them
    rows = us_trade.years_of(IMPORT, headings[label], as_of)
    views = {"Chart": lambda palette: us_trade.share_line(rows, palette)}
    caption = us_trade.years_caption(rows, IMPORT, label)
    return Figure("look_up_us_trade", caption, rows, views, note=us_trade.revised(), state=(label, as_of))
