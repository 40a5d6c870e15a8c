"""The Briefing's statements on duties: the truce, and UK steel."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.briefing.answer import Answer, Chart, later, short, since_day
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.tariffs import both_sides as stage_charts
from parley.measures import briefing, duty_stages, tariffs
from parley.measures.briefing import REPORT_DAY

SAY = words.beside(__file__)
EMERGENCY = ("ieepa_fentanyl", "ieepa_reciprocal")
OLDER = ("mfn", "section_301", "section_232", "section_201")
GOODS_OF = {"USA": "on Chinese goods", "CHN": "on US goods"}


def truce(as_of: date) -> Answer:
    """30 and 10 percent."""
    now = since_day(as_of)
    then_rows = briefing.duties_on(cache.table("tariff_layers", REPORT_DAY), REPORT_DAY)
    now_rows = briefing.duties_on(cache.table("tariff_layers", now), now)
    weighted = briefing.weighted_duties(cache.table("us_tariff_partner_steps", now), REPORT_DAY)
    rates = [briefing.duty(then_rows, side) for side in GOODS_OF]
    added = briefing.added_points(weighted, EMERGENCY)
    agreed = all(briefing.matches(c, r) for c, r in zip(briefing.CLAIMS["truce"], rates, strict=True))
    older = briefing.added_points(weighted, OLDER)
    return Answer(
        subject="Truce",
        says=SAY("truce.says"),
        verdict=briefing.verdict(agreed, added < rates[0]),
        then=_then(then_rows),
        since=later(_now(now_rows, now), as_of),
        short_then=_pair(then_rows),
        short_since=short(_confirmed(_pair(now_rows), now_rows, now), as_of),
        is_confirmed=_are_confirmed(now_rows, now),
        rows=_duty_rows(briefing.duty_layers(cache.table("tariff_layers", now)), weighted, pd.Timestamp(now)),
        page="tariffs",
        link="Tariffs, stage by stage",
        query={"tariff_section": "Both sides"},
        note=SAY("truce.note", added=terms.number(added, 1), older=terms.number(older, 1)),
        chart=_staged(now),
    )


@kept
def _staged(now: date) -> Chart:
    rows = duty_stages.stages(tariffs.both_sides_steps(cache.table("tariff_layers", now), now))
    totals = duty_stages.totals(rows)
    caption = stage_charts.stages_caption(rows, totals)
    return Chart(caption, lambda palette: stage_charts.stage_bars(rows, totals, palette))


def _duties(layers: pd.DataFrame) -> str:
    return " and ".join(
        f"**{terms.law_rate(briefing.duty(layers, side))}** {goods}" for side, goods in GOODS_OF.items()
    )


def _pair(layers: pd.DataFrame) -> str:
    return " and ".join(terms.law_rate(briefing.duty(layers, side)) for side in GOODS_OF)


def _are_confirmed(layers: pd.DataFrame, now: date) -> bool:
    """Whether sources confirm all duties held for the day."""
    return not (layers["confirmed_until"] < pd.Timestamp(now)).any()


def _confirmed(pair: str, layers: pd.DataFrame, now: date) -> str:
    """Two rates, said to be the last ones confirmed where sources do not reach the day."""
    return pair if _are_confirmed(layers, now) else SAY("last_confirmed", what=pair)


def _then(layers: pd.DataFrame) -> str:
    us = layers[layers["importer_iso3"] == "USA"]
    parts = [
        f"{stage_charts.NAMES[r['authority']].lower()} {terms.number(r['rate_pct'])}" for r in us.to_dict("records")
    ]
    began = layers.groupby("importer_iso3")["valid_from"].max().max()
    return SAY("truce.then", duties=_duties(layers), parts=terms.listed(parts), day=terms.day(began))


def _now(layers: pd.DataFrame, now: date) -> str:
    until = layers.groupby("importer_iso3", sort=False)["confirmed_until"].min().dropna()
    if _are_confirmed(layers, now):
        return SAY("truce.since", day=terms.day(now), duties=_duties(layers))
    names = {"USA": "US law", "CHN": "Chinese law"}
    laws = [f"{names[str(side)]} to {terms.day(day)}" for side, day in until.items()]
    return SAY("truce.since_unsure", duties=_duties(layers), laws=terms.listed(laws))


def _duty_rows(layers: pd.DataFrame, weighted: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
    """Every layer on all goods since 2025, and the average duties of the report's day by authority; of later days than
    ``now`` nothing is known.
    """
    confirmed = tariffs.confirmed_by(layers, now)
    law = layers.assign(measure="additional duty before exemptions", confirmed_until=confirmed)
    average = weighted.assign(
        importer_iso3="USA",
        measure="points of the average duty, imports of 2024",
        valid_to=weighted["valid_to"].where(weighted["valid_to"] <= now),
    )
    columns = ["measure", "importer_iso3", "exporter_iso3", "authority", "rate_pct", "valid_from", "valid_to"]
    both = pd.concat([law, average], ignore_index=True)
    return both[[*columns, "announced_on", "confirmed_until", "instrument", "event_id", "source_id"]]


def uk_steel(as_of: date) -> Answer:
    """A deal by 9 July."""
    now = since_day(as_of)
    then_rows, rows = (briefing.steel(cache.table("tariff_layers", day)) for day in (REPORT_DAY, now))
    uk, others = (_steel(tariffs.in_force(then_rows, REPORT_DAY), origin) for origin in ("GBR", "WLD"))
    in_force = tariffs.in_force(rows, now)
    dates = briefing.named(cache.table("events", REPORT_DAY), ["uk-steel-deadline"])
    named = dates[dates["valid_from"] == pd.Timestamp(briefing.UK_STEEL_DATE)]
    agreed = None if named.empty else uk < others
    return Answer(
        subject="UK steel",
        says=SAY("steel.says"),
        verdict=briefing.verdict(agreed, nuance=True),
        then=SAY(
            "steel.then",
            uk=terms.law_rate(uk),
            others=terms.law_rate(others),
            day=terms.day(tariffs.in_force(then_rows, REPORT_DAY)["valid_from"].max()),
            deadline=terms.day(pd.Timestamp(briefing.UK_STEEL_DATE)),
        ),
        since=later(_steel_since(now), as_of),
        short_then=SAY("steel.pair", uk=terms.law_rate(uk), others=terms.law_rate(others)),
        short_since=short(_confirmed(_steel_pair(rows, now), in_force, now), as_of),
        is_confirmed=_are_confirmed(in_force, now),
        rows=pd.concat([rows[STEEL], dates.rename(columns={"target": "exporter_iso3"})], ignore_index=True)[STEEL],
        page="look_up",
        link="Look up, steel",
        query={"law": "Section 232: Steel"},
        note=SAY("steel.note", act=named["instrument"].iloc[0]) if len(named) else "",
    )


STEEL = ["exporter_iso3", "programme", "scope", "rate_pct", "valid_from", "valid_to", "instrument", "announced_on"]
STEEL += ["event_id", "source_url", "source_id"]


def _steel(layers: pd.DataFrame, origin: str) -> float:
    return float(layers.loc[(layers["exporter_iso3"] == origin) & (layers["programme"] == "steel"), "rate_pct"].iloc[0])


def _steel_pair(rows: pd.DataFrame, now: date) -> str:
    layers = tariffs.in_force(rows, now)
    uk, others = (terms.law_rate(_steel(layers, origin)) for origin in ("GBR", "WLD"))
    return SAY("steel.pair", uk=uk, others=others)


def _steel_since(now: date) -> str:
    rows = briefing.steel(cache.table("tariff_layers", now))
    happened = briefing.named(cache.table("events", now), ["uk-steel-shelved", "us-232-uk-2026"])
    acts = [f"{terms.day(r['known_on'])}: {r['title']}." for r in happened.to_dict("records")]
    until = tariffs.in_force(rows, now)["confirmed_until"].min()
    rates = _steel_pair(rows, now)
    if pd.isna(until) or until >= pd.Timestamp(now):
        return " ".join([SAY("steel.now", day=terms.day(now), rates=rates), *acts])
    return " ".join([SAY("steel.now_confirmed", rates=rates, until=terms.day(until)), *acts])
