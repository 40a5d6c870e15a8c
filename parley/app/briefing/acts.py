"""The Briefing's statements on acts and words: controls on chips, dates ahead, the call, and what no table records."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.briefing.answer import Answer, later, short, since_day
from parley.app.kit import cache
from parley.app.kit.act_lists import extended
from parley.measures import briefing
from parley.measures.briefing import REPORT_DAY
from parley.measures.events import said

SAY = words.beside(__file__)
ACCOUNTS = {
    "joint": "account of both sides",
    "USA": "US account",
    "CHN": "Chinese account",
    "third": "account of third parties",
}
CHIPS = {
    "AI technology": ("us-ai-diffusion", "us-h20-licence"),
    "Chip design software": ("us-eda-letters", "us-eda-lifted"),
    "Huawei": ("us-ai-diffusion-end",),
    "China's own controls": ("mofcom-2024-46", "mofcom-2025-18"),
}
LATER_ON_CHIPS = (
    "us-h20-assurance",
    "us-affiliates-pause",
    "us-h200-announced",
    "bis-h200-rule",
    "mofcom-2025-46-pause",
)
SHOWN = [
    "known_on",
    "title",
    "actor",
    "target",
    "direction",
    "actor_account",
    "valid_from",
    "valid_to",
    "scheduled_end",
    "date_basis",
    "scope",
    "status_text",
    "verification",
    "event_id",
    "source_url",
    "source_id",
]


def listed(rows: pd.DataFrame, day: str = "known_on") -> str:
    """Events as Markdown points: the day, what happened with a link to its text, and whose account it is.

    Of dates ahead (a column ``kind``) what ends on the day says so.
    """
    return "\n".join(_point(r, day) for r in rows.to_dict("records"))


def _point(row: dict[Any, Any], day: str) -> str:
    title = extended(said(str(row["title"]), row.get("kind", "")), row.get("extended_to"))
    title = f"[{title}]({row['source_url']})" if isinstance(row["source_url"], str) else title
    when = terms.month(row[day]) if row["date_basis"] == "month" else terms.day(row[day])
    return f"- {when}: {title} ({ACCOUNTS[row['actor_account']]})"


def chips(as_of: date) -> Answer:
    """Export bans on AI technology, chip design software and Huawei."""
    now = since_day(as_of)
    named = [event for group in CHIPS.values() for event in group]
    then, every = (briefing.named(cache.table("events", day), named) for day in (REPORT_DAY, now))
    us_groups = [group for subject, group in CHIPS.items() if subject != "China's own controls"]
    agreed = all(then["event_id"].isin(group).any() for group in us_groups) or None
    followed = briefing.named(cache.table("events", now), [*named, *LATER_ON_CHIPS])
    followed = followed[followed["known_on"] > pd.Timestamp(REPORT_DAY)]
    rule = then[then["event_id"] == "us-ai-diffusion-end"]
    return Answer(
        subject="Chips",
        says=SAY("chips.says"),
        verdict=briefing.verdict(agreed, nuance=len(rule) > 0),
        then=listed(then),
        since=later(listed(followed), as_of),
        short_then=f"{terms.counted(len(then))} act{'' if len(then) == 1 else 's'}, both sides",
        short_since=short(f"{terms.counted(len(followed))} more", as_of),
        rows=pd.concat([every[~every["event_id"].isin(followed["event_id"])], followed], ignore_index=True)[SHOWN],
        page="chips",
        link="Chips, controls on both sides",
        query={"chip_section": "Controls"},
        note=SAY("chips.note"),
    )


def deadlines(as_of: date) -> Answer:
    """Dates set in advance."""
    now = since_day(as_of)
    then, ahead = (briefing.ends_ahead(cache.table("events", day), day) for day in (REPORT_DAY, now))
    main = then[then["event_id"].isin(["geneva", "uk-steel-deadline"])]
    still = listed(ahead, "due") or SAY("deadlines.none")
    return Answer(
        subject="Deadlines",
        says=SAY("deadlines.says"),
        verdict=briefing.verdict(None if main.empty else True, nuance=False),
        then=listed(main, "due"),
        since=later(SAY("deadlines.since", day=terms.day(now), dates=still), as_of),
        short_then=terms.listed([terms.day(d) for d in main["due"]]),
        short_since=short(
            terms.listed([terms.day(d) for d in ahead.loc[ahead["extended_to"].isna(), "due"].drop_duplicates()])
            or "none",
            as_of,
        ),
        rows=pd.concat([then, ahead], ignore_index=True)
        .assign(known_on=lambda f: f["announced_on"])
        .drop_duplicates(["event_id", "due"], keep="last")[["due", "kind", "extended_to", *SHOWN]],
        page="home",
        link="Front page",
        note=SAY("deadlines.note"),
    )


def call(as_of: date) -> Answer:
    """The phone call."""
    now = since_day(as_of)
    then = briefing.named(cache.table("events", REPORT_DAY), ["call-2025-06-05"])
    talks = briefing.named(cache.table("events", now), ["london", "busan", "beijing", "summit-washington"])
    after = talks[talks["known_on"] >= pd.Timestamp(REPORT_DAY)]
    one_sided = bool((then["actor_account"] != "joint").any())
    return Answer(
        subject="Phone call",
        says=SAY("call.says"),
        verdict=briefing.verdict(None if then.empty else True, nuance=one_sided),
        then=listed(then),
        since=later(listed(after), as_of),
        short_then=terms.listed([terms.day(d) for d in then["known_on"]]) or "no record",
        short_since=short(f"{terms.counted(len(after))} meeting{'' if len(after) == 1 else 's'}", as_of),
        rows=pd.concat([then, after], ignore_index=True)[SHOWN],
        note=SAY("call.note"),
    )


def unrecorded(subject: str, says: str, pattern: str, since: tuple[str, ...] = ()) -> Callable[[date], Answer]:
    """A statement that no table records as yet: the events are searched for its words, and what is found is listed.

    ``since``: events that became known later and bear on it.
    """

    def answer(as_of: date) -> Answer:
        now = since_day(as_of)
        then, mentioned = (briefing.mentions(cache.table("events", day), pattern) for day in (REPORT_DAY, now))
        then = then.assign(known_on=then["announced_on"].fillna(then["valid_from"]))
        after = briefing.named(cache.table("events", now), [*since, *mentioned["event_id"]])
        after = after[after["known_on"] > pd.Timestamp(REPORT_DAY)]
        nothing = SAY("unrecorded.nothing", count=len(cache.table("events", REPORT_DAY)))
        nor_since = SAY("unrecorded.nor_since", count=len(cache.table("events", now)), day=terms.day(now))
        return Answer(
            subject=subject,
            says=says,
            verdict=briefing.verdict(None if then.empty else True, nuance=False),
            then=listed(then) or nothing,
            since=later(listed(after), as_of),
            short_then=f"{terms.counted(len(then))} found" if len(then) else "no record",
            short_since=short(f"{terms.counted(len(after))} related" if len(after) else "no record", as_of),
            rows=pd.concat([then, after], ignore_index=True)[SHOWN],
            note=later("" if len(after) else nor_since, as_of),
        )

    return answer


visas = unrecorded("Students' visas", SAY("unrecorded.visas"), r"\bvisas?\b|\bstudents?\b")
embassy = unrecorded("Embassy", SAY("unrecorded.embassy"), r"\bembass(?:y|ies)\b")
easing = unrecorded(
    "Easing of controls",
    SAY("unrecorded.easing"),
    r"\bHassett\b",
    since=("us-eda-lifted",),
)
