"""The words over one mineral's controls, reliance and share."""

import pandas as pd

from parley import terms, words
from parley.charts.figure import Caption

SAY = words.beside(__file__)


def controls_caption(rows: pd.DataFrame, state: str, name: str) -> Caption:
    """The state of the newest control on a mineral on the last day, empty where no source confirms one."""
    told = {"name": name, "day": terms.day(rows["valid_to"].max())}
    if state:
        finding = SAY("mineral.controls_title", "known", state=state, **told)
    else:
        finding = SAY("mineral.controls_title", "unconfirmed", **told)
    spells = "; ".join(
        f"{r['item']}: {r['state']} from {terms.day(r['valid_from'])} to {terms.day(r['valid_to'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, SAY("mineral.controls_measure"), f"Timeline. {spells}.")


def reliance_caption(rows: pd.DataFrame, name: str) -> Caption:
    """The newest figure printed for the first of the mineral's goods."""
    last = rows.sort_values("year").iloc[-1]
    edition = terms.edition(str(last["edition"]))
    finding = SAY(
        "mineral.reliance_title",
        name=str(last["mineral"]),
        raw=str(last["raw"]).replace("-", " "),
        year=int(last["year"]),
    )
    return Caption(finding, SAY("mineral.reliance_measure", name=name, edition=edition), f"List. {finding}.")


def share_caption(rows: pd.DataFrame) -> Caption:
    """China's share of the output of a mineral in the newest year."""
    now = rows[~rows["is_earlier"]].iloc[0]
    told: dict[str, str | int] = {"name": str(now["mineral"]).lower(), "year": int(now["year"])}
    if pd.isna(now["share_pct"]):
        finding = SAY("mineral.share_title", "none", **told)
    else:
        finding = SAY("mineral.share_title", "known", share=terms.rate(now["share_pct"], 0), **told)
    measure = SAY("mineral.share_measure", edition=terms.edition(str(now["edition"])))
    return Caption(finding, measure, f"Bars. {finding}.")


def buyers_caption(rows: pd.DataFrame, goods: str) -> Caption:
    """The largest buyer of China's exports of a year. ``rows``: those of ``measures.exports.by_value`` with names."""
    first, rest, year = rows.iloc[0], rows.iloc[-1], str(rows["period"].iloc[0])
    finding = SAY(
        "buyers.title",
        name=terms.with_article(str(first["destination"]), "The"),
        share=terms.rate(first["share_pct"], 0),
        goods=goods,
        year=year,
    )
    total = terms.usd(float(rows["value_usd"].sum()))
    measure = SAY("buyers.measure", year=year, total=total, rest=terms.number(rest["n_destinations"]))
    told = "; ".join(f"{r['destination']} {terms.usd(r['value_usd'])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by destination, {year}: {told}.")
