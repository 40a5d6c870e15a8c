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
from parley.app.kit.figures import Figure, kept_figure
from parley.app.kit.line_names import SECTIONS
from parley.app.trade import header, industry_flows
from parley.app.trade.months import KINDS, STEPS
from parley.charts.figure import Caption
from parley.charts.labels import apart
from parley.charts.lines import lines
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis
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
    """What the shares are of, as the caption names it, and how many months of each year from January on."""

    of: str = "US imports"
    months: int = 12


ALL_GOODS = Goods()


def goods_words(name: str, months: int) -> Goods:
    return Goods(f"US imports of {label(name)}", months)


def label(name: str) -> str:
    """An industry or section in a sentence, without its code: ``furniture``."""
    if name.startswith(BROAD):
        return "machinery and electronics"
    return terms.in_a_sentence(
        terms.SECTION_LABELS[SECTIONS[name]] if name in SECTIONS else name.split(" (", maxsplit=1)[0]
    )


@kept_figure
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
    )


def _shares(chosen: Chosen, year: int, as_of: date) -> tuple[pd.DataFrame, Goods, str]:
    """Shares in every year, how a caption names the goods, and of which releases the figures are."""
    if chosen.by == EVERY:
        return header.shares(as_of), ALL_GOODS, SAY("place.rough")
    goods = _goods(chosen, as_of)
    named = goods_words(chosen.name, goods.months_of_year.get(year, 12))
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
    for partner in sorted(wide.index, key=lambda code: code == "CHN"):  # China on top
        shares = wide.loc[partner, [first, last]]
        figure.add_scatter(
            x=[0, 1],
            y=shares,
            mode="lines+markers",
            name=names[partner],
            line={"width": 2.5 if partner == "CHN" else 1.5, "color": palette.country(partner)},
            marker={"size": 9, "color": palette.country(partner), "line": {"width": 1, "color": palette.background}},
            customdata=[(terms.rate(v), year) for v, year in zip(shares, (first, last), strict=True)],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {names[partner]}<br>%{{customdata[1]}}<extra></extra>",
        )
    change = wide[last] - wide[first]
    ends = [f"{names[p]} <b>{terms.number(wide[last][p], 1)}</b> ({terms.signed(change[p], 1)})" for p in wide.index]
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
    """The same partners' shares in every year between; years without a share are gaps."""
    last = int(rows["year"].max())
    at_end = rows[rows["year"] == last].sort_values("share_pct", ascending=False).set_index("partner_iso3")["share_pct"]
    order = ["CHN", *(code for code in at_end.index if code != "CHN")]
    return lines(
        rows.assign(partner=rows["partner_iso3"].map(names), year=rows["year"].astype(int)),
        palette,
        x="year",
        y="share_pct",
        series="partner",
        fills={names[code]: palette.country(code) for code in order},
        unit="%",
        dots=len(set(rows["year"])) <= last - rows["year"].min(),  # where years are missing
        exact=rows["share_pct"].map(terms.rate),
        ends={names[code]: f"{names[code]} <b>{terms.number(at_end[code], 1)}</b>" for code in order},
        height=HEIGHT,
    )


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.pivot(index="partner_iso3", columns="year", values="share_pct")


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
    """China's share and the largest gain, with both years' share where the title has room.

    ``change_pp``: every partner, largest gain first.
    """
    wide = _wide(rows)
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    before, after = wide[first], wide[last]
    moved, most = round(change_pp["CHN"], 1), change_pp.drop("CHN").head(1)
    course = "fell" if moved < 0 else "rose" if moved > 0 else "same"
    winner = names[str(most.index[0])] if len(most) else ""
    fields = {
        "goods": goods.of,
        "before": terms.rate(before["CHN"]),
        "first": terms.year_to(goods.months, first),
        "after": terms.rate(after["CHN"]),
        "last": terms.year_to(goods.months, last),
        "winner": terms.with_article(winner),
    }
    dated = [f"{course}_dated"] * (course != "same")
    cases = [f"{course}_gain", f"{course}_gain_to"] * bool((most.round(1) > 0).any()) + [*dated, course]
    finding = terms.fitting(SAY("shares.finding", case, **fields) for case in cases)
    measure = SAY("shares.measure", goods=goods.of, first=fields["first"], last=fields["last"])
    pairs_in_words = "; ".join(
        f"{names[p]} {terms.number(before[p], 1)} to {terms.number(after[p], 1)}"
        for p in after.sort_values(ascending=False).index
    )
    return Caption(finding, measure, f"Slope chart, percent of {goods.of}, {first} to {last}. {pairs_in_words}.")


def years_caption(caption: Caption, rows: pd.DataFrame, names: Mapping[str, str], goods: Goods = ALL_GOODS) -> Caption:
    """The finding of ``shares_caption`` beside the lines of ``by_year``; each least and greatest share described."""
    wide = _wide(rows)
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    measure = SAY("shares.by_year", goods=goods.of, first=first, last=terms.year_to(goods.months, last))
    spans_in_words = "; ".join(
        f"{names[str(partner)]} {terms.number(shares.min(), 1)} to {terms.number(shares.max(), 1)}"
        for partner, shares in wide.iterrows()
    )
    alt = f"Lines by year, percent of {goods.of}, {first} to {last}, from lowest to highest. {spans_in_words}."
    return replace(caption, measure=measure, alt=alt)


def months(chosen: Chosen, as_of: date) -> Figure:
    kind = controls.choose("Values", KINDS, "trade_place_values")
    return months_of(chosen, kind == header.SUMMED, as_of)


@kept_figure
def months_of(chosen: Chosen, summed: bool, as_of: date) -> Figure:
    goods, names = _goods(chosen, as_of), cache.country_names()
    gains = bilateral.changes(shares(goods, goods.default, as_of), goods.default).drop(bilateral.CHINA)
    order = [bilateral.CHINA, *gains.head(3).index]
    rows = places.monthly(goods.rows, order)
    rows = places.summed(rows) if summed else rows
    rows = rows[rows["month"] >= header.PERIODS[PERIOD]].reset_index(drop=True)
    steps = header.steps(as_of, STEPS[PERIOD], rows)
    return Figure(
        "trade_place_months",
        lines_caption(rows, names, label(chosen.name), summed),
        rows,
        {"Chart": lambda palette: partner_lines(rows, order, names, steps, palette)},
        note=SAY("place.months_note", "nearest" if chosen.name.startswith("XVI,") else "plain"),
        events=steps,
    )


def partner_lines(
    rows: pd.DataFrame, order: list[str], names: Mapping[str, str], events: pd.DataFrame, palette: Palette
) -> go.Figure:
    """One line a partner in billion US dollars, China in its colour, the others grey and told apart by dash and name.

    ``rows``: partner_iso3, month, value_usd; ``order``: the partners, China first; ``events``: date.
    """
    others = [names[code] for code in order if code != "CHN"]
    return lines(
        rows.assign(partner=rows["partner_iso3"].map(names), value_bn=rows["value_usd"] / 1e9),
        palette,
        x="month",
        y="value_bn",
        series="partner",
        fills={names["CHN"]: palette.china, **dict.fromkeys(others, palette.muted)},
        dashes=dict(zip(others, DASHES, strict=False)),
        exact=rows["value_usd"].map(terms.usd),
        events=list(events["date"]),
    )


def lines_caption(rows: pd.DataFrame, names: Mapping[str, str], goods: str, summed: bool) -> Caption:
    """The largest of the partners shown in the newest month, and China; ``goods`` names the goods in a sentence."""
    wide = rows.pivot(index="month", columns="partner_iso3", values="value_usd").sort_index()
    last, first = wide.index.max(), wide.index.min()
    now = wide.loc[last].dropna().sort_values(ascending=False)
    values = "; ".join(f"{names[str(p)]} {terms.usd(v)}" for p, v in now.items())
    period = f"{terms.month(first)} to {terms.month(last)}"
    kind = "sum" if summed else "month"
    measure = SAY("suppliers.measure", kind, goods=f"US imports of {goods}", period=period)
    china = now.get("CHN")
    if china is None:
        raise ValueError("the caption speaks of China: rows of partner CHN are needed")
    leader = str(now.index[0])
    fields = {
        "leader": terms.with_article(names[leader], "The"),
        "value": terms.usd(now[leader]),
        "china": terms.usd(china),
        "month": terms.month(last),
        "count": terms.counted(len(now)),
    }
    case = f"{kind}_{'china' if leader == 'CHN' else 'other'}"
    named = (goods, SAY("suppliers.finding", "these"))
    finding = terms.fitting(SAY("suppliers.finding", case, goods=each, **fields) for each in named)
    return Caption(finding, measure, f"Line chart, billion US dollars, {period}. Newest: {values}.")
