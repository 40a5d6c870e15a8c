"""The words over one mineral's controls, reliance and share."""

import pandas as pd

from parley import terms, words
from parley.app.rare_earths.other_minerals import STAGE_NAMES
from parley.charts.figure import Caption

SAY = words.beside(__file__)


def controls_caption(rows: pd.DataFrame, newest: pd.Series, case: str, name: str) -> Caption:
    """The state of the newest control on a mineral on the last day.

    ``newest``: its last row of ``rows``; ``case``: that of ``mineral.controls_title`` for its state.
    """
    until = newest["until"]
    finding = SAY(
        "mineral.controls_title",
        case,
        name=name,
        state=str(newest["state"]),
        since=terms.day(newest["valid_from"]),
        until="" if pd.isna(until) else terms.day(until),
        day=terms.day(rows["valid_to"].max()),
    )
    spells = "; ".join(
        f"{r['item']}: {r['state']} from {terms.day(r['valid_from'])} to {terms.day(r['valid_to'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, SAY("mineral.controls_measure"), f"Timeline. {spells}.")


def reliance_caption(rows: pd.DataFrame, of_group: str = "") -> Caption:
    """The newest figure printed for the first of the mineral's goods. ``of_group``: an element without one."""
    last = rows.sort_values("year").iloc[-1]
    goods = str(last["mineral"])
    how, is_number = str(last["comparator"]), pd.notna(last["value_pct"])
    finding = SAY(
        "mineral.reliance_title",
        ("estimated" if last["is_estimate"] else "known") if is_number else how,
        name=goods,
        amount=amount(last) if is_number else "",
        year=int(last["year"]),
    )
    fields = {
        "name": terms.small(goods),
        "basis": SAY("mineral.basis", str(last["basis"])),
        "edition": edition(str(last["edition"])),
    }
    if of_group:
        measure = SAY("mineral.reliance_measure", "group", element=of_group, **fields)
    else:
        measure = SAY("mineral.reliance_measure", "own", **fields)
    return Caption(finding, measure, f"List. {finding}.")


def amount(row: pd.Series) -> str:
    """A printed share in a sentence: ``67 %``, ``more than 50 %``."""
    value = float(row["value_pct"])
    return SAY("mineral.amount", str(row["comparator"]), rate=terms.rate(value, 0 if value.is_integer() else 1))


def share_caption(rows: pd.DataFrame) -> Caption:
    """China's share of the output of a mineral in the newest year; where it prints as all of it, nearly all."""
    now = rows.iloc[0]
    told: dict[str, str | int] = {"name": str(now["mineral"]).lower(), "year": int(now["year"])}
    if pd.isna(now["share_pct"]):
        finding = SAY("mineral.share_title", "none", **told)
    else:
        share = terms.rate(now["share_pct"], 0)
        case = "nearly_all" if share == terms.rate(100, 0) else "known"
        case = f"{case}_estimated" if now["is_estimate"] else case
        stage = STAGE_NAMES[str(now["statistic"])]
        finding = SAY("mineral.share_title", case, stage=stage, **told, **({"share": share} if "known" in case else {}))
    return Caption(finding, SAY("mineral.share_measure", edition=edition(str(now["edition"]))), f"Bars. {finding}.")


def edition(name: str) -> str:
    """An edition in words: ``Mineral Commodity Summaries 2026`` for ``MCS2026``."""
    return SAY("mineral.edition", year=name.removeprefix("MCS"))


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
