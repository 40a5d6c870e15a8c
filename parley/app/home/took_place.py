"""A live card: China's share of US imports in 2017 and the newest full year, beside the partners that gained most."""

from collections.abc import Callable
from datetime import date
from html import escape

from parley import terms, words
from parley.app import navigation
from parley.app.home import live_cards
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.trade import header as trade
from parley.charts.figure import Caption
from parley.charts.labels import apart
from parley.measures import bilateral

SAY = words.beside(__file__)
GAINERS = 2
WIDTH, HEIGHT, LINE_PX = 200, 112, 14
LEFT, RIGHT, TOP, BOTTOM = 28, 112, 14, 90  # of the slopes
SHORT = {"EU27": "EU"}


def card(as_of: date) -> Callable[[], None]:
    """What draws the card. Raises NothingToShowError before the first full year after 2017."""
    figure, inside = shares(as_of), said(as_of)
    link = navigation.link("pages/trade.py", SAY("place.title"), {"trade_section": trade.PLACE})
    return lambda: live_cards.attach(figure, link, inside)


@kept
def shares(as_of: date) -> Figure:
    """The shares of China and of the partners that gained most, in both years."""
    every = trade.shares(as_of)
    years = bilateral.years_to_compare(every)
    if not years:
        raise NothingToShowError(SAY("place.none", base=bilateral.BASE_YEAR, day=terms.day(as_of)))
    change = bilateral.changes(every, years[0]).drop(bilateral.CHINA)
    shown = [bilateral.CHINA, *change.index[:GAINERS]]
    rows = every[every["partner_iso3"].isin(shown) & every["year"].isin([bilateral.BASE_YEAR, years[0]])]
    rows = rows.sort_values("partner_iso3", key=lambda codes: codes.map(shown.index), kind="stable")
    base, last = (rows.loc[rows["year"] == year, "share_pct"].iloc[0] for year in (bilateral.BASE_YEAR, years[0]))
    case = "fell" if last < base else "rose"
    both = {"base": bilateral.BASE_YEAR, "year": years[0]}
    finding = SAY("place.finding", case, base_share=terms.rate(base), share=terms.rate(last), **both)
    measure = SAY("place.measure", **both)
    return Figure("home_place", Caption(finding, measure), rows.reset_index(drop=True))


@kept
def said(as_of: date) -> str:
    """The newest share, its words, and the slopes from one year to the other."""
    rows, names = shares(as_of).rows, {**cache.country_names(), **SHORT}
    base, year = int(rows["year"].min()), int(rows["year"].max())
    ends = {
        str(code): (float(of["share_pct"].iloc[0]), float(of["share_pct"].iloc[-1]))
        for code, of in rows.sort_values("year", kind="stable").groupby("partner_iso3", sort=False)
    }
    before, now = ends.pop(bilateral.CHINA)
    gainers = [
        SAY("place.gainer", name=names[code], base_share=terms.rate(first), share=terms.rate(last))
        for code, (first, last) in ends.items()
    ]
    alt = SAY(
        "place.alt",
        base=base,
        year=year,
        base_share=terms.rate(before),
        share=terms.rate(now),
        gainers="; ".join(gainers),
    )
    partners = [(names[bilateral.CHINA], before, now), *((names[code], *of) for code, of in ends.items())]
    picture = live_cards.picture(WIDTH, HEIGHT, alt, _slopes(partners, base, year))
    return live_cards.beside(terms.rate(now), SAY("place.share", year=year), picture, "china")


def _slopes(partners: list[tuple[str, float, float]], base: int, year: int) -> str:
    """Lines from share to share, on a scale that begins at zero; China first, whose line is drawn last."""
    top = max(max(before, after) for _, before, after in partners)
    at = [tuple(BOTTOM - (BOTTOM - TOP) * share / top for share in ends) for _, *ends in partners]
    names = apart([after for _, after in at], LINE_PX)
    parts = [f'<line class="parley-axis" x1="{LEFT - 8}" x2="{RIGHT + 8}" y1="{BOTTOM}" y2="{BOTTOM}"/>']
    for (name, before, _), (y0, y1), y_name in reversed(list(zip(partners, at, names, strict=True))):
        is_china = name == partners[0][0]
        kind = "china" if is_china else "other"
        parts.append(f'<line class="parley-{kind}" x1="{LEFT}" y1="{y0:.1f}" x2="{RIGHT}" y2="{y1:.1f}"/>')
        parts += [f'<circle class="parley-{kind}" cx="{x}" cy="{y:.1f}" r="3"/>' for x, y in ((LEFT, y0), (RIGHT, y1))]
        parts.append(f'<text class="parley-{kind}" x="{RIGHT + 8}" y="{y_name + 4:.1f}">{escape(name)}</text>')
        if is_china:
            parts.append(f'<text class="parley-china" x="{LEFT - 7}" y="{y0 + 4:.1f}" text-anchor="end">')
            parts.append(f"{terms.number(before)}</text>")
    ticks = ((LEFT, base), (RIGHT, year))
    return "".join(
        parts + [f'<text x="{x}" y="{HEIGHT - 4}" text-anchor="middle">{label}</text>' for x, label in ticks]
    )
