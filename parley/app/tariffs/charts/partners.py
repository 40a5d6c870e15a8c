"""The average US tariff by partner: ranked bars by law, pairs of marks for two days, and their words."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import ceiling, rate_ticks
from parley.charts.ranked_bars import pairs
from parley.charts.theme import Draft, Palette, draft, names_axis, x_axis

SAY = words.beside(__file__)
SAME_PP = 0.05
# from the axis outwards, with names short enough for a phone
STACK = {
    "mfn": "Ordinary (MFN)",
    "section_301": "Section 301",
    "section_232": "Section 232",
    "section_201": "Section 201",
    "section_122": "Section 122",
    "section_338": "Section 338",
    "ieepa_fentanyl": "Fentanyl",
    "ieepa_reciprocal": "Reciprocal",
    "ieepa_other": "Other emergency",
}


def partner_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Average US rate by partner, highest first, stacked by legal authority.

    ``rows``: columns partner, exporter_iso3, authority, rate_pct; the order of partners is that of ``rows``.
    """
    totals = rows.groupby("partner", sort=False)["rate_pct"].sum()
    row = {str(name): i for i, name in enumerate(totals.index)}
    figure = draft(palette, height=28 * len(row) + 58, margin=(112, 40, 32, 26))
    for authority, name in STACK.items():
        part = rows[rows["authority"] == authority]
        if len(part):
            figure.add_bar(
                orientation="h",
                y=part["partner"].map(row),
                x=part["rate_pct"],
                name=name,
                marker={"color": palette.pale, "line": {"width": 1, "color": palette.grey}}
                if authority == "mfn"
                else {"color": palette.authority(authority), "line": {"width": 1, "color": palette.background}},
                customdata=part["rate_pct"].map(terms.rate),
                hovertemplate=f"<b>%{{customdata}}</b> {name}<extra></extra>",
            )
    _totals(figure, totals, row, palette)
    top = float(totals.max()) * 1.02
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"y": 1.0, "x": -0.02, "traceorder": "normal"},
        xaxis=x_axis(palette, range=[0, top], showgrid=True, gridcolor=palette.pale, showline=False, **rate_ticks(top)),
        yaxis=names_axis(palette, row),
    )
    return figure.done()


def _totals(figure: Draft, totals: pd.Series, row: dict[str, int], palette: Palette) -> None:
    figure.add_scatter(
        mode="text",
        x=totals,
        y=totals.index.map(row),
        text=totals.map(lambda total: f"{terms.NBSP}<b>{terms.number(total, 1)}</b>"),
        textposition="middle right",
        textfont={"color": palette.ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def partners_caption(rows: pd.DataFrame, on: pd.Timestamp, reconstructed: bool) -> Caption:
    """Who faces the highest average US rate, and where China stands."""
    totals = rows.groupby(["partner", "exporter_iso3"], sort=False)["rate_pct"].sum().reset_index()
    since = SAY("partners.since") if reconstructed else ""
    measure = SAY("partners.measure", count=terms.counted(len(totals)), day=terms.day(on), since=since)
    listed = ", ".join(f"{r['partner']} {terms.number(r['rate_pct'], 1)}" for r in totals.to_dict("records"))
    return Caption(_highest(totals), measure, f"Ranked bars, percent, {terms.day(on)}: {listed}.")


def _highest(totals: pd.DataFrame) -> str:
    first, codes = totals.iloc[0], list(totals["exporter_iso3"])
    place = codes.index("CHN") if "CHN" in codes else None
    second = totals.iloc[min(1, len(totals) - 1)]
    case = "without_china" if place is None else "other" if place else "china" if len(totals) > 1 else "china_alone"
    return SAY(
        "partners.title",
        case,
        partner=terms.with_article(first["partner"]),
        first=terms.rate(first["rate_pct"]),
        second=terms.with_article(second["partner"]),
        next=terms.rate(second["rate_pct"]),
        rank=terms.ranked((place or 0) + 1),
        china=terms.rate(totals["rate_pct"].iloc[place or 0]),
    )


def rate_pairs(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Two joined marks a row, the earlier day hollow, the change beside the name.

    ``rows``: name, rate_before_pct, before_on, rate_pct, date, change_pp, in the order to draw; a rate that is missing
    has no mark.
    """
    top = ceiling(float(rows[["rate_before_pct", "rate_pct"]].max().max()))
    told = pd.DataFrame(
        {
            "name": [f"{name}, {_change(pp)}" for name, pp in zip(rows["name"], rows["change_pp"], strict=True)],
            "before": rows["rate_before_pct"],
            "now": rows["rate_pct"],
            "before_words": rows["rate_before_pct"].map(_rate),
            "now_words": rows["rate_pct"].map(_rate),
        }
    )
    before, on = (terms.day(rows[column].iloc[0]) for column in ("before_on", "date"))
    return pairs(told, before, on, {"range": [0, top], **rate_ticks(top)}, ("us", "us"), palette)


def change_caption(drawn: pd.DataFrame) -> Caption:
    """On whose goods the average moved most between the days. ``drawn``: the largest change first."""
    first = drawn.iloc[0]
    before, on = terms.day(first["before_on"]), terms.day(first["date"])
    finding = SAY(
        "two.partner",
        _case(first["change_pp"]),
        name=terms.with_article(first["name"]),
        first=before,
        change=terms.points(first["change_pp"], word="points"),
        rate=_rate(first["rate_pct"]),
    )
    measure = SAY("two.measure_partner", first=before, day=on)
    alt = "; ".join(
        f"{row['name']} {_rate(row['rate_before_pct'])} to {_rate(row['rate_pct'])}" for row in drawn.to_dict("records")
    )
    return Caption(finding, measure, f"Pairs of marks, percent, {before} and {on}: {alt}.")


def _case(change_pp: float) -> str:
    return "same" if pd.isna(change_pp) or abs(change_pp) < SAME_PP else "moved"


def _rate(value: float) -> str:
    return "none" if pd.isna(value) else terms.rate(value)


def _change(value_pp: float) -> str:
    return "not known" if pd.isna(value_pp) else terms.points(value_pp)
