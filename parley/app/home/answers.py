"""Short answers computed from the tables, for the header, the known-until line and the question cards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from parley import terms
from parley.measures import bilateral, forecasts, tariffs

LISTS_ONLY = "Neither side taxes all goods of the other; duties stand on lists of goods"
# agreements that set a last day of the truce, each in place of the one before
TRUCES = ("geneva", "stockholm-us", "busan", "us-truce-extension")


def headline_answer(steps: pd.DataFrame, listed: pd.DataFrame) -> tuple[str, str]:
    """The Home title and the line below it, from both sides' steps (columns of ``tariffs.headline_steps``).

    ``listed``: acts on lists of goods in force that day, with ``title`` and ``valid_from``; they answer before a step.
    """
    if steps.empty and listed.empty:
        return (
            "Neither side had added duties on the other's goods",
            "None in our tables was in force by this date; safeguards and anti-dumping duties are not in them.",
        )
    if steps.empty:
        acts = [f"{a['title']} (since {terms.day(a['valid_from'])})" for a in listed.to_dict("records")]
        return LISTS_ONLY, f"In force on this day: {'; '.join(acts)}."
    stacks = [tariffs.latest_step(steps, side) for side in ("USA", "CHN")]
    us, china = map(_total, stacks)
    if us == 0 and china == 0:
        return (
            LISTS_ONLY,
            "Duties on lists of goods are shown hatched below, each with its highest rate.",
        )
    peaks = {side: _peak(steps, side) for side in ("USA", "CHN")}
    unsure = any((stack["state"] == "not_confirmed").any() for stack in stacks)
    answer = f"China {terms.rate(china)} to US goods" if china else "China none to US goods as a whole"
    title = f"the US adds {terms.rate(us)} to Chinese goods, {answer}"
    title = f"As last confirmed, {title}" if unsure else title[0].upper() + title[1:]
    if us < peaks["USA"] or china < peaks["CHN"]:
        below = f", far below the {terms.rate(peaks['USA'], 0)} and {terms.rate(peaks['CHN'], 0)} of April 2025"
    else:
        below = ""
    on_top = "They come on top of ordinary tariffs and of older duties on lists of goods."
    return title, f"These are the duties on all goods but those exempt{below}. {on_top}"


def _total(stack: pd.DataFrame) -> float:
    return float(stack["rate_pct"].sum())


def _peak(steps: pd.DataFrame, importer: str) -> float:
    side = steps[(steps["importer_iso3"] == importer) & (steps["state"] == "in_force")]
    return float((side["base_pct"] + side["rate_pct"]).max()) if len(side) else 0.0


def known_until(steps: pd.DataFrame, as_of: date) -> str:
    """Until which day our sources confirm each side's duties, and what is unknown after it."""
    words = []
    for side, law in (("USA", "US law"), ("CHN", "Chinese law")):
        unsure = steps[(steps["importer_iso3"] == side) & (steps["state"] == "not_confirmed")]
        if len(unsure):
            words.append(f"{terms.day(unsure['valid_from'].min() - tariffs.DAY)} for {law}")
    if not words:
        return f"As known on {terms.day(as_of)}: the acts published by that day, the dates printed in them as ends."
    return f"Known to {terms.listed(words)}. What followed is not in our sources and is drawn hatched, not as zero."


def revenue_answer(duty: pd.DataFrame) -> str:
    """The month of the highest observed rate against the month of most duty, from ``trade.effective_duty``."""
    if duty.empty:
        return "No duty collected had been published by this date."
    top = duty.nlargest(1, "effective_rate_pct").iloc[0]
    most = duty.nlargest(1, "duty_usd").iloc[0]
    if top["month"] == most["month"]:
        return f"The highest rate so far, in {terms.month(top['month'])}, brought the most duty too."
    return (
        f"At the highest rate, {terms.rate(top['effective_rate_pct'])} in {terms.month(top['month'])}, China's goods "
        f"brought {terms.usd_bn(top['duty_usd'], 2)}; {terms.month(most['month'])} brought "
        f"{terms.usd_bn(most['duty_usd'], 2)} at {terms.rate(most['effective_rate_pct'])}."
    )


def place_answer(shares: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Which partners' shares of US imports rose most while China's fell, from ``bilateral.shares_by_year``."""
    years = bilateral.years_to_compare(shares)
    if not years:
        return f"No full year after {bilateral.BASE_YEAR} had been published by this date."
    change = bilateral.changes(shares, years[0])
    gainers = terms.listed([f"{names[c]} ({terms.points(change[c])})" for c in change.index[:2]])
    lost = (
        f"From {bilateral.BASE_YEAR} to {years[0]} China's share of US imports changed by {terms.points(change['CHN'])}"
    )
    return f"{lost}; most gained {gainers}."


def magnet_answer(shares: pd.DataFrame) -> str:
    """China's latest observed share of magnet output."""
    magnets = shares[(shares["stage"] == "magnet") & (shares["iso3"] == "CHN") & (shares["kind"] != "projection")]
    if magnets.empty:
        return "Shares of magnet output were not published by this date."
    latest = magnets.sort_values("year").iloc[-1]
    return f"China made {terms.rate(latest['share_pct'], 0)} of rare-earth magnets in {latest['year']}."


def forecast_answer(path: pd.DataFrame, ahead: pd.DataFrame, year: int) -> str:
    """The low point of the OECD path for one year, and a newer edition's figure for the next one.

    ``path`` and ``ahead``: rows of ``forecasts.revision_path`` for the year and the one after it.
    """
    if path.empty:
        return f"No edition with a figure for {year} had been published by this date."
    newer = ahead[ahead["published_on"] > path["published_on"].max()].tail(1).to_dict("records")
    return " ".join([_low_point(path, year), *(f"{_printed(row)} for {year + 1}." for row in newer)])


def _printed(row: dict[Any, Any]) -> str:
    return f"{terms.dated_edition(row['edition'], row['published_on'])} has {terms.rate(row['value_pct'])}"


def _low_point(path: pd.DataFrame, year: int) -> str:
    low = path.nsmallest(1, "value_pct").iloc[0]
    last = path.sort_values("published_on").iloc[-1]
    read = " (read in press reports)" if forecasts.in_press(path.loc[[low.name, last.name]]).all() else ""
    now = f"{terms.rate(last['value_pct'])} in {terms.dated_edition(last['edition'], last['published_on'])}"
    if low["value_pct"] == last["value_pct"]:
        lowest = ", the lowest of its editions so far" if path["value_pct"].nunique() > 1 else ""
        return f"The OECD puts world growth in {year} at {now}{lowest}{read}."
    return (
        f"The OECD's world growth for {year} was lowest at {terms.rate(low['value_pct'])} in "
        f"{terms.dated_edition(low['edition'], low['published_on'])} and stood at {now}{read}."
    )


def truce_answer(events: pd.DataFrame, layers: pd.DataFrame) -> str:
    """The last day of the truce as agreed, and whether the duties' own acts say the same day.

    ``events``: acts and talks with the end they print (``scheduled_end``); ``layers``: ``tariff_layers``.
    """
    truces = events[events["event_id"].isin(TRUCES) & events["scheduled_end"].notna()]
    if truces.empty:
        return "No truce had been agreed by this date."
    agreed = truces.sort_values("announced_on").iloc[-1]
    words = f"Agreed in {terms.month(agreed['announced_on'])} to run to {terms.day(agreed['scheduled_end'])}"
    open_ends = layers[layers["coverage"].isin(tariffs.HEADLINE) & layers["valid_to"].isna()].dropna(
        subset="scheduled_end"
    )
    earlier = open_ends[open_ends["scheduled_end"] < agreed["scheduled_end"]]
    if earlier.empty:
        return f"{words}."
    last = earlier.sort_values("scheduled_end").iloc[-1]
    whose = {"USA": "the US duty", "CHN": "China's duty"}[str(last["importer_iso3"])]
    return (
        f"{words}. The notices that extend it are not in our data; by the last one there {whose} of "
        f"{terms.rate(last['rate_pct'], 0)} was due to end on {terms.day(last['scheduled_end'])}."
    )
