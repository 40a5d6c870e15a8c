"""The chip controls of both sides as spells: announced, in force, suspended, unclear; and what eased them."""

from datetime import date
from typing import Any

import pandas as pd

ANNOUNCED, IN_FORCE, SUSPENDED, UNCLEAR = "announced", "in force", "suspended", "unclear"
START_UNKNOWN, EASED = "announced with no known start", "eased"
DOMAIN = "semiconductors"
# China's controls on what chips are made of, and on rare earths, over which the two sides bargained
CHINESE = ("mofcom-2023-23", "mofcom-2024-46", "mofcom-2025-18", "mofcom-2025-57", "mofcom-2025-61", "cn-h200-customs")
GUIDANCE = ("us-ai-diffusion-end",)  # withdraws one rule and warns against Huawei's chips in the same act
SUSPENDED_BY = {
    "us-affiliates-rule": "us-affiliates-pause",
    "mofcom-2024-46": "mofcom-2025-46-pause",
    "mofcom-2025-57": "mofcom-2025-70",
    "mofcom-2025-61": "mofcom-2025-70",
}
WITHDRAWN_BY = {"us-ai-diffusion": "us-ai-diffusion-end"}
EASED_BY = {
    "us-h20-licence": ("us-h20-assurance", "us-h20-share", "us-h200-announced", "bis-h200-rule"),
    "us-eda-letters": ("us-eda-lifted",),
}
NO_ACT = ("us-affiliates-end",)  # the day a suspension was due to end
DUTIES = ("us-301-2025step", "us-elec-exempt", "us-301-semi", "us-232-semis")
DAY = pd.Timedelta(days=1)
OF_ACT = ["event_id", "actor", "target", "title", "instrument", "verification", "source_url", "source_id"]
COLUMNS = ["event_id", "actor", "target", "state", "valid_from", "valid_to", "title", "by", "instrument"]


def controls(events: pd.DataFrame) -> pd.DataFrame:
    """The acts that limit trade in chips or in what they are made of, US first, then China, each by date."""
    american = (events["domain"] == DOMAIN) & (events["actor"] == "USA") & (events["direction"] == "tightening")
    rows = events[american | events["event_id"].isin([*CHINESE, *GUIDANCE])]
    begun = rows["announced_on"].fillna(rows["valid_from"])
    ordered = rows.assign(begun=begun, side=rows["actor"] != "USA")
    return ordered.sort_values(["side", "begun", "event_id"], ignore_index=True).drop(columns=["side", "begun"])


def spells(events: pd.DataFrame, as_of: date, confirmed_to: date) -> pd.DataFrame:
    """One row per control and state up to the day, and one per act that eased a control.

    ``events`` as known on the day. *Announced* until the first day in force or, where a start was only
    planned, for as long as none is known; *announced with no known start* where a source tells of the act alone;
    *in force* to the last day, or where none is known to the day the state was last told: the day of the status, for
    acts without one ``confirmed_to``, the day to which the sources were read. *Suspended* to the end printed in the
    suspension. What follows is *unclear*. Columns: those of the act, state, valid_from, valid_to, ``by`` (title
    of the act that suspended or eased it).
    """
    acts: dict[str, dict[str, Any]] = events.set_index("event_id", drop=False).to_dict("index")  # type: ignore[assignment]
    on = pd.Timestamp(as_of)
    rows: list[dict[str, Any]] = []
    for act in controls(events).to_dict("records"):
        last_known = act["status_as_of"] if isinstance(act["status_text"], str) else pd.Timestamp(confirmed_to)
        course = _course(act, acts, on if pd.isna(last_known) else min(last_known, on), on)
        rows += [{**{c: act[c] for c in OF_ACT}, **spell} for spell in course]
        rows += [{**{c: act[c] for c in OF_ACT}, **mark} for mark in _easings(act, acts)]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "verification", "source_url", "source_id"])
    return frame.astype({"valid_from": "datetime64[ms]", "valid_to": "datetime64[ms]"})


def _course(
    act: dict[Any, Any], acts: dict[str, dict[str, Any]], last_known: pd.Timestamp, on: pd.Timestamp
) -> list[dict[str, Any]]:
    first, begun = act["valid_from"], act["announced_on"]
    begun = first if pd.isna(begun) else begun
    pause, withdrawn = (acts.get(m.get(act["event_id"], "")) for m in (SUSPENDED_BY, WITHDRAWN_BY))
    stop = withdrawn["announced_on"] if withdrawn else pause["valid_from"] if pause else pd.NaT
    last = act["valid_to"] if pd.notna(act["valid_to"]) else last_known if pd.isna(stop) else stop - DAY
    has_start = pd.notna(first) or pd.notna(act["scheduled_start"])
    course = [(ANNOUNCED if has_start else START_UNKNOWN, begun, last if pd.isna(first) else first - DAY, "")]
    if pd.notna(first):
        course.append((IN_FORCE, first, last, ""))
    if pause:
        end = on if pd.isna(pause["scheduled_end"]) else pause["scheduled_end"]
        course += [(SUSPENDED, stop, end, pause["title"]), (UNCLEAR, end + DAY, on, "")]
    elif not withdrawn and pd.isna(act["valid_to"]):
        course.append((UNCLEAR, max(last, begun) + DAY, on, ""))
    return [
        {"state": state, "valid_from": start, "valid_to": min(end, on), "by": by}
        for state, start, end, by in course
        if start <= min(end, on)
    ]


def _easings(act: dict[Any, Any], acts: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    easings = [acts[e] for e in EASED_BY.get(act["event_id"], ()) if e in acts]
    days = [e["announced_on"] if pd.isna(e["valid_from"]) else e["valid_from"] for e in easings]
    return [
        {
            "state": EASED,
            "valid_from": day,
            "valid_to": day,
            "by": e["title"],
            "verification": e["verification"],
            "source_url": e["source_url"],
            "source_id": e["source_id"],
        }
        for day, e in zip(days, easings, strict=True)
    ]


def listed(events: pd.DataFrame, actor: str) -> pd.DataFrame:
    """Every act of one side on chips, and for China the controls drawn with them, newest first.

    An act of both sides stands with each.
    """
    subject = (events["domain"] == DOMAIN) | events["event_id"].isin([*CHINESE, *SUSPENDED_BY.values()])
    rows = events[subject & events["actor"].str.contains(actor) & ~events["event_id"].isin(NO_ACT)]
    day = rows["valid_from"].fillna(rows["announced_on"])
    return rows.assign(day=day).sort_values(["day", "event_id"], ascending=False, ignore_index=True).drop(columns="day")


def duties(events: pd.DataFrame) -> pd.DataFrame:
    """The dated acts on tariffs that name chips, newest first."""
    rows = events[events["event_id"].isin(DUTIES)]
    day = rows["valid_from"].fillna(rows["announced_on"])
    return rows.assign(day=day).sort_values("day", ascending=False, ignore_index=True).drop(columns="day")
