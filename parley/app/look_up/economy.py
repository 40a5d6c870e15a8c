"""One economy: the duty on its goods by law and as collected, its trade, what it sells, its forecasts, its acts."""

from dataclasses import replace
from datetime import date

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from parley import terms, words
from parley.app import navigation
from parley.app.kit import blocks, cache, figures, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.look_up import economy_lists, economy_rates, economy_trade, header, model, things, two_days
from parley.app.look_up.law_steps import rate_on, step_bars
from parley.app.look_up.model import CHINA
from parley.app.look_up.product import by_law
from parley.app.tariffs import money, products
from parley.app.tariffs.law_day import LawDay
from parley.charts.figure import Caption
from parley.measures import origin_duties, usmca
from parley.measures.partners import ENDED, LAST_LAW_DAY, RULING
from parley.measures.preferences import SYMBOLS
from parley.measures.tariffs import in_force
from parley.tables import countries

SAY = words.beside(__file__)
LAW_KNOWN_TO = pd.Timestamp(LAST_LAW_DAY)
OWN_STEPS, STEPS = "us_tariff_origin_steps", "us_tariff_partner_steps"


def draw(iso3: str, as_of: date, head: DeltaGenerator) -> None:
    """All blocks of an economy; each fails alone."""
    name = cache.place(iso3)
    header.draw(head, SAY("economy.title", name=terms.capital(name)), SAY("economy.covers", day=terms.day(as_of)))
    blocks.metrics(facts(iso3, as_of))
    figures.block("Average US duty", lambda: average(iso3, as_of))
    figures.block("Rates of its own", lambda: economy_rates.own_rates(iso3, as_of))
    figures.block("Two dates", lambda: changed(iso3, as_of))
    figures.block("Trade by month", lambda: economy_trade.by_month(iso3, as_of))
    figures.block("What it sells", lambda: economy_trade.sells(iso3, as_of))
    figures.block("Duty by section", lambda: sections(iso3, as_of))
    figures.block("Duty collected", lambda: duty_collected(iso3, as_of))
    figures.block("What hangs on the US", lambda: economy_trade.exposed(iso3, as_of))
    figures.block("If the extra duties ended", lambda: model.ended(iso3, as_of))
    figures.block("Effects in a published model", lambda: economy_lists.effects(iso3, as_of))
    figures.block("Forecasts", lambda: economy_lists.forecasts(iso3, as_of))
    if iso3 != CHINA:
        figures.block("Trade with China", lambda: economy_lists.with_china(iso3, as_of))
    figures.block("Acts", lambda: economy_lists.acts(iso3, as_of))
    header.missing("economy")
    written.write(navigation.link("pages/what_if_world.py", SAY("economy.what_if"), {}))


@kept
def steps(iso3: str, as_of: date) -> pd.DataFrame:
    """The average duty on an origin by law in the columns of ``results.law.steps``.

    Line by line where the table of the law has the origin; else what the Budget Lab at Yale worked out, up to the last
    day it knew. Raises NothingToShowError.
    """
    by_line = origin_duties.steps_of(cache.table(OWN_STEPS, as_of), iso3, as_of)
    if len(by_line):
        return by_line
    table = cache.table(STEPS, as_of)
    rows = table[(table["exporter_iso3"] == iso3) & ~table["is_projection"].astype(bool)].dropna(subset="rate_pct")
    rows = rows[rows["valid_from"] <= pd.Timestamp(as_of)]
    totals = rows[(rows["authority"] == "total") & ~rows["valid_from"].between(RULING, ENDED, inclusive="left")]
    if totals.empty:
        raise NothingToShowError(SAY("economy.no_average", day=terms.day(as_of)))
    spans = totals.sort_values("valid_from")[["valid_from", "valid_to", "rate_pct"]].to_dict("records")
    steps_in_force = []
    for span in spans:
        if span["valid_from"] > LAW_KNOWN_TO:
            break  # what the source holds after it is the law it knew, not that of the day
        first, end = span["valid_from"], min(span["valid_to"], pd.Timestamp(as_of), LAW_KNOWN_TO)
        in_force_then = in_force(rows[rows["authority"] != "total"], first)
        charged = in_force_then[in_force_then["rate_pct"] > 0]
        parts = charged if len(charged) else in_force_then.head(1)
        steps_in_force.append(parts.assign(valid_from=first, valid_to=end, sum_pct=span["rate_pct"]))
    every = pd.concat(steps_in_force, ignore_index=True)
    ranged: pd.DataFrame = every.assign(low_pct=every["sum_pct"], high_pct=every["sum_pct"])[origin_duties.STEPS]
    return ranged


@kept
def average(iso3: str, as_of: date) -> Figure:
    """The average duty by law, step by step."""
    rows = steps(iso3, as_of)
    caption, note = average_caption(rows, cache.place(iso3)), _average_note(iso3, as_of, rows)
    views = {"Chart": lambda palette: step_bars(rows, palette)}
    return Figure("look_up_average", caption, rows, views, note=note, state=(iso3, as_of))


def average_caption(rows: pd.DataFrame, name: str) -> Caption:
    """The average duty on the last day known, and the peak that stood a month; where that is now, where it began.

    ``rows``: columns of ``results.law.steps``.
    """
    steps = rows.drop_duplicates("valid_from").sort_values("valid_from")
    lasting = two_days.lasting(rows)
    now, before, highest = steps.iloc[-1], steps.iloc[0], lasting["sum_pct"].max()
    first = terms.month(before["valid_from"])  # what our tables begin with is no history of duties
    rates = {"now": now["sum_pct"], "before": before["sum_pct"], "peak": highest}
    printed = {field: terms.rate(rate) for field, rate in rates.items()}
    if printed["peak"] not in (printed["now"], printed["before"]) or now["sum_pct"] < before["sum_pct"]:
        case = "peaked"
    else:
        case = "same" if printed["now"] == printed["before"] else "rose"
    finding = SAY("average.title", case, name=name, first=first, **printed)
    alt = "; ".join(f"from {terms.day(s['valid_from'])} {terms.rate(s['sum_pct'])}" for s in steps.to_dict("records"))
    measure = SAY("average.measure", name=name, first=first, day=terms.day(now["valid_to"]))
    return Caption(finding, measure, f"Bars by law, percent: {alt}.")


def brief_peak(rows: pd.DataFrame) -> str:
    """That the highest duty stood for less than a month, which no title tells; empty where it stood longer."""
    runs = two_days.runs(rows)
    if runs["sum_pct"].max() == two_days.lasting(rows)["sum_pct"].max():
        return ""
    return SAY("average.brief", peak=terms.rate(runs["sum_pct"].max()))


def _average_note(iso3: str, as_of: date, rows: pd.DataFrame) -> str:
    """Whose average it is, and what it leaves out."""
    if iso3 in by_law():
        may_claim = iso3 in SYMBOLS and iso3 not in usmca.ORIGINS
        return SAY("economy.average_unclaimed") if may_claim else SAY("economy.average_lines")
    members = SAY("economy.average_note") if iso3 in countries.union_members() else ""
    is_past = pd.Timestamp(as_of) > LAW_KNOWN_TO
    ended = SAY("economy.average_ended", known=terms.day(LAW_KNOWN_TO)) if is_past else ""
    return " ".join(filter(None, [members, ended, brief_peak(rows)]))


def changed(iso3: str, as_of: date) -> Figure:
    """The average duty by law on an earlier day and on the last day known."""
    rows, of = steps(iso3, as_of), SAY("two.economy", name=cache.place(iso3))
    return two_days.block(rows, (iso3, as_of), of, LawDay(rows["valid_to"].max()))


def sections(iso3: str, as_of: date) -> Figure:
    """The duty by law on the goods of an origin, section by section. Raises NothingToShowError where it is not held."""
    place = things.law_place(iso3)
    if place not in by_law():
        raise NothingToShowError(SAY("economy.no_law", name=cache.place(iso3)))
    return replace(products.products("section", products.EVERY_SECTION, as_of, place), name="look_up_sections")


def duty_collected(iso3: str, as_of: date) -> Figure:
    """The rate collected by section in the two newest years."""
    years = cache.imports_vintage(as_of).years
    if len(years) < 2:
        raise NothingToShowError(SAY("trade.one_year", day=terms.day(as_of)))
    caption, rows = money.collected(money.Choice(money.BY_GOODS, iso3, "", "", ""), (years[-2], years[-1]), as_of)
    views = {"Chart": lambda palette: money.rate_pairs(rows, palette)}
    return Figure("look_up_collected_of", caption, rows, views, note=SAY("trade.mix"), state=(iso3, as_of))


@kept
def facts(iso3: str, as_of: date) -> list[Metric]:
    """The average duty by law, and imports, exports and duty collected of the newest year known."""
    return [_average_fact(iso3, as_of), *economy_trade.facts(iso3, as_of)]


def _average_fact(iso3: str, as_of: date) -> Metric:
    about = SAY("economy.fact_average", "lines" if iso3 in by_law() else "yale")
    try:
        rows = steps(iso3, as_of)
    except NothingToShowError as nothing:
        return Metric("Average tariff by law", SAY("product.fact.none"), help=str(nothing))
    now = rows[rows["valid_from"] == rows["valid_from"].max()]
    last = now["valid_to"].iloc[0]
    day = SAY("product.fact", "last" if last < pd.Timestamp(as_of) else "on", day=terms.day(last))
    rate = rate_on(now.iloc[0], LawDay(now["valid_to"].iloc[0]))
    return Metric("Average tariff by law", rate, note=day, help=about, source=sources_of(now).parts)
