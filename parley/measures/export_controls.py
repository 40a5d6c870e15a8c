"""What China's export controls cover on a day: each element's spells announced, in force, suspended, unclear."""

from datetime import date
from typing import Any

import pandas as pd

ANNOUNCED, IN_FORCE, SUSPENDED, UNCLEAR = "announced", "in force", "suspended", "unclear"
OF_ACT = ["title", "instrument", "target", "announced_on", "status_text", "status_as_of", "source_url"]


def spells(items: pd.DataFrame, events: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """One row per element (or group of products of one act) and state, up to the day.

    ``items`` and ``events`` as known on the day. A control is *announced* until its first day, *in force* from then
    to the day its act's status was last told, *suspended* from the first day of a suspension to the end printed in
    it, and *unclear* from there on: no source tells whether it holds.
    Columns: item, symbol, stages, state, valid_from, valid_to (last day shown, at most the day), until (end printed
    in a suspension, or first day of a control still to come), title, instrument, target, status_text, source_url,
    event_id, source_id. Sorted by act, then item.
    """
    acts: dict[str, dict[str, Any]] = events.set_index("event_id").to_dict("index")  # type: ignore[assignment]
    rows: list[dict[str, Any]] = []
    for group in _groups(items):
        act = acts[group["event_id"]]
        about = {**group, **{c: act[c] for c in OF_ACT if c not in ("announced_on", "status_as_of")}}
        rows += [{**about, **spell} for spell in _course(group, act, acts, pd.Timestamp(as_of))]
    columns = ["item", "symbol", "stages", "state", "valid_from", "valid_to", "until", "title", "instrument", "target"]
    columns += ["status_text", "source_url", "event_id", "is_rare_earth", "source_id"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"valid_from": "datetime64[ms]", "valid_to": "datetime64[ms]", "until": "datetime64[ms]"})


def _groups(items: pd.DataFrame) -> list[dict[str, Any]]:
    """Elements one by one with their stages joined; products of an act together by stage."""
    product = items["symbol"].isna().rename("product")
    order = items.assign(product=product).sort_values(["product", "valid_from", "event_id", "item", "stage"])
    name = order["symbol"].fillna(order["stage"])
    groups = []
    for (event_id, _), part in order.groupby(["event_id", name], sort=False):
        first = part.iloc[0]
        groups.append(
            {
                "event_id": event_id,
                "item": ", ".join(part["item"].drop_duplicates()),
                "symbol": first["symbol"],
                "stages": ", ".join(part["stage"].drop_duplicates()),
                "is_rare_earth": bool(first["is_rare_earth"]),
                "source_id": first["source_id"],
                "first": first["valid_from"],
                "suspended": first["suspended_from"],
                "suspended_by": first["suspended_by"],
            }
        )
    return groups


def _course(
    group: dict[str, Any], act: dict[str, Any], acts: dict[str, dict[str, Any]], on: pd.Timestamp
) -> list[dict[str, Any]]:
    first, suspended = group["first"], group["suspended"]
    eve = pd.Timedelta(days=1)
    stop = suspended if pd.notna(suspended) else on + eve
    begun = act["announced_on"] if pd.notna(act["announced_on"]) else first
    course = [(ANNOUNCED, begun, min(first, stop) - eve, first)]
    if pd.isna(suspended):
        last_known = act["status_as_of"] if pd.notna(act["status_as_of"]) else on
        course += [(IN_FORCE, first, last_known, pd.NaT), (UNCLEAR, max(first, last_known + eve), on, pd.NaT)]
    else:
        end = acts[group["suspended_by"]]["scheduled_end"]
        last = on if pd.isna(end) else end
        course += [(IN_FORCE, first, suspended - eve, pd.NaT), (SUSPENDED, suspended, last, end)]
        course += [(UNCLEAR, last + eve, on, end)]
    return [
        {"state": state, "valid_from": start, "valid_to": min(end, on), "until": until}
        for state, start, end, until in course
        if start <= min(end, on)
    ]


def on_the_day(rows: pd.DataFrame) -> pd.DataFrame:
    """The last spell of each element or group of products: its state on the day."""
    return rows.groupby(["event_id", "item"], sort=False).tail(1)


def of_the_earths(rows: pd.DataFrame) -> pd.DataFrame:
    """The spells of rare-earth elements alone, without products, equipment and technology."""
    return rows[rows["is_rare_earth"].astype(bool) & rows["symbol"].notna()]
