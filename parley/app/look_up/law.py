"""One law: its rates in time, the goods it lists by value, its headings, the rates of origins, its acts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from parley import terms, words
from parley.app.kit import blocks, cache, figures
from parley.app.kit.act_lists import act_list
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.look_up import act, header, law_goods, things, two_states, uk_steel
from parley.app.look_up.law_reach import ORDINARY
from parley.app.tariffs import programmes
from parley.charts.figure import Caption
from parley.measures import programmes as measures

SAY = words.beside(__file__)
LISTED = 15
# Lists of goods, and the programme whose acts set their rates: no act dates rates for them alone.
SET_WITH = {
    "steel": "metals",
    "steel_derivatives": "metals",
    "aluminium": "metals",
    "aluminium_derivatives": "metals",
    "cars": "autos",
    "car_parts": "autos",
    "truck_parts": "trucks",
    "buses": "trucks",
}
COURT = "court"
TABLES = ("events", "us_tariff_scope", "us_duties_by_origin")  # that say when a law began


class Law(NamedTuple):
    """An authority, and one of its programmes or none."""

    authority: str
    programme: str
    title: str

    def of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of a table that stand under the law."""
        of_authority = rows["authority"] == self.authority
        return rows[of_authority & (rows["programme"] == self.programme)] if self.programme else rows[of_authority]


def draw(code: str, as_of: date, head: DeltaGenerator) -> None:
    """All blocks of an authority or programme, or the record of an act."""
    title = things.laws(as_of)[code]
    authority = things.authority(code)
    if not authority:
        act.draw(code, as_of, head)
        return
    law = Law(authority, "" if code == authority else code, things.law_name(title))
    header.draw(head, SAY("law.title", law=law.title), SAY("law.covers", day=terms.day(as_of)))
    blocks.metrics(facts(law, as_of))
    figures.block("Goods it lists", lambda: law_goods.listed(law.authority, law.programme, law.title, as_of))
    figures.block("Rates in time", lambda: in_time(law, as_of))
    if law.programme == "steel":
        figures.block("UK steel", lambda: uk_steel.steel_duties(as_of))
    figures.block("Two dates", lambda: changed(law, as_of))
    figures.block("Acts and rulings", lambda: acts(law, as_of))
    figures.block("Headings", lambda: law_goods.headings(law.authority, law.programme, law.title, as_of))
    figures.block("Rates by origin", lambda: law_goods.by_origin(law.authority, law.programme, law.title, as_of))
    header.missing("law")


def dated(law: Law, as_of: date) -> tuple[pd.DataFrame, Mapping[programmes.Key, programmes.Course]]:
    """The acts that set its rates, where none names it apart those of the programme it is in, else of its whole
    authority; the courses of all rates.

    Raises NothingToShowError where no rate is dated.
    """
    importer = "CHN" if law.authority == "china_retaliation" else "USA"
    shown = programmes.programmes_of(importer, as_of)
    of_law = shown.rows[shown.rows["authority"] == law.authority]
    names = [name for name in (law.programme, SET_WITH.get(law.programme)) if name]
    rows = next((rows for name in names if len(rows := of_law[of_law["programme"] == name])), of_law)
    if rows.empty:
        raise NothingToShowError(SAY("law.no_rates", importer, law=law.title, day=terms.day(as_of)))
    return rows.reset_index(drop=True), shown.courses


def subject(law: Law, rows: pd.DataFrame) -> str:
    """The law, or the programme or authority the rows of ``dated`` are of where no act names the law apart."""
    programme = rows["programme"].iloc[0]
    if not law.programme or rows["programme"].eq(law.programme).all():
        return law.title
    authority = terms.AUTHORITIES[law.authority]
    is_one = programme == SET_WITH.get(law.programme)
    return things.law_name(f"{authority}: {terms.PROGRAMMES[programme]}") if is_one else authority


def _wider(law: Law, of: str) -> str:
    """That the rates shown are of more than the law; empty where they are its own."""
    return "" if of == law.title else SAY("law.wider", law=law.title, of=of)


def changed(law: Law, as_of: date) -> Figure:
    """The rates on an earlier day and on the as-of date."""
    rows = dated(law, as_of)[0]
    of = subject(law, rows)
    return two_states.of_law(rows, of, as_of, _wider(law, of))


@kept
def in_time(law: Law, as_of: date) -> Figure:
    """The rates of its programmes over time. Raises NothingToShowError where no rate is dated."""
    rows, every = dated(law, as_of)
    keys = set(zip(rows["authority"], rows["programme"], strict=True))
    courses = {key: course for key, course in every.items() if key in keys}
    views = {"Timeline": lambda palette: programmes.timeline(rows, courses, palette)}
    of, name, note = subject(law, rows), "look_up_law_time", SAY("law.time_note")
    is_copper = (law.authority, law.programme) == programmes.COPPER
    moved = programmes.metals_joined(programmes.programmes_of("USA", as_of).rows) if is_copper else None
    caption = time_caption(rows, courses, of, pd.Timestamp(as_of), moved)
    return Figure(name, caption, rows, views, note=note, remark=_wider(law, of), state=(*law, as_of))


def time_caption(
    rows: pd.DataFrame,
    courses: Mapping[programmes.Key, programmes.Course],
    title: str,
    on: pd.Timestamp,
    moved: pd.Timestamp | None = None,
) -> Caption:
    """Since when the law is in force, and whether it had ended by the day or only appears in force.

    ``moved``: the day from which acts on other metals charge its goods, where they do.
    """
    standing = rows[rows["valid_to"] == on]
    sure = rows[rows["state"] == "in_force"]
    fields = {"law": title, "first": terms.day(rows["valid_from"].min()), "day": terms.day(on)}
    if standing.empty and moved is not None:
        finding = SAY("law.time_title", "moved", law=title, moved=terms.day(moved))
    elif standing.empty:
        finding = SAY("law.time_title", "none", **fields)
    elif standing["state"].eq("in_force").any():
        finding = SAY("law.time_title", "some", **fields)
    elif sure.empty:
        finding = SAY("law.time_title", "never", **fields)
    else:
        finding = SAY("law.time_title", "unconfirmed", **fields)
    of_each = "; ".join(
        f"{terms.PROGRAMMES.get(programme, programme)}: " + ", then ".join(terms.rates(*step) for step in course)
        for (_, programme), course in courses.items()
    )
    return Caption(finding, SAY("law.time_measure"), f"Timeline, one row per programme, percent. {of_each}.")


@kept
def own_acts(law: Law, as_of: date) -> pd.DataFrame:
    """Acts and rulings on the law, the newest first; rulings on all emergency duties are on each of them."""
    events = cache.table("events", as_of)
    rows = law.of(events)
    if law.programme and rows.empty:
        scope = law.of(cache.table("us_tariff_scope", as_of))
        rows = events[events["event_id"].isin(scope["event_id"])]
    if law.authority.startswith("ieepa"):
        rulings = events[(events["domain"] == COURT) | (events["programme"] == "all_ieepa")]
        rows = pd.concat([rows, rulings]).drop_duplicates("event_id")
    day = rows["valid_from"].fillna(rows["announced_on"]).rename("day")
    ordered = rows.assign(day=day).sort_values(["day", "event_id"], ascending=False, ignore_index=True)
    return ordered[measures.ACT_COLUMNS]


@kept
def acts(law: Law, as_of: date) -> Figure:
    """Its acts, the newest first. Raises NothingToShowError where our tables hold none."""
    rows = own_acts(law, as_of)
    if rows.empty:
        raise NothingToShowError(SAY("law.no_acts", law=law.title, day=terms.day(as_of)))
    count = terms.counted(len(rows))
    finding = SAY("law.acts_title", "one" if len(rows) == 1 else "several", count=count, law=law.title)
    measure = SAY("law.acts_measure", "first" if len(rows) > LISTED else "all", shown=LISTED)
    caption = Caption(finding, measure)
    return Figure("look_up_law_acts", caption, rows, short=act_list(rows.head(LISTED)))


@kept
def facts(law: Law, as_of: date) -> list[Metric]:
    """How many acts, the first day they put it in force, the goods listed, and the end printed in its rows."""
    rows = own_acts(law, as_of)
    none = SAY("law.fact.none")
    count = Metric("Acts and rulings", terms.number(len(rows)) if len(rows) else none, help=SAY("law.fact.acts"))
    first = _first(law, as_of)
    label = "Set to begin" if first > pd.Timestamp(as_of) else "First in our tables"
    begun = Metric(label, none if pd.isna(first) else terms.day(first), help=SAY("law.fact.first"))
    if len(rows):
        count = replace(count, source=sources_of(rows).parts)
    lists = [law.of(cache.table(name, as_of))[["source_id"]].drop_duplicates() for name in TABLES[1:]]
    if pd.notna(first):
        begun = replace(begun, source=sources_of(pd.concat([rows[["source_id"]], *lists])).parts)
    return [count, begun, _codes_fact(law, as_of), _end_fact(law, as_of)]


def _first(law: Law, as_of: date) -> pd.Timestamp:
    """The first day on which an act or list of the law itself puts it in force: no ruling, no list that did not begin;
    not a time where there is none, as for the ordinary duty.
    """
    events, scope, by_origin = (law.of(cache.table(name, as_of)) for name in TABLES)
    of_acts = events.loc[events["domain"] != COURT, "valid_from"]
    of_lists = scope.loc[scope["role"] != "suspended", "valid_from"]
    goods = (by_origin["coverage"] == law_goods.LISTED_GOODS) & (by_origin["authority"] != ORDINARY)
    of_goods = by_origin.loc[goods, "valid_from"]
    first: pd.Timestamp = pd.concat([of_acts, of_lists, of_goods]).min()
    return first


def _codes_fact(law: Law, as_of: date) -> Metric:
    try:
        rows = law_goods.on_the_day(law.authority, law.programme, as_of)
    except NothingToShowError as nothing:
        return Metric("Codes it lists", SAY("law.fact.none"), help=str(nothing))
    role = SAY("law.role", law_goods.role(rows))
    count = terms.number(rows["product_code"].nunique())
    return Metric("Codes it lists", count, note=role, help=SAY("law.fact.codes"), source=sources_of(rows).parts)


def _end_fact(law: Law, as_of: date) -> Metric:
    """The day the law ended on, else the next end an act prints, else the last one printed that nothing is known of."""
    events, scope, by_origin = (law.of(cache.table(name, as_of)) for name in TABLES)
    layers = law.of(cache.table("tariff_layers", as_of))
    last_days = pd.concat([rows["valid_to"] for rows in (layers, scope, by_origin)])
    on, about = pd.Timestamp(as_of), SAY("law.fact.end")
    ended = last_days if len(last_days) else events["valid_to"]
    if len(ended) and ended.lt(on).all():
        every = pd.concat([rows[["valid_to", "source_id"]] for rows in (layers, scope, by_origin, events)])
        last = every[every["valid_to"].eq(ended.max())]
        return Metric("Ended", terms.day(ended.max()), help=SAY("law.fact.ended"), source=sources_of(last).parts)
    # not the lists of goods: their ends may have been printed after the day
    rates = layers if len(layers) else by_origin
    begun = events[events["valid_from"] <= on]  # not an act that only words another anew
    acts_and_rates = pd.concat([rows[["valid_to", "scheduled_end", "source_id"]] for rows in (begun, rates)])
    still = acts_and_rates[~acts_and_rates["valid_to"].lt(on)]
    ends = still["scheduled_end"].dropna()
    if ends.empty:
        return Metric("Set to end", SAY("law.fact.no_end"), help=about)
    ahead = ends[ends >= on]
    day = ends.max() if ahead.empty else ahead.min()
    label, part = "Was set to end" if ahead.empty else "Set to end", "" if len(ends) == len(still) else "in part"
    source = sources_of(still[still["scheduled_end"].eq(day)]).parts
    return Metric(label, terms.day(day), note=part, help=SAY("law.fact.past") if ahead.empty else about, source=source)
