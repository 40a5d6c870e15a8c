"""What the Chips page says in words, and the rows its blocks share; before a release these are empty."""

from datetime import date

import pandas as pd

from parley import terms
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
NOT_RELEASED = "No year of US imports by product had been released"
ELECTRICAL, MACHINERY = "85", "84"
TIMELINE = "semiconductor_controls_timeline"
LAYER = "semiconductors"  # begins the scope of the layer on Chinese chips
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
    words = line_names.wordings(rows["hts10"].unique(), as_of)
    return chips.by_line(rows.assign(description=rows["hts10"].map(words)))


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
    """The rows. Raises NothingToShowError saying that ``what`` was not known by the date, where there are none."""
    if rows.empty:
        raise NothingToShowError(f"{what} by {terms.day(as_of)}. Choose a later as-of date.")
    return rows


@kept
def header(as_of: date) -> tuple[str, str, list[Metric], str]:
    """The page's answer, the line below it, its facts, and until when they are known."""
    bought, years = partners(CHIPS, as_of), taiwan(as_of)
    covers = "Where US chips and the machines to make them come from, what each side withholds, what duty is due."
    return answer(bought, years), covers, metrics(bought, years, layer(as_of)), known_until(bought, years)


def answer(bought: pd.DataFrame, years: pd.DataFrame) -> str:
    """China's part in US chip imports, and the part of computers in the rise of imports from Taiwan."""
    rise = chips.computers_in_rise(years, BASE_YEAR)
    said = []
    if len(bought):
        said.append(f"China supplied {_china(bought, 0)} of US chip imports in {bought['year'].iloc[0]}")
    if rise is not None:
        span = f"{BASE_YEAR} to {years['year'].max()}"
        made = f"omputers and parts made {terms.rate(rise[2], 0)} of the rise in imports from Taiwan, {span}"
        said.append(("c" if said else "C") + made)
    return "; ".join(said) or "Chips in the dispute between the US and China"


def _china(bought: pd.DataFrame, decimals: int = 1) -> str:
    share = bought.loc[bought["exporter_iso3"] == chips.CHINA, "share_pct"].sum()
    return terms.rate(float(share), decimals)


def metrics(bought: pd.DataFrame, years: pd.DataFrame, duty_layer: pd.Series | None) -> list[Metric]:
    """Chips imported, China's share, all goods from Taiwan, and the listed duty on Chinese chips."""
    facts = []
    if len(bought):
        year = bought["year"].iloc[0]
        total, lead = terms.usd_bn(bought["value_usd"].sum()), bought.iloc[0]
        about = "US imports for consumption under HS 8542, customs value."
        share, note, source = terms.rate(lead["share_pct"]), f"from {lead['partner']}", sources_of(bought).parts
        facts.append(Metric(f"Chips imported, {year}", total, share, note, about, source=source))
        value = bought.loc[bought["exporter_iso3"] == chips.CHINA, "value_usd"].sum()
        facts.append(
            Metric("China's share", _china(bought), terms.usd_bn(value, 2), f"in {year}", about, source=source)
        )
    if len(years):
        facts.append(_from_taiwan(years))
    facts.append(_duty(duty_layer))
    return facts


def _from_taiwan(years: pd.DataFrame) -> Metric:
    totals = years.groupby("year")["value_usd"].sum()
    last, about = int(totals.index.max()), "US imports for consumption of all goods. By group under “Taiwan”."
    label, value, source = f"Taiwan, all, {last}", terms.usd_bn(totals[last]), sources_of(years).parts
    if BASE_YEAR not in totals.index or last <= BASE_YEAR:
        return Metric(label, value, help=about, source=source)
    change = (totals[last] / totals[BASE_YEAR] - 1) * 100
    arrow = "up" if change > 0 else "down"
    return Metric(label, value, terms.change_pct(change, 0), f"on {BASE_YEAR}", about, arrow, source)  # type: ignore[arg-type]


def layer(as_of: date) -> pd.Series | None:
    """The listed duty on Chinese chips in force on the day, or last confirmed before it."""
    rows = cache.table("tariff_layers", as_of)
    chip = rows["scope"].fillna("").str.startswith(LAYER) & (rows["exporter_iso3"] == chips.CHINA)
    begun = rows[chip & (rows["valid_from"] <= pd.Timestamp(as_of))]
    return None if begun.empty else begun.sort_values("valid_from").iloc[-1]


def _duty(layer: pd.Series | None) -> Metric:
    if layer is None:
        return Metric("Section 301, chips", "none", help="No duty on a list of chips alone was in force in our tables.")
    since, last = terms.day(layer["valid_from"]), layer["confirmed_until"]
    unsure = pd.Timestamp(controls.as_of()) > last
    state, note = ("not confirmed", "") if unsure else ("in force", f"since {since}")
    about = f"{layer['scope'].capitalize()}, {layer['instrument']}, since {since}, on top of ordinary duty."
    about += f" Confirmed to {terms.day(last)}." if unsure else ""
    source = sources_of(layer.to_frame().T).parts
    return Metric("Section 301, chips", terms.rate(layer["rate_pct"]), state, note, about, source=source)


def known_until(bought: pd.DataFrame, years: pd.DataFrame) -> str:
    """The years the figures are of, and to which day the controls are confirmed."""
    spans = [f"imports by product of {bought['year'].iloc[0]}"] if len(bought) else []
    spans += [f"imports from Taiwan to {years['year'].max()}"] if len(years) else []
    if controls.is_latest():
        return f"Known: {terms.listed([*spans, f'controls to {terms.day(confirmed_to())}'])}."
    words = f"Known: {terms.listed(spans)}, as revised since. " if spans else ""
    return f"{words}Controls as announced by {terms.day(controls.as_of())}."
