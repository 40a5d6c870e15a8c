"""US customs duties by month above calculated duty as a share of imports; that share by goods or origin in two
years.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts import ranked_bars
from parley.charts.figure import Caption
from parley.charts.labels import MONEY_STEPS, ceiling, month_ticks, rate_ticks, with_unit
from parley.charts.months import HALF_MONTH, add_runs
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis

SAY = words.beside(__file__)
PANEL_NAMES = {"y": "Customs duties, US$ bn a month", "y2": "Calculated duty as a share of imports, %"}
TWO_PANELS = {"y": [0.46, 1.0], "y2": [0.0, 0.34]}
FINE_RATES = 15.0  # percent: a lower axis has ticks of five points
MOST_STEPS = 5.2
END_PX = 60  # for the names at the ends of the lines
RECEIVED, PAID_BACK, NET = "Received", "Refunded", "Received less refunded"


def revenue_panels(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Bars of duties received and, below zero, paid back, US$ billion; calculated duty in percent as lines below them.

    ``rows``: columns month, gross_receipts_usd, refunds_usd, customs_duties_usd (drawn where receipts and refunds are
    not known apart), and of all partners and of China effective_rate_pct, rate_vintage, china_rate_pct,
    china_rate_vintage. Without any rate there is one panel. Gaps stay gaps, and a line ends where the release changes.
    """
    rates = rows.dropna(subset=["effective_rate_pct", "china_rate_pct"], how="all")
    panels = TWO_PANELS if len(rates) else {"y": [0.0, 1.0]}
    figure = draft(palette, height=470 if len(rates) else 330, margin=(44, END_PX if len(rates) else 12, 46, 38))
    apart = rows["gross_receipts_usd"].notna()
    for name, column, kept, sign, colour in (
        (RECEIVED, "gross_receipts_usd", apart, 1, palette.us),
        (PAID_BACK, "refunds_usd", apart, -1, palette.fentanyl),
        (NET, "customs_duties_usd", ~apart, 1, palette.grey),
    ):
        _bars(figure, rows.loc[kept, "month"], sign * rows.loc[kept, column], name, colour)
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
    own = rows.dropna(subset=rate)
    if own.empty:
        return
    own = own.assign(vintage=own[vintage])  # in place of that of the receipts
    add_runs(figure, own, rate, terms.rate, name, 2.5, colour, yaxis="y2")
    newest = own.iloc[-1]
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
    """An axis of US$ billion on both sides of zero; what is paid back is named by its size alone."""
    step = next((s for s in MONEY_STEPS if (top - low) / s <= MOST_STEPS), MONEY_STEPS[-1])
    ticks = list(range(-step * int(-low / step), int(top / step) * step + 1, step))
    words = with_unit((str(abs(v)) for v in ticks), "bn")
    return {"range": [low * 1.06, top * 1.06], "tickvals": ticks, "ticktext": words}


def _rates(top: float) -> dict[str, Any]:
    if top > FINE_RATES:
        return {"range": [0, ceiling(top)], **rate_ticks(ceiling(top))}
    step = 5 if top > 5 else 1
    ticks = list(range(0, int(top) + step + 1, step))
    return {"range": [0, ticks[-1]], "tickvals": ticks, "ticktext": with_unit(map(str, ticks), "%")}


def revenue_caption(rows: pd.DataFrame) -> Caption:
    """Twelve months of receipts and of refunds against the twelve before; of their net where they are not apart."""
    last = rows.iloc[-1]
    before = rows[rows["month"] == last["month"] - pd.DateOffset(years=1)]
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
    measure = SAY(
        "revenue.measure",
        first=terms.month(rows["month"].min()),
        until=until,
        before=_earlier(before, column),
    )
    return Caption(finding, measure, _alt(rows, "gross_receipts_usd" if is_gross else "customs_duties_usd"))


def _earlier(before: pd.DataFrame, column: str) -> str:
    if before.empty or pd.isna(before[column].item()):
        return ""
    value = terms.usd(before[column].item())
    if column == "gross_12_months_usd":
        return SAY("revenue.before_gross", value=value)
    return SAY("revenue.before_net", value=value)


def _alt(rows: pd.DataFrame, column: str) -> str:
    known, last = rows.dropna(subset=column), rows.iloc[-1]
    peak = known.nlargest(1, column).iloc[0]
    words = (
        f"Bars by month: most {terms.usd(peak[column])} in {terms.month(peak['month'])}, newest "
        f"{terms.usd(last[column])} in {terms.month(last['month'])}."
    )
    if rows["refunds_usd"].notna().any():
        most = rows.nlargest(1, "refunds_usd").iloc[0]
        words += f" Refunded: most {terms.usd(most['refunds_usd'])} in {terms.month(most['month'])}."
    for name, rate in (("imports", "effective_rate_pct"), ("Chinese goods", "china_rate_pct")):
        rates = rows.dropna(subset=rate)
        if len(rates):
            share = f"{terms.rate(rates[rate].iloc[-1])} in {terms.month(rates['month'].iloc[-1])}"
            words += f" Calculated duty as a share of {name}: {share}."
    return words


def rate_pairs(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The rate of both years in percent, the earlier year hollow, largest imports on top.

    ``rows``: name, year, base_year, rate_pct, rate_base_pct, value and duty of both years; a year without imports has
    no mark.
    """
    marks = pd.DataFrame(
        {
            "name": rows["name"],
            "before": rows["rate_base_pct"],
            "now": rows["rate_pct"],
            "before_words": _words(rows, "_base"),
            "now_words": _words(rows, ""),
        }
    )
    top = ceiling(float(rows[["rate_pct", "rate_base_pct"]].max().max()))
    axis = {"range": [0, top], **rate_ticks(top)}
    return ranked_bars.pairs(
        marks, int(rows["base_year"].iloc[0]), int(rows["year"].iloc[0]), axis, ("us", "us"), palette
    )


def _words(rows: pd.DataFrame, suffix: str) -> list[str]:
    """Rate, duty and value of one year of each row, as a mark tells them."""
    columns = [f"rate{suffix}_pct", f"duty{suffix}_usd", f"value{suffix}_usd"]
    return [
        "" if pd.isna(rate) else f"{terms.rate(rate)}, {terms.usd(duty, 2)} on {terms.usd(value, 2)}"
        for rate, duty, value in rows[columns].itertuples(index=False)
    ]


def collected_caption(total: pd.Series, shown: pd.DataFrame, in_all: int, of: str, kind: str) -> Caption:
    """The rate of all rows together in both years, and what the largest paid.

    ``total``: one row of ``collected.two_years`` of everything chosen; ``of`` names it, ``kind`` what a row is;
    ``in_all``: how many rows there are, shown or not.
    """
    year, base = int(total["year"]), int(total["base_year"])
    has_now, has_before = pd.notna(total["rate_pct"]), pd.notna(total["rate_base_pct"])
    is_below = has_now and has_before and total["rate_pct"] < total["rate_base_pct"]
    case = "below" if is_below else "both" if has_now and has_before else "only_now" if has_now else "only_before"
    finding = SAY(
        "collected.title",
        case,
        of=of,
        year=year,
        base=base,
        now=_rate(total["rate_pct"]),
        before=_rate(total["rate_base_pct"]),
    )
    largest = (
        SAY("collected.largest", count=terms.counted(len(shown)), all=terms.counted(in_all))
        if in_all > len(shown)
        else ""
    )
    measure = SAY("collected.measure", kind=kind, base=base, year=year, largest=largest)
    told = "; ".join(
        f"{name} {_rate(before)} to {_rate(now)}"
        for name, before, now in shown[["name", "rate_base_pct", "rate_pct"]].itertuples(index=False)
    )
    return Caption(finding, measure, f"Pairs of marks, percent, {base} to {year}. {told}.")


def _rate(value: float) -> str:
    return "none" if pd.isna(value) else terms.rate(value)
