"""The average US tariff by partner as ranked bars, and the words above the list of acts."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import rate_ticks
from parley.charts.theme import Draft, Palette, draft, names_axis, x_axis

SAY = words.beside(__file__)
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
    "total": "All duties",
}


def partner_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Average US rate by partner, highest first, stacked by legal authority where the provider gives it.

    ``rows``: columns partner, exporter_iso3, authority, rate_pct; the order of partners is that of ``rows``.
    """
    totals = rows.groupby("partner", sort=False)["rate_pct"].sum()
    row = {str(name): i for i, name in enumerate(totals.index)}
    stacked = set(rows["authority"]) != {"total"}
    top_margin = 32 if stacked else 8
    figure = draft(palette, height=28 * len(row) + 26 + top_margin, margin=(112, 40, top_margin, 26))
    for authority, name in STACK.items():
        part = rows[rows["authority"] == authority]
        if len(part):
            figure.add_bar(
                orientation="h",
                y=part["partner"].map(row),
                x=part["rate_pct"],
                name=name,
                marker=_marker(authority, part, palette),
                customdata=part["rate_pct"].map(terms.rate),
                hovertemplate=f"<b>%{{customdata}}</b> {name}<extra></extra>",
            )
    _totals(figure, totals, row, palette)
    top = float(totals.max()) * 1.02
    figure.update_layout(
        barmode="stack",
        showlegend=stacked,
        legend={"y": 1.0, "x": -0.02, "traceorder": "normal"},
        xaxis=x_axis(palette, range=[0, top], showgrid=True, gridcolor=palette.pale, showline=False, **rate_ticks(top)),
        yaxis=names_axis(palette, row),
    )
    return figure.done()


def _marker(authority: str, part: pd.DataFrame, palette: Palette) -> dict[str, Any]:
    if authority == "total":
        return {"color": [palette.country(code) for code in part["exporter_iso3"]]}
    if authority == "mfn":
        return {"color": palette.pale, "line": {"width": 1, "color": palette.grey}}
    return {"color": palette.authority(authority), "line": {"width": 1, "color": palette.background}}


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


def partners_caption(
    rows: pd.DataFrame, on: pd.Timestamp, provider: str, reconstructed: bool, is_behind: bool = False
) -> Caption:
    """Who faces the highest average US rate, and where China stands; ``is_behind``: the day shown is a later one."""
    totals = rows.groupby(["partner", "exporter_iso3"], sort=False)["rate_pct"].sum().reset_index()
    measure = SAY(
        "partners.measure",
        count=terms.counted(len(totals)),
        stacked=SAY("partners.stacked") if set(rows["authority"]) != {"total"} else "",
        day=terms.day(on),
        since=SAY("partners", "behind" if is_behind else "since") if reconstructed or is_behind else "",
        provider=provider,
    )
    told = ", ".join(f"{r['partner']} {terms.number(r['rate_pct'], 1)}" for r in totals.to_dict("records"))
    return Caption(_highest(totals, terms.day(on)), measure, f"Ranked bars, percent, {terms.day(on)}: {told}.")


def _highest(totals: pd.DataFrame, day: str) -> str:
    first, codes = totals.iloc[0], list(totals["exporter_iso3"])
    place = codes.index("CHN") if "CHN" in codes else None
    second = totals.iloc[min(1, len(totals) - 1)]
    case = "without_china" if place is None else "other" if place else "china" if len(totals) > 1 else "china_alone"
    return SAY(
        "partners.title",
        case,
        count=terms.counted(len(totals)),
        day=day,
        partner=terms.with_article(first["partner"]),
        first=terms.rate(first["rate_pct"]),
        second=terms.with_article(second["partner"]),
        next=terms.rate(second["rate_pct"]),
        rank=terms.ranked((place or 0) + 1),
        china=terms.rate(totals["rate_pct"].iloc[place or 0]),
    )


def acts_caption(main: pd.DataFrame, every: pd.DataFrame) -> Caption:
    """How many main steps each side took, from the acts shown (columns actor, valid_from, announced_on)."""
    us, china = (int(main["actor"].eq(code).sum()) for code in ("USA", "CHN"))
    finding = SAY(
        "acts.title",
        "both" if us and china else "one" if us or china else "none",
        who="The United States" if us else "China",
        count=terms.counted(len(main)),
        steps="step" if len(main) == 1 else "steps",
        us=terms.counted(us),
        china=terms.counted(china),
    )
    first = every["valid_from"].fillna(every["announced_on"]).min()
    since = "" if pd.isna(first) else SAY("acts.since", month=terms.month(first))
    return Caption(finding, SAY("acts.measure", since=since), f"List of acts and rulings. {finding}.")
