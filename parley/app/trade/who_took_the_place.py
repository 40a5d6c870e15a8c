"""The subject Who took China's place: partners' shares of all goods, of an industry, of a section."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.line_names import SECTIONS
from parley.app.trade import header, industry_flows
from parley.app.trade.months import KINDS, STEPS
from parley.charts.figure import Caption
from parley.charts.labels import apart, money_ticks, month_ticks, with_unit
from parley.charts.months import HALF_MONTH, LABEL_PX, by_month, end_label, newest
from parley.charts.theme import Draft, Palette, draft, event_lines, x_axis, y_axis
from parley.measures import bilateral, places
from parley.tables import countries

EVERY, INDUSTRY, SECTION = "All goods", "One industry", "One section"
YEAR_OF = {EVERY: "trade_year", INDUSTRY: "trade_industry_year", SECTION: "trade_section_year"}
BROAD = "Machinery, computers, electrical goods"
INDUSTRIES = {f"{BROAD} (NAICS 333 to 335)": ("333", "334", "335")} | {
    f"{label} (NAICS {code})": (code,) for code, label in terms.INDUSTRY_LABELS.items() if "311" <= code <= "339"
}
PERIOD = "Since 2015"
HEIGHT, TOP, BOTTOM = 440, 16, 28
LINE_PX = 17
WORDS = 7  # of goods and winner that a title has room for
MONTHS_HEIGHT, MARGIN = 380, (44, 104, 28, 38)
DASHES = ("solid", "6px,3px", "2px,2px")
SAY = words.beside(__file__)


class Chosen(NamedTuple):
    """Whose partners are shown: all goods, or an industry or section by its name."""

    by: str
    name: str = ""


class Places(NamedTuple):
    """Imports of some goods by partner and month, the months known of each year, and whole years by product.

    ``products``: exporter_iso3, year, value_usd, source_id of the years known by product alone, of one release.
    """

    rows: pd.DataFrame
    months_of_year: dict[int, int]
    products: pd.DataFrame

    @property
    def years(self) -> list[int]:
        """The years that can be compared with the base year, newest first."""
        return sorted({*self.months_of_year, *self.years_of_products}, reverse=True)

    @property
    def years_of_products(self) -> set[int]:
        """The years whose figures come from the table by product."""
        return set() if self.products.empty else {int(year) for year in self.products["year"].unique()}

    @property
    def default(self) -> int:
        """The year compared unless another is chosen."""
        return max(self.years_of_products) if self.years_of_products else places.default_year(self.months_of_year)


def draw(as_of: date) -> None:
    figures.block(header.PLACE, lambda: of_goods(as_of))


def of_goods(as_of: date) -> list[figures.Content]:
    by, name = controls.choose("Goods", list(YEAR_OF), "trade_place_by"), ""
    if by == INDUSTRY:
        name = controls.select("Industry", list(INDUSTRIES), "trade_industry", next(iter(INDUSTRIES)))
    elif by == SECTION:
        default = next(name for name, numeral in SECTIONS.items() if numeral == "XVI")
        name = controls.select("Section", list(SECTIONS), "trade_place_section", default)
    chosen = Chosen(by, name)

    def further() -> None:
        if by == EVERY:
            figures.block("Industries", lambda: industry_flows.by_industry(as_of))
        else:
            figures.block("Months", lambda: months(chosen, as_of))

    return [partners(chosen, as_of), further]


def partners(chosen: Chosen, as_of: date) -> Figure:
    if chosen.by == EVERY:
        years = bilateral.years_to_compare(header.shares(as_of))
        if not years:
            raise NothingToShowError(SAY("place.no_full_year", base=bilateral.BASE_YEAR, day=terms.day(as_of)))
        default = years[0]
    else:
        goods = _goods(chosen, as_of)
        years, default = goods.years, goods.default
    label = f"Compare {bilateral.BASE_YEAR} with"
    return shares_of(chosen, controls.choose(label, years, YEAR_OF[chosen.by], default=default), as_of)


def _goods(chosen: Chosen, as_of: date) -> Places:
    return (section if chosen.by == SECTION else industry)(as_of, chosen.name)


@kept
def industry(as_of: date, name: str) -> Places:
    columns = ["partner_iso3", "month", "value_usd", "source_id"]
    part = cache.part(industry_flows.NAICS, as_of, {"naics3": INDUSTRIES[name]}, columns)
    return _places(part, pd.DataFrame(), name, as_of)


@kept
def section(as_of: date, name: str) -> Places:
    codes = cache.table("hs_codes", as_of)
    chapters = codes.loc[codes["level"].eq(2) & codes["section"].eq(SECTIONS[name]), "code"]
    where = {"flow": ["import"], "chapter": list(chapters)}
    part = cache.part("us_trade_hs2_monthly", as_of, where, ["partner_iso3", "month", "value_usd", "source_id"])
    columns, years = ["exporter_iso3", "year", "value_usd", "source_id"], cache.imports_vintage(as_of).years
    of_section = {"section": [SECTIONS[name]]}
    products = [cache.imports(as_of, year, 6, of_section, columns) for year in years]
    return _places(part, pd.concat(products) if products else pd.DataFrame(), name, as_of)


def _places(part: pd.DataFrame, products: pd.DataFrame, name: str, as_of: date) -> Places:
    rows = places.monthly(part, set(part["partner_iso3"]))
    months_of_year = places.months_known(rows.loc[rows["partner_iso3"] == bilateral.CHINA, "month"])
    if not months_of_year:
        raise NothingToShowError(SAY("place.no_month", goods=name, base=bilateral.BASE_YEAR, day=terms.day(as_of)))
    return Places(rows, months_of_year, products)


def shares(goods: Places, year: int, as_of: date) -> pd.DataFrame:
    """Partners' shares in the same months of each year up to ``year``."""
    by_month = places.shares(goods.rows, goods.months_of_year.get(year, 12), countries.union_members())
    if year not in goods.years_of_products:
        return by_month
    until = goods.products[goods.products["year"] <= year]
    return places.with_years_of_products(by_month, until)


@dataclass(frozen=True)
class Goods:
    """What the shares are of, as the caption names it: in the finding, in the measure, and the part of the years.

    ``months``: how many of each year from January on.
    """

    of: str = "US imports"
    measured: str = "US general imports of goods"
    part: str = "full years"
    union: bool = True
    months: int = 12


ALL_GOODS = Goods()


def goods_words(name: str, by_section: bool, months: int) -> Goods:
    part = "full years" if months == 12 else f"{industry_flows.part_of_year(months)} of"
    return Goods(f"US imports of {label(name)}", measured(name, by_section), part, not by_section, months)


def measured(name: str, by_section: bool) -> str:
    return f"US imports for consumption, {'section ' if by_section else ''}{name}"


def label(name: str) -> str:
    """An industry or section in a sentence, without its code: ``furniture``."""
    if name.startswith(BROAD):
        return "machinery and electronics"
    return terms.in_a_sentence(
        terms.SECTION_LABELS[SECTIONS[name]] if name in SECTIONS else name.split(" (", maxsplit=1)[0]
    )


@kept
def shares_of(chosen: Chosen, year: int, as_of: date) -> Figure:
    names = cache.country_names()
    shares, goods, note = _shares(chosen, year, as_of)
    moved = bilateral.movers(shares, year)
    caption = shares_caption(moved, bilateral.changes(shares, year), names, goods)
    return Figure(
        "trade_partners",
        caption,
        moved,
        {
            "Slope": lambda palette: slope(moved, names, palette),
            "By year": lambda palette: by_year(moved, names, palette),
        },
        {"By year": years_caption(caption, moved, names, goods)},
        note=note,
        state=(*chosen, year, as_of),
    )


def _shares(chosen: Chosen, year: int, as_of: date) -> tuple[pd.DataFrame, Goods, str]:
    """Shares in every year, how a caption names the goods, and of which releases the figures are."""
    if chosen.by == EVERY:
        return header.shares(as_of), ALL_GOODS, SAY("place.rough")
    goods = _goods(chosen, as_of)
    named = goods_words(chosen.name, chosen.by == SECTION, goods.months_of_year.get(year, 12))
    if year in goods.years_of_products:
        note = SAY("place.products", "revised" if cache.imports_vintage(as_of).has_members else "first")
    else:
        note = SAY("place.one_release")
    return shares(goods, year, as_of), named, note


def slope(rows: pd.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """Each partner's share in the first and the last year of the rows, joined; labels never overlap.

    ``rows``: columns partner_iso3, year, share_pct (percent). China in its colour, the others grey.
    """
    wide = _wide(rows)
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    figure = draft(palette, height=HEIGHT, margin=(44, 168, TOP, BOTTOM))
    top = float(wide.max().max()) * 1.04
    for partner in _china_on_top(wide):
        shares = wide.loc[partner, [first, last]]
        figure.add_scatter(
            x=[0, 1],
            y=shares,
            mode="lines+markers",
            name=names[partner],
            line={"width": _width(partner), "color": palette.country(partner)},
            marker={"size": 9, "color": palette.country(partner), "line": {"width": 1, "color": palette.background}},
            customdata=[(terms.rate(v), year) for v, year in zip(shares, (first, last), strict=True)],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {names[partner]}<br>%{{customdata[1]}}<extra></extra>",
        )
    change = wide[last] - wide[first]
    ends = [f"{_end(p, wide[last], names)} ({terms.signed(change[p], 1)})" for p in wide.index]
    lowest = min(
        *_labels(figure, wide[first], 0, [terms.number(v, 1) for v in wide[first]], top, palette),
        *_labels(figure, wide[last], 1, ends, top, palette),
    )
    ticks = {"tickvals": [0, 1], "ticktext": [f"<b>{y}</b>" for y in (first, last)], "ticks": "", "showline": False}
    ink = {"size": 13, "color": palette.ink}
    figure.update_layout(
        xaxis=x_axis(palette, range=[-0.03, 1.03], tickfont=ink, **ticks),
        yaxis=y_axis(palette, range=[min(0.0, lowest) - 0.03 * top, top], showgrid=False, showticklabels=False),
    )
    return figure.done()


def by_year(rows: pd.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """The same partners' shares in every year between, as lines with their names at the end.

    Years without a share are gaps; where there are any, the years that have one carry a mark.
    """
    wide = _wide(rows)
    wide = wide.reindex(columns=range(int(wide.columns[0]), int(wide.columns[-1]) + 1))
    mode = "lines+markers" if wide.isna().all().any() else "lines"
    figure = draft(palette, height=HEIGHT, margin=(44, 132, TOP, BOTTOM))
    top = float(wide.max().max()) * 1.04
    for partner in _china_on_top(wide):
        shares = wide.loc[partner]
        figure.add_scatter(
            x=list(wide.columns),
            y=shares,
            mode=mode,
            cliponaxis=False,
            name=names[partner],
            line={"width": _width(partner), "color": palette.country(partner)},
            customdata=shares.map(terms.rate, na_action="ignore").fillna(""),
            hovertemplate=f"<b>%{{customdata}}</b> {names[partner]}<br>%{{x}}<extra></extra>",
        )
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    ends = [_end(p, wide[last], names) for p in wide.index]
    _labels(figure, wide[last], last, ends, top, palette)
    ticks = list(range(0, int(top) + 1, 5 if top < 30 else 10 if top < 60 else 20))
    labels = with_unit(map(str, ticks), "%")
    years = list(range(last, first - 1, -2))
    figure.update_layout(
        xaxis=x_axis(palette, range=[first, last + 0.1], tickvals=years, ticktext=[str(y) for y in years]),
        yaxis=y_axis(palette, range=[0, top], tickvals=ticks, ticktext=labels),
    )
    return figure.done()


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.pivot(index="partner_iso3", columns="year", values="share_pct")


def _end(partner: str, shares: pd.Series, names: Mapping[str, str]) -> str:
    return f"{names[partner]} <b>{terms.number(shares[partner], 1)}</b>"


def _china_on_top(wide: pd.DataFrame) -> list[str]:
    return sorted(wide.index, key=lambda partner: partner == "CHN")


def _width(partner: str) -> float:
    return 2.5 if partner == "CHN" else 1.5


def _labels(figure: Draft, shares: pd.Series, x: float, texts: list[str], top: float, palette: Palette) -> list[float]:
    """Words beside the marks; gives their heights."""
    right = x != 0
    places = apart(list(shares), LINE_PX * 1.1 * top / (HEIGHT - TOP - BOTTOM))
    for partner, y, text in zip(shares.index, places, texts, strict=True):
        figure.add_annotation(
            x=x,
            y=y,
            text=text,
            showarrow=False,
            xanchor="left" if right else "right",
            xshift=10 if right else -10,
            yanchor="middle",
            font={"color": palette.china_text if partner == "CHN" else palette.ink},
        )
    return places


def shares_caption(
    rows: pd.DataFrame, change_pp: pd.Series, names: Mapping[str, str], goods: Goods = ALL_GOODS
) -> Caption:
    """China's share in the two years and, where the title has room, the largest gain.

    ``change_pp``: every partner, largest gain first.
    """
    wide = _wide(rows)
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    before, after = wide[first], wide[last]
    moved, most = round(change_pp["CHN"], 1), change_pp.drop("CHN").head(1)
    course = "fell" if moved < 0 else "rose" if moved > 0 else "same"
    winner = names[str(most.index[0])] if len(most) else ""
    gained = bool((most.round(1) > 0).any()) and len(f"{goods.of} {winner}".split()) <= WORDS
    finding = SAY(
        "shares.finding",
        f"{course}_gain" if gained else course,
        goods=goods.of,
        before=terms.rate(before["CHN"]),
        first=terms.year_to(goods.months, first),
        after=terms.rate(after["CHN"]),
        last=terms.year_to(goods.months, last),
        winner=terms.with_article(winner),
        gain=terms.points(most.iloc[0], word="points") if gained else "",
    )
    measure = SAY(
        "shares.measure",
        "union" if goods.union else "no_union",
        goods=goods.measured,
        part=goods.part,
        first=first,
        last=last,
        count=terms.counted(len(wide) - 1),
        every=terms.counted(len(change_pp)),
    )
    pairs_in_words = "; ".join(
        f"{names[p]} {terms.number(before[p], 1)} to {terms.number(after[p], 1)}"
        for p in after.sort_values(ascending=False).index
    )
    return Caption(finding, measure, f"Slope chart, percent of {goods.of}, {first} to {last}. {pairs_in_words}.")


def years_caption(caption: Caption, rows: pd.DataFrame, names: Mapping[str, str], goods: Goods = ALL_GOODS) -> Caption:
    """The finding of ``shares_caption`` beside the lines of ``by_year``; each least and greatest share described."""
    wide = _wide(rows)
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    measure = SAY("shares.by_year", goods=goods.measured, part=goods.part, first=first, last=last)
    spans_in_words = "; ".join(
        f"{names[str(partner)]} {terms.number(shares.min(), 1)} to {terms.number(shares.max(), 1)}"
        for partner, shares in wide.iterrows()
    )
    alt = f"Lines by year, percent of {goods.of}, {first} to {last}, from lowest to highest. {spans_in_words}."
    return replace(caption, measure=measure, alt=alt)


def months(chosen: Chosen, as_of: date) -> Figure:
    kind = controls.choose("Values", KINDS, "trade_place_values")
    return months_of(chosen, kind == header.SUMMED, as_of)


@kept
def months_of(chosen: Chosen, summed: bool, as_of: date) -> Figure:
    goods, names = _goods(chosen, as_of), cache.country_names()
    rows, order = lines(goods, goods.default, as_of, summed, header.PERIODS[PERIOD])
    steps = header.steps(as_of, STEPS[PERIOD], rows)
    return Figure(
        "trade_place_months",
        lines_caption(rows, names, label(chosen.name), measured(chosen.name, chosen.by == SECTION), summed),
        rows,
        {"Chart": lambda palette: partner_lines(rows, order, names, steps, palette)},
        note=SAY("place.months_note", "nearest" if chosen.name.startswith("XVI,") else "plain"),
        events=steps,
        state=(*chosen, summed, as_of),
    )


def lines(goods: Places, year: int, as_of: date, summed: bool, since: pd.Timestamp) -> tuple[pd.DataFrame, list[str]]:
    """Months, or sums of twelve, of China and of the three partners that gained most; and these, China first."""
    gains = bilateral.changes(shares(goods, year, as_of), year).drop(bilateral.CHINA)
    order = [bilateral.CHINA, *gains.head(3).index]
    rows = places.monthly(goods.rows, order)
    rows = places.summed(rows) if summed else rows
    return rows[rows["month"] >= since].reset_index(drop=True), order


def partner_lines(
    rows: pd.DataFrame, order: list[str], names: Mapping[str, str], events: pd.DataFrame, palette: Palette
) -> go.Figure:
    """One line a partner in US$ billion, China in its colour, the others grey and told apart by dash and name.

    ``rows``: partner_iso3, month, value_usd; ``order``: the partners, China first; ``events``: date.
    """
    figure = draft(palette, height=MONTHS_HEIGHT, margin=MARGIN)
    top = float(rows["value_usd"].max()) / 1e9
    here = [p for p in order if p in set(rows["partner_iso3"])]
    ends = newest(rows, "partner_iso3", "value_usd")
    styles = {p: DASHES[i % len(DASHES)] for i, p in enumerate(p for p in here if p != "CHN")}
    for code in reversed(here):  # China on top
        series = by_month(rows[rows["partner_iso3"] == code])["value_usd"]
        china = code == "CHN"
        figure.add_scatter(
            x=series.index,
            y=series / 1e9,
            mode="lines",
            name=names[code],
            line={
                "width": 2.5 if china else 1.5,
                "color": palette.china if china else palette.muted,
                "dash": styles.get(code, "solid"),
            },
            customdata=["" if pd.isna(v) else terms.usd(v) for v in series],
            hovertemplate=f"<b>%{{customdata}}</b> {names[code]}<br>%{{x|%B %Y}}<extra></extra>",
        )
    places = apart([ends[p] / 1e9 for p in here], gap=LABEL_PX * top * 1.06 / (MONTHS_HEIGHT - MARGIN[2] - MARGIN[3]))
    for code, place in zip(here, places, strict=True):
        text = f"<b>{names[code]}</b><br>{terms.number(ends[code] / 1e9, 0 if top >= 100 else 1)}"
        colour = palette.china_text if code == "CHN" else palette.ink
        end_label(figure, rows["month"].max() + HALF_MONTH, place, text, colour)
    axis = month_ticks(rows["month"].min(), rows["month"].max())
    figure.update_layout(xaxis=x_axis(palette, **axis), yaxis=y_axis(palette, **money_ticks(top)))
    event_lines(figure, list(events["date"]), palette)
    return figure.done()


def lines_caption(rows: pd.DataFrame, names: Mapping[str, str], goods: str, of: str, summed: bool) -> Caption:
    """The largest of the partners shown in the newest month, and China.

    ``goods`` names the goods in a sentence, ``of`` as the measure does.
    """
    wide = rows.pivot(index="month", columns="partner_iso3", values="value_usd").sort_index()
    last, first = wide.index.max(), wide.index.min()
    now = wide.loc[last].dropna().sort_values(ascending=False)
    values = "; ".join(f"{names[str(p)]} {terms.usd(v)}" for p, v in now.items())
    period = f"{terms.month(first)} to {terms.month(last)}"
    kind = "sum" if summed else "month"
    measure = SAY("suppliers.measure", kind, goods=of, period=period)
    china = now.get("CHN")
    if china is None:
        raise ValueError("the caption speaks of China: rows of partner CHN are needed")
    leader = str(now.index[0])
    finding = SAY(
        "suppliers.finding",
        f"{kind}_{'china' if leader == 'CHN' else 'other'}",
        leader=terms.with_article(names[leader], "The"),
        value=terms.usd(now[leader]),
        china=terms.usd(china),
        goods=goods,
        month=terms.month(last),
        count=terms.counted(len(now)),
    )
    return Caption(finding, measure, f"Line chart, US$ bn, {period}. Newest: {values}.")
