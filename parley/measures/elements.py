"""Which elements a deposit holds, and which of them stand under export control on a day."""

import pandas as pd

from parley.measures import export_controls

FREE = "no control"
DEPOSIT = ["mineral", "country", "iso3", "location"]


def under_control(spells: pd.DataFrame) -> pd.DataFrame:
    """Controlled elements by ``symbol``: ``act_on`` (first day the act was known), ``state`` on the day, ``since`` (its
    first day) and ``was`` (the state before it, empty where there is none).

    Takes the spells of ``export_controls.spells``; an element under several acts takes the first of them.
    """
    earths = export_controls.of_the_earths(spells)
    earths = earths.assign(was=earths.groupby(["event_id", "item"])["state"].shift(), since=earths["valid_from"])
    now = export_controls.on_the_day(earths)
    begun = earths.groupby("event_id")["valid_from"].min()
    rows = now.assign(act_on=begun.reindex(now["event_id"]).to_numpy()).sort_values("act_on")
    return rows.drop_duplicates("symbol").set_index("symbol")[["act_on", "state", "since", "was", "event_id"]]


def with_control(content: pd.DataFrame, controlled: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``element_content`` with ``act_on`` and ``state``, FREE where no act names the element."""
    rows = content.join(controlled[["act_on", "state"]], on="element")
    return rows.assign(state=rows["state"].fillna(FREE))


def by_deposit(rows: pd.DataFrame) -> pd.DataFrame:
    """Share of the oxide of each deposit by act and state, heaviest deposit first.

    Takes rows of ``with_control``. Columns: the deposit, act_on, state, elements (those with a figure),
    share_of_reo_pct (upper bounds counted in full, blanks left out), heavy_pct (the deposit's share of heavy elements),
    source_id. Shares of a deposit add to what its row adds to in print, 98 to 103.
    """
    measured = rows[rows["share_of_reo_pct"].notna()].sort_values("atomic_number")
    heavy = measured[measured["element_group"] == "heavy"].groupby("location")["share_of_reo_pct"].sum()
    parts = measured.groupby([*DEPOSIT, "act_on", "state"], dropna=False).agg(
        elements=("element", ", ".join), share_of_reo_pct=("share_of_reo_pct", "sum"), source_id=("source_id", "first")
    )
    shown = parts.reset_index()
    shown = shown.assign(heavy_pct=shown["location"].map(heavy))
    return shown.sort_values(["heavy_pct", "location", "act_on"], ascending=[False, True, True], ignore_index=True)


def of_element(content: pd.DataFrame, element: str) -> pd.DataFrame:
    """The deposits by their share of one element, richest first; those without a figure last."""
    rows = content[content["element"] == element]
    return rows.sort_values(["share_of_reo_pct", "location"], ascending=[False, True], ignore_index=True)
