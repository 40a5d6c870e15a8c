"""What hangs on the US market: to whom an economy sold its goods, and how that compares with its product."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up.charts import economy as charts
from parley.calibration.world import EUROPEAN_UNION, union_members
from parley.tables import compiled_on

SAY = words.beside(__file__)
TRADE, PRODUCT = "world_trade_2023", "country_macro"
YEAR = 2023
US, CHINA = "USA", "CHN"
SHOWN = 10


@kept
def buyers(iso3: str, as_of: date) -> pd.DataFrame:
    """Exports of goods of 2023 by buyer, the largest first; the European Union as one seller without its members.

    Columns code, name, value_usd, share_pct (of all its exports), gdp_share_pct (missing where no gross domestic
    product of the year is held), year, source_id, gdp_source_id. Raises NothingToShowError where none are held, or on
    a day before the gross domestic products were out.
    """
    trade, product = cache.table(TRADE, compiled_on()), cache.table(PRODUCT, compiled_on())
    name = cache.place(iso3)
    published = cache.sources()["published_on"][product["source_id"].iloc[0]]
    members = union_members() if iso3 == EUROPEAN_UNION else {iso3}
    own = trade[trade["exporter_iso3"].isin(members) & ~trade["importer_iso3"].isin(members)]
    if pd.Timestamp(as_of) < published or own.empty:
        raise NothingToShowError(SAY("exposure.none", name=name, day=terms.day(as_of)))
    sums = own.groupby("importer_iso3")["value_usd"].sum().sort_values(ascending=False)
    gdp = product[product["iso3"].isin(members) & (product["year"] == YEAR)]
    whole = gdp["gdp_usd"].sum() if len(gdp) == len(members) else float("nan")
    names = cache.country_names()
    return pd.DataFrame(
        {
            "code": sums.index,
            "name": [names.get(code, code) for code in sums.index],
            "value_usd": sums.to_numpy(),
            "share_pct": sums.to_numpy() / sums.sum() * 100,
            "gdp_share_pct": sums.to_numpy() / whole * 100,
            "year": YEAR,
            "source_id": own["source_id"].iloc[0],
            "gdp_source_id": product["source_id"].iloc[0],
        }
    )


@kept
def exposed(iso3: str, as_of: date) -> Figure:
    """The largest buyers of its goods, the United States and China among them."""
    rows = buyers(iso3, as_of)
    drawn = rows[(rows.index < SHOWN) | rows["code"].isin([US, CHINA])].reset_index(drop=True)
    caption = charts.exposure_caption(rows, drawn, cache.place(iso3))
    views = {"Chart": lambda palette: charts.buyer_bars(drawn, palette)}
    return Figure("look_up_buyers", caption, rows, views, note=SAY("exposure.note"), state=(iso3, as_of))
