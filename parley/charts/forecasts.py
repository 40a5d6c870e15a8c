"""OECD forecasts by edition: the path of each target year, and the revisions between editions."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Caption
from parley.charts.theme import Draft, Palette, draft, event_lines, x_axis, y_axis

YEAR_TOKENS = ["ink", "s122", "grey"]
MS_PER_DAY = 86_400_000
BAR_DAYS = 26
MARGIN_DAYS = 30


def paths(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """One line a target year through the printed points, at the day each edition was published.

    ``rows``: columns target_year, edition, published_on, value_pct, horizon_years (below zero: a past year as the
    edition prints it, drawn as a diamond). ``events``: date.
    """
    figure = draft(palette, height=360, margin=(44, 44, 30, 38))
    years = sorted(set(rows["target_year"]))
    for year, token in zip(years, YEAR_TOKENS, strict=False):
        _path(
            figure, rows[rows["target_year"] == year].sort_values("published_on"), str(getattr(palette, token)), palette
        )
    _year_names(figure, rows, palette)
    _values(figure, rows, palette)
    low, high = float(rows["value_pct"].min()), float(rows["value_pct"].max())
    pad = max(0.25 * (high - low), 0.3)
    ticks = _ticks(low - pad, high + pad)
    figure.update_layout(
        xaxis=_time_axis(rows, palette),
        yaxis=y_axis(palette, range=[low - pad, high + pad], tickvals=ticks, ticktext=_with_unit(ticks)),
    )
    event_lines(figure, list(events["date"]), palette)
    return figure.done()


def _path(figure: Draft, part: pd.DataFrame, colour: str, palette: Palette) -> None:
    year = int(part["target_year"].iloc[0])
    figure.add_scatter(
        mode="lines+markers",
        x=part["published_on"],
        y=part["value_pct"],
        name=str(year),
        line={"width": 2.5 if colour == palette.ink else 1.5, "color": colour},
        marker={
            "size": 10,
            "symbol": ["diamond" if h < 0 else "circle" for h in part["horizon_years"]],
            "color": colour,
            "line": {"width": 1, "color": palette.background},
        },
        customdata=[
            (_printed(r), terms.edition(r["edition"]), terms.day(r["published_on"])) for r in part.to_dict("records")
        ],
        hovertemplate=f"<b>%{{customdata[0]}}</b> for {year}<br>%{{customdata[1]}}, %{{customdata[2]}}<extra></extra>",
    )


def _year_names(figure: Draft, rows: pd.DataFrame, palette: Palette) -> None:
    """The target year beside the end of its line; one label where lines end in one point."""
    ends = rows.sort_values("published_on").groupby("target_year").tail(1)
    for (when, value), part in ends.groupby(["published_on", "value_pct"]):
        figure.add_annotation(
            x=when,
            y=value,
            xanchor="left",
            xshift=8,
            showarrow=False,
            text="<br>".join(f"<b>{year}</b>" for year in sorted(part["target_year"])),
            font={"color": palette.ink},
        )


def _printed(row: dict[Any, Any]) -> str:
    return terms.rate(row["value_pct"], int(row["decimals"]))


def _values(figure: Draft, rows: pd.DataFrame, palette: Palette) -> None:
    """Of each edition the highest value above its mark and the lowest below; what lies between is in the table.

    One value alone stands on the side the line does not come from.
    """
    before = float("-inf")
    for _, edition in rows.groupby("published_on"):
        ordered = edition.sort_values(["value_pct", "target_year"], ascending=[False, True])
        high, low = ordered.iloc[0], ordered.iloc[-1]
        alone = round(high["value_pct"], 1) == round(low["value_pct"], 1)
        places = [(high, bool(high["value_pct"] >= before))] if alone else [(high, True), (low, False)]
        before = float(high["value_pct"])
        for row, above in places:
            figure.add_annotation(
                x=row["published_on"],
                y=row["value_pct"],
                yshift=7 if above else -7,
                yanchor="bottom" if above else "top",
                showarrow=False,
                text=terms.number(row["value_pct"], 1),
                font={"size": 12, "color": palette.ink},
            )


def _ticks(low: float, high: float) -> list[float]:
    step = next(s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10) if (high - low) / s <= 6)
    first = -(-low // step)
    return [round((first + i) * step, 1) for i in range(int((high - first * step) / step) + 1)]


def _with_unit(ticks: list[float]) -> list[str]:
    decimals = 0 if all(float(t).is_integer() for t in ticks) else 1
    return [terms.rate(t, decimals) if t == ticks[-1] else terms.number(t, decimals) for t in ticks]


def _time_axis(rows: pd.DataFrame, palette: Palette) -> dict[str, Any]:
    pad = pd.Timedelta(days=MARGIN_DAYS)
    start, end = rows["published_on"].min() - pad, rows["published_on"].max() + pad
    starts = [d for d in pd.date_range(start, end, freq="MS") if d.month in (1, 7)]
    words = [f"{d:%b}<br>{d.year}" if d.month == 1 or d == starts[0] else f"{d:%b}" for d in starts]
    return x_axis(palette, range=[start, end], tickvals=starts, ticktext=words)


def paths_caption(rows: pd.DataFrame, growth: str) -> Caption:
    """Where the path of the first target year had its low point, and where the newest edition stands.

    ``growth`` names the area, as in ``world growth`` or ``growth in China``.
    """
    years = sorted(set(rows["target_year"]))
    part = rows[rows["target_year"] == years[0]].sort_values("published_on")
    finding = f"OECD on {growth} in {years[0]}: {_low_point(part)}"
    basis = "fiscal years, April to March" if (rows["year_basis"] == "fiscal_apr_mar").any() else "calendar years"
    first, last = rows["published_on"].min(), rows["published_on"].max()
    named = terms.listed([str(year) for year in years])
    measure = (
        f"Real GDP, {growth} in {named} ({basis}), percent, by day of publication, "
        f"{terms.month(first)} to {terms.month(last)}"
    )
    if (rows["horizon_years"] < 0).any():
        measure += ". Diamond: a past year as the edition prints it"
    told = "; ".join(
        f"{year}: " + ", ".join(f"{terms.edition(r['edition'])} {_printed(r)}" for r in of_year.to_dict("records"))
        for year, of_year in rows.sort_values("published_on").groupby("target_year")
    )
    return Caption(finding, measure, f"Lines by day of publication. {told}.")


def _low_point(part: pd.DataFrame) -> str:
    low, last = part.sort_values("value_pct", kind="stable").iloc[0], part.iloc[-1]
    at_low = f"{terms.rate(low['value_pct'])} in {terms.edition(low['edition'])}"
    if len(part) == 1:
        return at_low
    if low["edition"] == last["edition"]:
        return f"{at_low} is the lowest of {terms.counted(len(part))} editions so far"
    verb = "records" if last["horizon_years"] < 0 else "has"
    now = f"{terms.edition(last['edition'])} {verb} {terms.rate(last['value_pct'])}"
    if low["edition"] == part.iloc[0]["edition"]:
        return f"{at_low} came first and lowest; {now}"
    return f"{at_low} was the low point; {now}"


def revisions(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """Change from edition to edition of one target year, at the day of publication, beside the tariff events.

    ``rows``: columns edition, published_on, change_pp (the first edition has none). ``events``: date.
    """
    moved = rows[rows["change_pp"].notna()]
    figure = draft(palette, height=280, margin=(44, 16, 30, 38))
    figure.add_bar(
        x=moved["published_on"],
        y=moved["change_pp"],
        width=BAR_DAYS * MS_PER_DAY,
        marker={"color": palette.muted, "line": {"width": 0}},
        customdata=[
            (terms.points(r["change_pp"]), terms.edition(r["edition"]), terms.day(r["published_on"]))
            for r in moved.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    for row in moved.to_dict("records"):
        up = row["change_pp"] >= 0
        figure.add_annotation(
            x=row["published_on"],
            y=row["change_pp"],
            yanchor="bottom" if up else "top",
            showarrow=False,
            text=f"<b>{terms.signed(row['change_pp'], 1)}</b>" if round(row["change_pp"], 1) else "0.0",
            font={"size": 12, "color": palette.ink},
        )
    reach = max(0.2, float(moved["change_pp"].abs().max())) * 1.35
    step = next(s for s in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0) if reach / s <= 3)
    ticks = [round(i * step, 1) for i in range(-int(reach / step), int(reach / step) + 1)]
    words = [terms.points(t) if t == ticks[-1] else terms.signed(t, 1) if t else "0" for t in ticks]
    figure.update_layout(
        xaxis=_time_axis(rows, palette) | {"showline": False},
        yaxis=y_axis(
            palette, range=[-reach, reach], tickvals=ticks, ticktext=words, zeroline=True, zerolinecolor=palette.ink
        ),
    )
    event_lines(figure, list(events["date"]), palette)
    figure.update_annotations(bgcolor=palette.background, borderpad=1)
    return figure.done()


def revisions_caption(rows: pd.DataFrame, growth: str) -> Caption:
    """How far the forecast fell from its peak to its low point, and what came after."""
    part = rows.sort_values("published_on", ignore_index=True)
    year = int(part["target_year"].iloc[0])
    finding = f"{growth[0].upper()}{growth[1:]} in {year}: {_course(part)}"
    measure = (
        f"Change of the OECD's forecast from edition to edition, percentage points, "
        f"{terms.month(part['published_on'].min())} to {terms.month(part['published_on'].max())}. "
        "Editions print one or three decimals, so a change may be off by up to 0.1 points"
    )
    moved = part[part["change_pp"].notna()].to_dict("records")
    told = ", ".join(f"{terms.edition(r['edition'])} {terms.points(r['change_pp'])}" for r in moved)
    return Caption(finding, measure, f"Bars of change, percentage points: {told}.")


def _course(part: pd.DataFrame) -> str:
    first, last = part.iloc[0], part.iloc[-1]
    low_at = int(part["value_pct"].to_numpy().argmin())
    before = part.iloc[: low_at + 1]
    peak, low = before.sort_values(["value_pct", "published_on"]).iloc[-1], part.iloc[low_at]
    fall, rise = low["value_pct"] - peak["value_pct"], last["value_pct"] - low["value_pct"]
    if round(fall, 1) == 0:
        change = last["value_pct"] - first["value_pct"]
        return f"{terms.points(change)} from {terms.edition(first['edition'])} to {terms.edition(last['edition'])}"
    words = f"{terms.points(fall)} from {terms.edition(peak['edition'])} to {terms.edition(low['edition'])}"
    return words if round(rise, 1) == 0 else f"{words}, then {terms.points(rise)} to {terms.edition(last['edition'])}"
