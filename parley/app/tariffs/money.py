"""The subject Money: what tariffs bring by month and fiscal year, and what is collected on goods and origins."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import address, cache, controls, line_names
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError, some
from parley.app.kit.figures import Figure, kept_figure
from parley.app.tariffs import fiscal_years
from parley.app.trade import goods as trade_goods
from parley.app.trade import header as trade_header
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.labels import MONEY_STEPS, ceiling, month_ticks, rate_ticks, short, with_unit
from parley.charts.months import HALF_MONTH, add_runs
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis
from parley.measures import revenue
from parley.measures import revenue as measures
from parley.measures.trade import WORLD
from parley.tables import us_imports as imports

SAY = words.beside(__file__)
COUNT = 15
BY_MONTH, BY_YEAR, BY_GOODS, BY_ORIGIN = "Months", "Fiscal years", "Goods", "Origins"
WITH_RATE = "Since 2015"
STARTS = {WITH_RATE: pd.Timestamp("2015-01-01"), "Since 1982": pd.Timestamp("1982-01-01")}
FORMER = {"Since 2017": WITH_RATE}
EVERY_ORIGIN, UNION = "All origins", "European Union"
EVERY_HEADING = "All headings"
KINDS = {
    "section": "section",
    "chapter": "chapter",
    "heading": "heading (HS4)",
    "hts10": "line (HTS10)",
    "exporter_iso3": "supplier",
}
COLUMNS = ["exporter_iso3", "year", "section", "chapter", "hs6", "value_usd", "duty_usd", "source_id"]
LINE_COLUMNS = ["exporter_iso3", "year", "hs6", "hts10", "value_usd", "duty_usd", "source_id"]
SPECIAL = "98"  # chapters 98 and 99 stand in no section
PANEL_NAMES = {"y": "Customs duties, billion US dollars a month", "y2": "Calculated duty as a share of imports, %"}
TWO_PANELS = {"y": [0.46, 1.0], "y2": [0.0, 0.34]}
FINE_RATES = 15.0  # percent: a lower axis has ticks of five points
MOST_STEPS = 5.2
END_PX = 60  # for the names at the ends of the lines
RECEIVED, PAID_BACK, NET = "Received", "Refunded", "Received less refunded"


class Choice(NamedTuple):
    """What a row is, of which origin (ISO code, EU27, or empty: all), section, chapter and heading (empty: all)."""

    ranked: str
    origin: str
    section: str
    chapter: str
    heading: str

    @property
    def by(self) -> str:
        """The column whose values are the rows."""
        if self.ranked == BY_ORIGIN:
            return "exporter_iso3"
        return "hts10" if self.heading else "heading" if self.chapter else "chapter" if self.section else "section"


def money(as_of: date) -> Figure:
    """What customs received by month or fiscal year, or the rates collected in both years on what is chosen."""
    implied = BY_GOODS if address.opened_with("tariff_collected_origin") else None
    by = controls.choose("By", [BY_MONTH, BY_YEAR, BY_GOODS, BY_ORIGIN], "tariff_collected_by", implied=implied)
    if by == BY_MONTH:
        address.rename("tariff_revenue_since", FORMER)
        return received(controls.choose("Period", list(STARTS), "tariff_revenue_since"), as_of)
    if by == BY_YEAR:
        return fiscal_years.by_fiscal_year(as_of)
    return rates_of(_choice(by, as_of), as_of)


@kept_figure
def received(since: str, as_of: date) -> Figure:
    """Duties received and refunded from a month on, and the duty calculated. Raises NothingToShowError without any."""
    duty = trade_header.duty(as_of)
    duty = duty if since == WITH_RATE else duty.iloc[:0]
    table = cache.table("us_customs_revenue_monthly", as_of)
    rows = some(revenue.monthly(table, duty, STARTS[since]), SAY("revenue.none"))
    views = {"Chart": lambda palette: revenue_panels(rows, palette)}
    notes = [year_before(rows), SAY("revenue.note") if since == WITH_RATE else ""]
    return Figure("tariff_revenue", revenue_caption(rows), rows, views, note=" ".join(filter(None, notes)))


@kept_figure
def rates_of(choice: Choice, as_of: date) -> Figure:
    """The rates collected in both years on what is chosen. Raises NothingToShowError without two years or imports."""
    caption, rows = collected(choice, _years(as_of), as_of)
    views = {"Chart": lambda palette: rate_pairs(rows.head(COUNT), palette)}
    return Figure("tariff_collected", caption, rows, views, note=SAY("collected.note"))


def _years(as_of: date) -> tuple[int, int]:
    """The two newest years. Raises NothingToShowError on a day that did not know two of one release."""
    years = cache.imports_vintage(as_of).years
    if len(years) < 2:
        raise NothingToShowError(SAY("collected.before", day=terms.day(as_of)))
    return years[-2], years[-1]


def _choice(by: str, as_of: date) -> Choice:
    origin = ""
    if by == BY_GOODS:
        origins = _origins(as_of)
        name = controls.select("Origin", list(origins), "tariff_collected_origin", cache.country_names()["CHN"])
        origin = origins[name]
    sections = {trade_goods.EVERY_SECTION: "", **line_names.SECTIONS}
    section = _chosen("Section", sections, "tariff_collected_section")
    chapter = heading = ""
    if section:
        chapters = {trade_goods.EVERY_CHAPTER: "", **trade_goods.chapters(section, as_of)}
        chapter = _chosen("Chapter", chapters, "tariff_collected_chapter")
    if chapter:
        headings = {EVERY_HEADING: "", **_headings(chapter, as_of)}
        heading = _chosen("Heading", headings, "tariff_collected_heading")
    return Choice(by, origin, section, chapter, heading)


def _chosen(label: str, options: dict[str, str], key: str) -> str:
    return options[controls.select(label, list(options), key, next(iter(options)))]


@kept
def _origins(as_of: date) -> dict[str, str]:
    """Names and codes of all origins, largest first; the Union as one among them."""
    names = cache.country_names()
    values = cache.imports(as_of, columns=["exporter_iso3", "value_usd"], members=True)
    order = values.groupby("exporter_iso3")["value_usd"].sum().sort_values(ascending=False).index
    return {EVERY_ORIGIN: "", UNION: imports.EUROPEAN_UNION, **{names[code]: code for code in order}}


@kept
def _headings(chapter: str, as_of: date) -> dict[str, str]:
    codes = cache.table("hs_codes", as_of)
    of_chapter = codes[codes["level"].eq(4) & codes["code"].str.startswith(chapter)]
    return {
        f"{code}, {short(text)}": code for code, text in zip(of_chapter["code"], of_chapter["description"], strict=True)
    }


@kept
def collected(choice: Choice, years: tuple[int, int], as_of: date) -> tuple[Caption, pd.DataFrame]:
    """The rows of a choice with their names. Raises NothingToShowError where nothing was imported in either year."""
    imported = _imports(choice, years, as_of)
    if not imported["value_usd"].any():  # no rows, or rows of trade the source prints as zero
        raise NothingToShowError(SAY("collected.empty", base=years[0], year=years[1]))
    rows = measures.two_years(imported, choice.by, *years)
    total = measures.two_years(imported.assign(all="all"), "all", *years).iloc[0]
    rows.insert(1, "name", _names(rows["code"], choice.by, as_of))
    caption = collected_caption(total, rows.head(COUNT), len(rows), _of(choice), KINDS[choice.by])
    return caption, rows if choice.ranked == BY_ORIGIN else rows.assign(exporter_iso3=choice.origin or WORLD)


def _imports(choice: Choice, years: tuple[int, int], as_of: date) -> pd.DataFrame:
    """Imports of both years of the goods and the origin chosen, of one vintage, with each column rows may be of."""
    where: dict[str, list[object]] = {}
    if choice.origin:
        where["exporter_iso3"] = [choice.origin]
    is_line = choice.by == "hts10"
    if choice.heading:
        where["hs6"] = [f"{choice.heading}{n:02}" for n in range(100)]
    elif choice.chapter or choice.section:
        where |= {"chapter": [choice.chapter]} if choice.chapter else {"section": [choice.section]}
    members = choice.origin != imports.EUROPEAN_UNION
    parts = [
        cache.imports(as_of, year, 10 if is_line else 6, where, LINE_COLUMNS if is_line else COLUMNS, members)
        for year in years
    ]
    both = pd.concat(parts, ignore_index=True).assign(heading=lambda rows: rows["hs6"].str[:4])
    return both if is_line else both.assign(section=both["section"].fillna(SPECIAL))


def _names(codes: pd.Series, by: str, as_of: date) -> list[str]:
    if by == "exporter_iso3":
        return [cache.country_names()[code] for code in codes]
    if by != "hts10":
        return [trade_goods.goods_name(code, by) for code in codes]
    wordings = line_names.wordings(list(codes), as_of)
    return [f"{code} {wordings[code].capitalize()}" for code in codes]


def _of(choice: Choice) -> list[str]:
    """The goods chosen in a title, the longest words first."""
    place = cache.place(choice.origin) if choice.origin else "all countries"
    if choice.heading:
        return [SAY("collected.heading", code=choice.heading, place=place)]
    if choice.chapter:
        return [SAY("collected.chapter", code=choice.chapter, place=place)]
    if not choice.section:
        return [SAY("collected.goods", place=place)]
    goods = terms.in_a_sentence(terms.SECTION_LABELS[choice.section])
    return [SAY("collected.section", goods=goods, place=place), SAY("collected.these", place=place)]


def revenue_panels(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Bars of duties received and, below zero, paid back, US dollars; calculated duty in percent as lines below them.

    ``rows``: columns month, gross_receipts_usd, refunds_usd, customs_duties_usd (drawn where receipts and refunds are
    not known apart), and of all partners and of China effective_rate_pct, rate_vintage, china_rate_pct,
    china_rate_vintage. Without any rate there is one panel. Gaps stay gaps, and a line ends where the release changes.
    """
    rates = rows.dropna(subset=["effective_rate_pct", "china_rate_pct"], how="all")
    panels = TWO_PANELS if len(rates) else {"y": [0.0, 1.0]}
    figure = draft(palette, height=470 if len(rates) else 330, margin=(44, END_PX if len(rates) else 12, 46, 38))
    apart = rows["gross_receipts_usd"].notna()
    for name, column, months, sign, colour in (
        (RECEIVED, "gross_receipts_usd", apart, 1, palette.us),
        (PAID_BACK, "refunds_usd", apart, -1, palette.fentanyl),
        (NET, "customs_duties_usd", ~apart, 1, palette.grey),
    ):
        _bars(figure, rows.loc[months, "month"], sign * rows.loc[months, column], name, colour)
    if len(rates):
        _rate_line(figure, rows, ("effective_rate_pct", "rate_vintage"), "All goods", palette.ink, palette.ink)
        of_china = ("china_rate_pct", "china_rate_vintage")
        _rate_line(figure, rows, of_china, "Chinese goods", palette.china, palette.china_text)
    for panel, domain in panels.items():
        _panel_name(figure, PANEL_NAMES[panel], domain[1], palette.us if panel == "y" else palette.ink)
    low = -float(rows["refunds_usd"].max()) / 1e9 if apart.any() else 0.0
    top = float(rows["gross_receipts_usd"].fillna(rows["customs_duties_usd"]).max()) / 1e9
    axis = month_ticks(rows["month"].min(), rows["month"].max())
    figure.update_layout(
        barmode="relative",
        bargap=0.15,
        showlegend=bool(apart.any()),
        legend={"y": 1.11 if len(rates) else 1.16, "x": 1, "xanchor": "right"},
        xaxis=x_axis(palette, anchor="y2" if len(rates) else "y", **axis),
        yaxis=y_axis(palette, domain=panels["y"], **_money(low, top)),
    )
    if len(rates):
        figure.update_layout(
            yaxis2=y_axis(
                palette,
                domain=panels["y2"],
                **_rates(float(rates[["effective_rate_pct", "china_rate_pct"]].max().max())),
            ),
        )
    return figure.done()


def _rate_line(
    figure: Draft, rows: pd.DataFrame, columns: tuple[str, str], name: str, colour: str, text_colour: str
) -> None:
    """One rate of the lower panel, named at its end."""
    rate, vintage = columns
    dated = rows.dropna(subset=rate)
    if dated.empty:
        return
    dated = dated.assign(vintage=dated[vintage])  # in place of that of the receipts
    add_runs(figure, dated, rate, terms.rate, name, 2.5, colour, yaxis="y2")
    newest = dated.iloc[-1]
    figure.add_annotation(
        x=newest["month"] + HALF_MONTH,
        y=newest[rate],
        yref="y2",
        xanchor="left",
        xshift=4,
        align="left",
        showarrow=False,
        text=f"<b>{name.replace(' ', '<br>')}</b>",
        font={"color": text_colour, "size": 12},
    )


def _bars(figure: Draft, months: pd.Series, values: pd.Series, name: str, colour: str) -> None:
    if months.empty:
        return
    figure.add_bar(
        x=months + HALF_MONTH,
        y=values / 1e9,
        name=name,
        marker={"color": colour, "line": {"width": 0}},
        customdata=values.abs().map(terms.usd),
        hovertemplate=f"<b>%{{customdata}}</b> {name.lower()}<br>%{{x|%B %Y}}<extra></extra>",
    )


def _panel_name(figure: Draft, name: str, top: float, colour: str) -> None:
    figure.add_annotation(
        x=0,
        y=top,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        xshift=-40,
        yshift=8,
        showarrow=False,
        text=f"<b>{name}</b>",
        font={"color": colour},
    )


def _money(low: float, top: float) -> dict[str, Any]:
    """An axis of billion US dollars on both sides of zero; what is paid back is named by its size alone."""
    step = next((s for s in MONEY_STEPS if (top - low) / s <= MOST_STEPS), MONEY_STEPS[-1])
    ticks = list(range(-step * int(-low / step), int(top / step) * step + 1, step))
    labels = with_unit((str(abs(v)) for v in ticks), "bn")
    return {"range": [low * 1.06, top * 1.06], "tickvals": ticks, "ticktext": labels}


def _rates(top: float) -> dict[str, Any]:
    if top > FINE_RATES:
        return {"range": [0, ceiling(top)], **rate_ticks(ceiling(top))}
    step = 5 if top > 5 else 1
    ticks = list(range(0, int(top) + step + 1, step))
    return {"range": [0, ticks[-1]], "tickvals": ticks, "ticktext": with_unit(map(str, ticks), "%")}


def revenue_caption(rows: pd.DataFrame) -> Caption:
    """Twelve months of receipts and of refunds; of their net where they are not apart."""
    last = rows.iloc[-1]
    until = terms.month(last["month"])
    is_gross = pd.notna(last["gross_12_months_usd"])
    kind, column = ("gross", "gross_12_months_usd") if is_gross else ("net", "net_12_months_usd")
    finding = SAY(
        "revenue.title",
        kind,
        value=terms.usd(last[column]),
        until=until,
        refunds=terms.usd(last["refunds_12_months_usd"]) if is_gross else "",
    )
    measure = SAY("revenue.measure", first=terms.month(rows["month"].min()), until=until)
    return Caption(finding, measure, _alt(rows, "gross_receipts_usd" if is_gross else "customs_duties_usd"))


def year_before(rows: pd.DataFrame) -> str:
    """What the twelve months before those of the title brought, gross or net as there; empty where it is not known."""
    last = rows.iloc[-1]
    column = "gross_12_months_usd" if pd.notna(last["gross_12_months_usd"]) else "net_12_months_usd"
    earlier = rows.loc[rows["month"] == last["month"] - pd.DateOffset(years=1), column].dropna()
    return "" if earlier.empty else SAY("revenue.earlier", value=terms.usd(earlier.item()))


def _alt(rows: pd.DataFrame, column: str) -> str:
    months, last = rows.dropna(subset=column), rows.iloc[-1]
    peak = months.nlargest(1, column).iloc[0]
    caption = (
        f"Bars by month: most {terms.usd(peak[column])} in {terms.month(peak['month'])}, newest "
        f"{terms.usd(last[column])} in {terms.month(last['month'])}."
    )
    if rows["refunds_usd"].notna().any():
        most = rows.nlargest(1, "refunds_usd").iloc[0]
        caption += f" Refunded: most {terms.usd(most['refunds_usd'])} in {terms.month(most['month'])}."
    for name, rate in (("imports", "effective_rate_pct"), ("Chinese goods", "china_rate_pct")):
        rates = rows.dropna(subset=rate)
        if len(rates):
            share = f"{terms.rate(rates[rate].iloc[-1])} in {terms.month(rates['month'].iloc[-1])}"
            caption += f" Calculated duty as a share of {name}: {share}."
    return caption


def rate_pairs(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The rate of both years in percent, the earlier year hollow, largest imports on top.

    ``rows``: name, year, base_year, rate_pct, rate_base_pct, value and duty of both years; a year without imports has
    no mark.
    """
    years = {str(rows["base_year"].iloc[0]): "_base", str(rows["year"].iloc[0]): ""}
    marks = [
        Mark(f"rate{suffix}_pct", year, palette.us, hollow=bool(suffix), hover=_words(rows, suffix, year))
        for year, suffix in years.items()
    ]
    text = {year: [_rate(rate) for rate in rows[f"rate{suffix}_pct"]] for year, suffix in years.items()}
    return dots(rows, palette, marks=marks, text=text)


def _words(rows: pd.DataFrame, suffix: str, year: str) -> list[str]:
    """Rate, duty and value of one year of each row, as a mark tells them."""
    columns = ["name", f"rate{suffix}_pct", f"duty{suffix}_usd", f"value{suffix}_usd"]
    return [
        f"<b>{terms.rate(rate)}, {terms.usd(duty, 2)} on {terms.usd(value, 2)}</b> {year}<br>{name}"
        for name, rate, duty, value in rows[columns].itertuples(index=False)
    ]


def collected_caption(total: pd.Series, shown: pd.DataFrame, in_all: int, of: Sequence[str], kind: str) -> Caption:
    """The rate of all rows together in both years, and what the largest paid.

    ``total``: one row of ``revenue.two_years`` of everything chosen; ``of`` names it, the longest first, ``kind`` what
    a row is; ``in_all``: how many rows there are, shown or not.
    """
    year, base = int(total["year"]), int(total["base_year"])
    has_now, has_before = pd.notna(total["rate_pct"]), pd.notna(total["rate_base_pct"])
    is_below = has_now and has_before and total["rate_pct"] < total["rate_base_pct"]
    rates = {"now": _rate(total["rate_pct"]), "before": _rate(total["rate_base_pct"])}
    is_same = has_now and rates["now"] == rates["before"]
    case = (
        "same"
        if is_same
        else "below"
        if is_below
        else "both"
        if has_now and has_before
        else "only_now"
        if has_now
        else "only_before"
    )
    finding = terms.fitting(SAY("collected.title", case, of=each, year=year, base=base, **rates) for each in of)
    measure = SAY(
        "collected.measure",
        "largest" if in_all > len(shown) else "all",
        kind=kind,
        base=base,
        year=year,
        count=terms.counted(len(shown)),
    )
    listed = "; ".join(
        f"{name} {_rate(before)} to {_rate(now)}"
        for name, before, now in shown[["name", "rate_base_pct", "rate_pct"]].itertuples(index=False)
    )
    return Caption(finding, measure, f"Pairs of marks, percent, {base} to {year}. {listed}.")


def _rate(value: float) -> str:
    return "none" if pd.isna(value) else terms.rate(value)
