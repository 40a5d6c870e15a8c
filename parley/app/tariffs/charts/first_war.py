"""Duties of the first trade war by section on one date, against the first day of 2018."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import ceiling, rate_ticks
from parley.charts.theme import Palette, draft, names_axis, x_axis

SAY = words.beside(__file__)
DUTY_OF = {"USA": "US duty on Chinese goods", "CHN": "Chinese duty on US goods"}


def section_bars(rows: pd.DataFrame, importer: str, palette: Palette) -> go.Figure:
    """A bar per section: mean over subheadings; a tick where it stood before, a diamond for the mean by value.

    ``rows``: columns label, mean_pct, before_pct, weighted_pct (missing: no diamond).
    """
    row = {str(label): i for i, label in enumerate(rows["label"])}
    figure = draft(palette, height=27 * len(row) + 58, margin=(186, 16, 32, 26))
    at = rows["label"].map(row)
    figure.add_bar(
        orientation="h",
        y=at,
        x=rows["mean_pct"],
        name="Mean of subheadings",
        marker={"color": palette.country(importer), "line": {"width": 0}},
        customdata=rows["mean_pct"].map(terms.rate),
        hovertemplate="<b>%{customdata}</b> mean of subheadings<extra></extra>",
    )
    figure.add_scatter(
        mode="markers",
        y=at,
        x=rows["before_pct"],
        name="1 January 2018",
        marker={"symbol": "line-ns", "size": 15, "line": {"width": 2, "color": palette.ink}},
        customdata=rows["before_pct"].map(terms.rate),
        hovertemplate="<b>%{customdata}</b> on 1 January 2018<extra></extra>",
    )
    if rows["weighted_pct"].notna().any():
        figure.add_scatter(
            mode="markers",
            y=at,
            x=rows["weighted_pct"],
            name="By imports of 2024",
            marker={
                "symbol": "diamond",
                "size": 9,
                "color": palette.background,
                "line": {"width": 1.5, "color": palette.ink},
            },
            customdata=["" if pd.isna(v) else terms.rate(v) for v in rows["weighted_pct"]],
            hovertemplate="<b>%{customdata}</b> weighted by imports of 2024<extra></extra>",
        )
    top = ceiling(1.1 * float(rows[["mean_pct", "weighted_pct", "before_pct"]].max().max()))
    # at a bar's end the number would read as the diamond's
    heads = [
        f"{label}{2 * terms.NBSP}<b>{terms.number(mean, 1)}</b>"
        for label, mean in zip(rows["label"], rows["mean_pct"], strict=True)
    ]
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.0, "x": 0},
        xaxis=x_axis(palette, range=[0, top], showgrid=True, gridcolor=palette.pale, showline=False, **rate_ticks(top)),
        yaxis=names_axis(palette, heads),
    )
    return figure.done()


def sections_caption(
    rows: pd.DataFrame,
    importer: str,
    on: pd.Timestamp,
    means: tuple[float, float],
    matched_pct: float | None,
    flagged: int,
) -> Caption:
    """The mean on the date against 2018; which section paid most. ``means``: before and on the date, percent.

    ``matched_pct``: share of the weights found; ``flagged``: subheadings left out.
    """
    before, now = means
    highest = rows.nlargest(1, "mean_pct").iloc[0]
    first = pd.Timestamp("2018-01-01")
    finding = SAY(
        "war.title",
        "first" if on <= first else "fell" if now < before else "rose",
        duty=DUTY_OF[importer],
        now=terms.rate(now),
        day=terms.day(on),
        before=terms.rate(before),
        first=terms.day(first),
    )
    notes = [
        SAY("war.measure", highest=f"{terms.in_a_sentence(str(highest['label']))}, {terms.rate(highest['mean_pct'])}")
    ]
    if flagged:
        notes.append(SAY("war.flagged", count=terms.counted(flagged)))
    if matched_pct is not None:
        notes.append(SAY("war.weighted", share=terms.rate(matched_pct, 0)))
    measure = ". ".join(notes)
    told = "; ".join(f"{r['label']} {terms.number(r['mean_pct'], 1)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by section, percent, {terms.day(on)}: {told}.")


def found_caption(rows: pd.DataFrame, typed: str) -> Caption:
    """How many subheadings a search found on both sides."""
    count = rows["hs6"].nunique()
    case = "one" if count == 1 else "several"
    finding = SAY("war.found", case, count=terms.counted(count).capitalize(), typed=typed)
    return Caption(finding, SAY("war.found_measure"), f"Table. {finding}.")
