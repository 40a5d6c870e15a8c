"""The words above lists of acts, of orders, and of the duties that moved between two days."""

from typing import Any

import pandas as pd

from parley import terms, words
from parley.charts.figure import Caption

SAY = words.beside(__file__)
OF_GOODS = {"GBR": ", UK goods", "WLD": ", goods of all countries"}  # all others are of the pair


def acts_caption(main: pd.DataFrame, every: pd.DataFrame) -> Caption:
    """How many main steps each side took, from the acts shown (columns actor, valid_from, announced_on)."""
    us, china = (int(main["actor"].eq(code).sum()) for code in ("USA", "CHN"))
    finding = SAY(
        "acts.title",
        "both" if us and china else "one" if us or china else "none",
        who="The United States" if us else "China",
        count=terms.counted(len(main)),
        steps="step" if len(main) == 1 else "steps",
        us=terms.counted(us),
        china=terms.counted(china),
    )
    first = every["valid_from"].fillna(every["announced_on"]).min()
    since = "" if pd.isna(first) else SAY("acts.since", month=terms.month(first))
    return Caption(finding, SAY("acts.measure", since=since), f"List of acts and rulings. {finding}.")


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
        china=terms.counted(china),
    )
    return Caption(finding, SAY("orders.measure"), f"List of orders. {finding}.")


def layers_caption(rows: pd.DataFrame) -> Caption:
    """How many duties began, ended and changed between the days."""
    days = {"first": terms.day(rows["before_on"].iloc[0]), "day": terms.day(rows["date"].iloc[0])}
    begun, ended = int(rows["rate_before_pct"].isna().sum()), int(rows["rate_pct"].isna().sum())
    changed = len(rows) - begun - ended
    counts = {"begun": begun, "ended": ended, "changed": changed}
    told = {name: terms.counted(count) if count else "none" for name, count in counts.items()}
    finding = SAY("two.layers", **told, first=days["first"])
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
