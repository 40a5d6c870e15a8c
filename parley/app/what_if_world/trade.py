"""Trade between economies in the world what-if: who sells more to a market."""

from collections.abc import Iterable

import pandas as pd

from parley import terms, words
from parley.app.kit import controls
from parley.app.kit.figures import Figure
from parley.app.what_if_world import bars, gains
from parley.app.what_if_world import words as world_words
from parley.app.what_if_world.answer import Shown
from parley.app.what_if_world.controls import CHINA, US
from parley.charts.figure import Caption

NAME, MARKET = "world_trade", "world_market"
SHOWN = 12
BN = 1e9
SAY = words.beside(__file__)


def to_market(shown: Shown) -> Figure:
    codes = sorted(shown.point.by_economy["economy"], key=world_words.name)
    return of_market(shown, controls.select("Market", codes, MARKET, US, world_words.name))


def of_market(shown: Shown, buyer: str) -> Figure:
    rows = sales(shown, buyer)
    marks = shown.agreed_sales(marks_of(rows, shown.chosen.model == "world"), buyer)
    unit = "bn" if shown.chosen.model == "world" else "%"
    return Figure(
        NAME,
        caption(marks, buyer, unit),
        rows,
        {"Chart": lambda palette: bars.change_bars(marks, palette, unit)},
        note=world_words.note(shown.chosen.model),
        remark=_replaced(rows, unit) if buyer == US else "",
    )


def sales(shown: Shown, buyer: str) -> pd.DataFrame:
    """Sales of every economy to the buyer, the largest change first.

    In the sector model in percent alone: its levels of trade are estimates and no statistics.
    """
    rows = shown.rows("trade", "change_pct", importer=buyer).copy()
    rows["change_usd"] = rows["value_usd"] - rows["value_usd_baseline"]
    order = rows["change_usd"].abs().sort_values(ascending=False, kind="stable").index
    rows = rows.loc[order].reset_index(drop=True)
    rows.insert(0, "name", world_words.names(rows["exporter"]))
    for end in ("low", "high"):
        if f"{end}_pct" in rows:
            rows[f"{end}_usd"] = rows[f"{end}_pct"] / 100 * rows["value_usd_baseline"]
    if shown.chosen.model == "sectors":
        rows = rows.drop(columns=[column for column in rows if str(column).endswith(("_usd", "_usd_baseline"))])
    rows = rows.rename(columns={"exporter": "exporter_iso3", "importer": "importer_iso3"})
    return rows.assign(**world_words.stamps(shown.chosen.model, len(rows)))


def marks_of(rows: pd.DataFrame, in_money: bool) -> pd.DataFrame:
    unit, scale = ("usd", BN) if in_money else ("pct", 1.0)
    top = rows.head(SHOWN)
    marks = pd.DataFrame({"code": top["exporter_iso3"], "name": top["name"], "change": top[f"change_{unit}"] / scale})
    if f"low_{unit}" in top:
        marks["low"], marks["high"] = top[f"low_{unit}"] / scale, top[f"high_{unit}"] / scale
    return marks


def caption(marks: pd.DataFrame, buyer: str, unit: str) -> Caption:
    market = {US: "the US", CHINA: "China"}.get(buyer) or world_words.name(buyer)
    alt = f"Bars of the change of sales to {market}, modelled: {bars.in_words(marks, unit)}"
    return Caption(
        _finding(marks, market), SAY("trade.measure", "money" if unit == "bn" else "percent", market=market), alt
    )


def _finding(marks: pd.DataFrame, market: str) -> str:
    if not marks["change"].any():
        return SAY("trade.finding", "none", market=market)
    if "is_sure" not in marks:
        return SAY("trade.finding", "no_range", market=market, names=_names(marks["name"].head(2)))
    one = ~marks["code"].isin(list(gains.LEFT))  # the rest of the world would read as everybody
    sure = marks[one & bars.certain(marks)]
    loser, gainers = (
        _names(part["name"]) for part in (sure[sure["change"] < 0].head(1), sure[sure["change"] > 0].head(2))
    )
    case = "both" if gainers and loser else "gain" if gainers else "lose" if loser else "open"
    written = SAY("trade.finding", case, gainers=gainers, loser=loser, market=market)
    if case != "open" and gains.is_passed(marks["change"].to_numpy()[one], bars.certain(marks)[one]):
        return SAY("trade.among", "agreed", inside=written)
    return terms.capital(written)


def _names(names: Iterable[str]) -> str:
    return terms.listed([terms.with_article(name) for name in names])


def _replaced(rows: pd.DataFrame, unit: str) -> str:
    """How much of what China loses other sellers take in this model, where money is shown and they take something."""
    if unit != "bn":
        return ""
    china = rows.loc[rows["exporter_iso3"] == CHINA, "change_usd"]
    if china.empty or china.iloc[0] >= 0:
        return ""
    share = round(-100 * (rows["change_usd"].sum() - china.iloc[0]) / china.iloc[0])
    return SAY("trade.apart", "share" if share <= 100 else "more", share=terms.rate(share, 0)) if share > 0 else ""
