"""Short answers computed from the tables, for the header, the known-until line and the question cards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.tariffs import duty_steps
from parley.measures import bilateral, forecasts, tariffs

SAY = words.beside(__file__)
# agreements that set a last day of the truce, each in place of the one before
TRUCES = ("geneva", "stockholm-us", "busan", "us-truce-extension")
WHOSE = {"USA": "the US duty", "CHN": "China's duty"}


def headline_answer(steps: pd.DataFrame, listed: pd.DataFrame, as_of: date, *, is_latest: bool) -> tuple[str, str]:
    """The Home title and the line below it, from both sides' steps (columns of ``tariffs.headline_steps``).

    ``listed``: acts on lists of goods in force that day, with ``title`` and ``valid_from``; they answer before a step.
    ``is_latest``: the date is that of the newest tables, so the present tense holds.
    """
    day = terms.day(as_of)
    if steps.empty and listed.empty:
        return SAY("headline.title", "none", day=day), SAY("headline.below", "none")
    stacks = [tariffs.latest_step(steps, side) for side in ("USA", "CHN")] if len(steps) else []
    us, china = (_total(stack) for stack in stacks) if stacks else (0.0, 0.0)
    if us == 0 and china == 0:
        title = SAY("headline.title", "lists", day=day)
        if len(steps):
            return title, SAY("headline.below", "lists")
        acts = [f"{a['title']} (since {terms.day(a['valid_from'])})" for a in listed.to_dict("records")]
        return title, SAY("headline.below", "acts", acts="; ".join(acts))
    unsure = any((stack["state"] == "not_confirmed").any() for stack in stacks)
    when = "unsure" if unsure else "now" if is_latest else "then"
    who = "both" if us and china else "us" if us else "china"
    rates = {"us": terms.law_rate(us), "china": terms.law_rate(china)}
    return SAY("headline.title", f"{when}_{who}", day=day, **rates), _below(steps, us, china)


def _below(steps: pd.DataFrame, us: float, china: float) -> str:
    """What the duties cover, and their peak where both were once higher."""
    peaks = _peaks(steps)
    if len(peaks) < 2 or us >= peaks["top_pct"]["USA"] or china >= peaks["top_pct"]["CHN"]:
        return SAY("headline.below", "highest")
    months = dict.fromkeys(terms.month(day) for day in sorted(peaks["valid_from"]))
    us_peak, china_peak = (terms.law_rate(peaks["top_pct"][side]) for side in ("USA", "CHN"))
    return SAY("headline.below", "fallen", month=terms.listed(list(months)), us=us_peak, china=china_peak)


def _total(stack: pd.DataFrame) -> float:
    return float(stack["rate_pct"].sum())


def _peaks(steps: pd.DataFrame) -> pd.DataFrame:
    """Each side's highest confirmed duty (``top_pct``) and the first day of it (``valid_from``), by importer."""
    confirmed = steps[steps["state"] == "in_force"]
    confirmed = confirmed.assign(top_pct=confirmed["base_pct"] + confirmed["rate_pct"])
    ranked = confirmed.sort_values(["top_pct", "valid_from"], ascending=[False, True])
    return ranked.drop_duplicates("importer_iso3").set_index("importer_iso3")


def fallen_duty(steps: pd.DataFrame, as_of: date, *, is_latest: bool) -> str:
    """The highest US duty, how long it lasted, and the duty on the day, from both sides' steps.

    Empty where no duty was higher than that of the day, or where the duty of the day is not confirmed.
    """
    peaks, stack = _peaks(steps), tariffs.latest_step(steps, "USA")
    if "USA" not in peaks.index or (stack["state"] == "not_confirmed").any():
        return ""
    peak, now = float(peaks["top_pct"]["USA"]), _total(stack)
    if now >= peak:
        return ""
    case = "ended" if stack.empty else "now" if is_latest else "then"
    span = duty_steps.span(_peak_days(steps, peak, peaks["valid_from"]["USA"]))
    fields = {"peak": terms.law_rate(peak), "now": terms.law_rate(now), "span": span, "day": terms.day(as_of)}
    return SAY("duties.title", case, **fields)


def _peak_days(steps: pd.DataFrame, peak_pct: float, first: pd.Timestamp) -> int:
    """The days of the unbroken stretch at the highest US duty, from its first day on."""
    side = steps[(steps["importer_iso3"] == "USA") & (steps["state"] == "in_force") & (steps["valid_from"] >= first)]
    stretches = side.groupby("valid_from", as_index=False).agg(top=("rate_pct", "sum"), valid_to=("valid_to", "max"))
    begins = (stretches["valid_to"].shift() + tariffs.DAY).fillna(first)
    unbroken = (stretches["top"].eq(peak_pct) & stretches["valid_from"].eq(begins)).cummin()
    return int((stretches.loc[unbroken, "valid_to"].max() - first).days) + 1


def known_until(steps: pd.DataFrame, as_of: date) -> str:
    """Until which day our sources confirm each side's duties, and what is unknown after it."""
    laws = []
    for side, law in (("USA", "US law"), ("CHN", "Chinese law")):
        last = tariffs.confirmed_to(steps, side)
        if last is not None:
            laws.append(f"{law} to {terms.day(last)}")
    if not laws:
        return SAY("known_until", "dated", day=terms.day(as_of))
    return SAY("known_until", "unsure", laws=terms.listed(laws))


def revenue_answer(duty: pd.DataFrame) -> str:
    """The month of the highest observed rate against the month of most duty, from ``trade.effective_duty``."""
    if duty.empty:
        return SAY("revenue", "none")
    top = duty.nlargest(1, "effective_rate_pct").iloc[0]
    most = duty.nlargest(1, "duty_usd").iloc[0]
    return SAY(
        "revenue",
        "same" if top["month"] == most["month"] else "other",
        rate=terms.rate(top["effective_rate_pct"]),
        month=terms.month(top["month"]),
        duty=terms.usd(top["duty_usd"], 2),
        most_month=terms.month(most["month"]),
        most_duty=terms.usd(most["duty_usd"], 2),
        most_rate=terms.rate(most["effective_rate_pct"]),
    )


def place_answer(shares: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Which partners' shares of US imports rose most while China's fell, from ``bilateral.shares_by_year``."""
    years = bilateral.years_to_compare(shares)
    if not years:
        return SAY("place", "none", base=bilateral.BASE_YEAR)
    change = bilateral.changes(shares, years[0])
    gainers = [f"{terms.with_article(names[c])} ({terms.points(change[c], word='points')})" for c in change.index[:2]]
    return SAY(
        "place",
        "fell" if change["CHN"] < 0 else "rose",
        change=terms.number(abs(change["CHN"]), 1),
        base=bilateral.BASE_YEAR,
        year=years[0],
        gainers=terms.listed(gainers),
    )


def magnet_answer(shares: pd.DataFrame) -> str:
    """China's latest observed share of magnet output."""
    magnets = shares[(shares["stage"] == "magnet") & (shares["iso3"] == "CHN") & (shares["kind"] != "projection")]
    if magnets.empty:
        return SAY("magnets", "none")
    latest = magnets.sort_values("year").iloc[-1]
    return SAY("magnets", "share", share=terms.rate(latest["share_pct"], 0), year=int(latest["year"]))


def forecast_answer(path: pd.DataFrame, ahead: pd.DataFrame, year: int) -> str:
    """The low point of the OECD path for one year, and a newer edition's figure for the next one.

    ``path`` and ``ahead``: rows of ``forecasts.revision_path`` for the year and the one after it.
    """
    if path.empty:
        return SAY("forecast.level", "none", year=year)
    newer = ahead[ahead["published_on"] > path["published_on"].max()].tail(1).to_dict("records")
    return " ".join([*_level(path, year), *(_newer(row, year + 1) for row in newer)])


def _newer(row: dict[Any, Any], year: int) -> str:
    return SAY("forecast.newer", edition=_edition(row), year=year, value=terms.rate(row["value_pct"]))


def _edition(row: Mapping[Any, Any]) -> str:
    return terms.dated_edition(row["edition"], row["published_on"])


def _level(path: pd.DataFrame, year: int) -> list[str]:
    low = path.nsmallest(1, "value_pct").iloc[0]
    last = path.sort_values("published_on").iloc[-1]
    several = path["value_pct"].nunique() > 1
    level = SAY(
        "forecast.level",
        "recovered" if low["value_pct"] < last["value_pct"] else "lowest" if several else "only",
        year=year,
        now=terms.rate(last["value_pct"]),
        edition=_edition(last.to_dict()),
        low=terms.rate(low["value_pct"]),
        low_edition=_edition(low.to_dict()),
    )
    return [level, SAY("forecast.press")] if forecasts.in_press(path.loc[[low.name, last.name]]).all() else [level]


def truce_answer(events: pd.DataFrame, layers: pd.DataFrame, as_of: date) -> str:
    """The last day of the truce as agreed, and whether the duties' own acts say the same day.

    ``events``: acts and talks with the end they print (``scheduled_end``); ``layers``: ``tariff_layers``.
    """
    truces = events[events["event_id"].isin(TRUCES) & events["scheduled_end"].notna()]
    if truces.empty:
        return SAY("truce", "none")
    agreed = truces.sort_values("announced_on").iloc[-1]
    over = agreed["scheduled_end"] < pd.Timestamp(as_of)
    dates = {"month": terms.month(agreed["announced_on"]), "day": terms.day(agreed["scheduled_end"])}
    open_ends = layers[layers["coverage"].isin(tariffs.HEADLINE) & layers["valid_to"].isna()].dropna(
        subset="scheduled_end"
    )
    earlier = open_ends[open_ends["scheduled_end"] < agreed["scheduled_end"]]
    if earlier.empty:
        return SAY("truce", "ended" if over else "runs", **dates)
    last = earlier.sort_values("scheduled_end").iloc[-1]
    passed = last["scheduled_end"] < pd.Timestamp(as_of)
    whose = WHOSE[str(last["importer_iso3"])]
    return SAY(
        "truce",
        "lacks_ended" if over else "lacks" if passed else "earlier",
        **dates,
        whose=whose if passed else terms.capital(whose),
        rate=terms.law_rate(last["rate_pct"]),
        end=terms.day(last["scheduled_end"]),
    )
