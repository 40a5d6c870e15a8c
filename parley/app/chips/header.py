"""What the Chips page says in words, and the rows its blocks share; before a release these are empty."""

from collections import Counter
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, line_names
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.measures import chip_controls, chips

CHIPS, OTHER_SEMIS, MACHINES = "8542", "8541", "8486"
PRODUCTS = (CHIPS, OTHER_SEMIS, MACHINES)
TAXED = (*PRODUCTS, *chips.COMPUTERS)
TAIWAN_HEADINGS = (*chips.COMPUTERS, CHIPS)
BASE_YEAR = 2023  # the year before the rise in computers from Taiwan
ELECTRICAL, MACHINERY = "85", "84"
TIMELINE = "semiconductor_controls_timeline"
LAYER = "semiconductors"  # begins the scope of the layer on Chinese chips
SAY = words.beside(__file__)
ACT_COLUMNS = [
    "valid_from",
    "announced_on",
    "actor",
    "title",
    "scope",
    "direction",
    "status_text",
    "instrument",
    "citation",
    "actor_account",
    "verification",
    "source_url",
    "event_id",
    "source_id",
]
IMPORT_COLUMNS = ["exporter_iso3", "year", "hs6", "value_usd", "duty_usd", "source_id"]


def imports(as_of: date) -> pd.DataFrame:
    """US imports of the newest year known in the chapters of machinery and electrical goods."""
    return cache.imports(as_of, None, 6, {"chapter": [MACHINERY, ELECTRICAL]}, IMPORT_COLUMNS)


@kept
def partners(heading: str, as_of: date) -> pd.DataFrame:
    """Who sells the US one group of goods."""
    return chips.by_partner(imports(as_of), heading, cache.country_names())


@kept
def lines(heading: str, as_of: date) -> pd.DataFrame:
    """The ten-digit lines of one group of goods."""
    columns = ["hts10", "year", "exporter_iso3", "value_usd", "duty_usd", "source_id"]
    rows = cache.imports(as_of, None, 10, {"hs6": _subheadings(heading)}, columns)
    named = {place.rpartition(".")[2] for place, _ in SAY.texts()}
    printed = line_names.wordings(rows["hts10"].unique(), as_of)
    plain = {code: SAY("lines.name", code) if code in named else wording for code, wording in printed.items()}
    return chips.by_line(rows.assign(description=rows["hts10"].map(_told_apart(plain))))


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    """The names of lines by code; of lines that share a name each gets its code."""
    count = Counter(names.values())
    return {
        code: name if count[name] == 1 else SAY("lines.coded", name=name, line=f"{code[:4]}.{code[4:6]}.{code[6:]}")
        for code, name in names.items()
    }


def _subheadings(*headings: str) -> list[str]:
    """Every code a subheading of these headings may have, in whatever edition."""
    return [f"{heading}{n:02}" for heading in headings for n in range(100)]


@kept
def duty(as_of: date) -> pd.DataFrame:
    """Duty collected on chips, chip machines and computers, from China and from all others."""
    return chips.duty_by_heading(imports(as_of), TAXED)


@kept
def taiwan(as_of: date) -> pd.DataFrame:
    """US imports from Taiwan by year and group of goods."""
    columns = ["hs6", "year", "value_usd", "source_id"]
    return chips.by_year(cache.part("us_imports_taiwan_hs6", as_of, columns=columns), TAIWAN_HEADINGS)


def exports_by_product(as_of: date) -> pd.DataFrame:
    """US exports of chips and chip machines to China in full years."""
    columns = ["hs6", "month", "value_usd", "source_id"]
    return chips.exports_by_heading(
        cache.part("us_exports_china_hs6_monthly", as_of, {"hs6": _subheadings(*PRODUCTS)}, columns), PRODUCTS
    )


def exports_by_chapter(as_of: date) -> pd.DataFrame:
    """US exports to China of electrical goods and machinery."""
    where = {"partner_iso3": [chips.CHINA], "chapter": [MACHINERY, ELECTRICAL]}
    return chips.exports_by_chapter(cache.part("us_exports_hs2_annual", as_of, where), (MACHINERY, ELECTRICAL))


@kept
def spells(as_of: date) -> pd.DataFrame:
    """The state of each control over time."""
    return chip_controls.spells(cache.table("events", as_of), as_of, confirmed_to())


def confirmed_to() -> date:
    """The day to which the sources of the controls were read."""
    return pd.Timestamp(cache.sources()["last_known_on"][TIMELINE]).date()


def some(rows: pd.DataFrame, what: str, as_of: date) -> pd.DataFrame:
    """The rows. Raises NothingToShowError where there are none; ``what``: the case of the sentence."""
    if rows.empty:
        raise NothingToShowError(SAY("none", what, day=terms.day(as_of)))
    return rows


@kept
def header(as_of: date) -> tuple[list[Metric], str, str]:
    """The page's facts, the line below them, and until when they are known."""
    bought, years = partners(CHIPS, as_of), taiwan(as_of)
    return metrics(bought, years, layer(as_of)), SAY("header.covers"), known_until()


def _china(bought: pd.DataFrame) -> str:
    return terms.rate(float(bought.loc[bought["exporter_iso3"] == chips.CHINA, "share_pct"].sum()))


def metrics(bought: pd.DataFrame, years: pd.DataFrame, duty_layer: pd.Series | None) -> list[Metric]:
    """Chips imported, China's share, all goods from Taiwan, and the listed duty on Chinese chips."""
    facts = []
    if len(bought):
        year = bought["year"].iloc[0]
        total, lead = terms.usd(bought["value_usd"].sum()), bought.iloc[0]
        about = SAY("header.imports_help")
        share, note, source = terms.rate(lead["share_pct"]), f"from {lead['partner']}", sources_of(bought).parts
        facts.append(Metric(f"Chips imported, {year}", total, share, note, about, source=source))
        value = bought.loc[bought["exporter_iso3"] == chips.CHINA, "value_usd"].sum()
        facts.append(Metric("China's share", _china(bought), terms.usd(value, 2), f"in {year}", about, source=source))
    if len(years):
        facts.append(_from_taiwan(years))
    facts.append(_duty(duty_layer))
    return facts


def _from_taiwan(years: pd.DataFrame) -> Metric:
    totals = years.groupby("year")["value_usd"].sum()
    last, about = int(totals.index.max()), SAY("header.taiwan_help")
    label, value, source = f"Taiwan, all goods {last}", terms.usd(totals[last]), sources_of(years).parts
    if BASE_YEAR not in totals.index or last <= BASE_YEAR:
        return Metric(label, value, help=about, source=source)
    change = (totals[last] / totals[BASE_YEAR] - 1) * 100
    arrow = "up" if change > 0 else "down"
    return Metric(label, value, terms.change_pct(change, 0), f"from {BASE_YEAR}", about, arrow, source)  # type: ignore[arg-type]


def layer(as_of: date) -> pd.Series | None:
    """The listed duty on Chinese chips in force on the day, or last confirmed before it."""
    rows = cache.table("tariff_layers", as_of)
    chip = rows["scope"].fillna("").str.startswith(LAYER) & (rows["exporter_iso3"] == chips.CHINA)
    begun = rows[chip & (rows["valid_from"] <= pd.Timestamp(as_of))]
    return None if begun.empty else begun.sort_values("valid_from").iloc[-1]


def _duty(layer: pd.Series | None) -> Metric:
    if layer is None:
        return Metric("Section 301, chips", SAY("header.no_duty"), help=SAY("header.no_duty_help"))
    since, unsure = terms.day(layer["valid_from"]), pd.Timestamp(controls.as_of()) > layer["confirmed_until"]
    state, note = "" if unsure else "in force", f"since {since}"
    about = SAY("header.duty_help", scope=layer["scope"].capitalize(), instrument=layer["instrument"], since=since)
    source = sources_of(layer.to_frame().T).parts
    return Metric("Section 301, chips", terms.rate(layer["rate_pct"]), state, note, about, source=source)


def known_until() -> str:
    """To which day the controls were checked; on an earlier date, that what was published by then is shown."""
    case, until = ("latest", confirmed_to()) if controls.is_latest() else ("earlier", controls.as_of())
    return SAY("header.known", case, day=terms.day(until))
