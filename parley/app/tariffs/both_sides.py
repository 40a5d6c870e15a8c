"""The subject Both sides: duties on all goods stage by stage, however short each stood, or on a time axis."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.app.tariffs.duty_steps import mirrored_steps
from parley.charts.figure import Caption
from parley.charts.labels import with_unit
from parley.charts.theme import Draft, Palette, draft, names_axis, x_axis
from parley.measures import duty_stages, events, tariffs

SAY = words.beside(__file__)
NAMES = {
    "ieepa_fentanyl": "Fentanyl",
    "ieepa_reciprocal": "Reciprocal",
    "section_122": "Section 122",
    "section_301": "Section 301",
    "china_retaliation": "China's answer",
}
SIGN = {"USA": 1, "CHN": -1}
ROW, SIDE_NAMES = 38, 22  # pixels


@kept_figure
def stage_by_stage(as_of: date) -> Figure:
    """Both sides' stacks, per stage or in time. Raises NothingToShowError before there were any."""
    steps = tariffs.both_sides_steps(cache.table("tariff_layers", as_of), as_of)
    rows = some(duty_stages.stages(steps), SAY("stages.none", day=terms.day(as_of)))
    totals = duty_stages.totals(rows)
    unmarked = events.key_events(cache.table("events", as_of), ())
    caption = stages_caption(rows, totals)
    return Figure(
        "tariff_stages",
        caption,
        steps,
        {
            "Stage by stage": lambda palette: stage_bars(rows, totals, palette),
            "On a time axis": lambda palette: mirrored_steps(steps, unmarked, as_of, palette),
        },
        {"On a time axis": axis_caption(caption, totals, rows)},
    )


def stage_bars(staged: pd.DataFrame, totals: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row per stage, from the first at the top: China's duty to the left, the US stack to the right of one zero line.

    ``staged``: columns stage, last_day, importer_iso3, authority, base_pct, rate_pct (percent); ``totals``: columns
    USA and CHN by stage. Rows are equally high: the time a stage stood is written, not drawn.
    """
    days = staged.drop_duplicates("stage")
    row = {stage: i for i, stage in enumerate(days["stage"])}
    plot_height = ROW * len(row)
    figure = draft(palette, height=plot_height + 76, margin=(94, 8, 50, 26))
    for (importer, authority), part in staged.groupby(["importer_iso3", "authority"], sort=False):
        sign, name = SIGN[str(importer)], NAMES.get(str(authority), terms.AUTHORITIES[str(authority)])
        figure.add_bar(
            orientation="h",
            y=part["stage"].map(row),
            x=part["rate_pct"] * sign,
            base=part["base_pct"] * sign,
            name=name,
            showlegend=importer == "USA",
            marker={"color": palette.authority(str(authority)), "line": {"width": 1, "color": palette.background}},
            customdata=part["rate_pct"].map(terms.rate),
            hovertemplate=f"<b>%{{customdata}}</b> {name}<extra></extra>",
        )
    for side, colour, at in (("USA", palette.us, "middle right"), ("CHN", palette.china_text, "middle left")):
        _end_labels(figure, totals[side], row, SIGN[side], colour, at)
    left, right = max(40.0, totals["CHN"].max() * 1.28), max(40.0, totals["USA"].max() * 1.26)
    step = 50 if max(left, right) > 70 else 10
    ticks = [v for v in range(-150, 151, step) if -left < v < right]
    figure.update_layout(
        barmode="overlay",
        showlegend=True,
        legend={"y": 1 + SIDE_NAMES / plot_height, "x": -0.02},
        xaxis=x_axis(
            palette,
            range=[-left, right],
            tickvals=ticks,
            ticktext=with_unit((str(abs(v)) for v in ticks), "%"),
            showgrid=True,
            gridcolor=palette.pale,
            showline=False,
            zeroline=True,
            zerolinecolor=palette.ink,
            zerolinewidth=1,
        ),
        yaxis=names_axis(
            palette, [_label(r, last=r["stage"] == days["stage"].iloc[-1]) for r in days.to_dict("records")]
        ),
    )
    _side_names(figure, palette)
    return figure.done()


def _label(stage: dict[Any, Any], *, last: bool) -> str:
    """The first day of a stage and how long it stood; of the last one, whose end is not known, how long at least."""
    count = (stage["last_day"] - stage["stage"]).days + 1
    stood = f"{terms.number(count)} day{'' if count == 1 else 's'}"
    least = "at least " if last else ""
    return f"{terms.day(stage['stage'])}<br><span style='font-size:12px'>{least}{stood}</span>"


def _end_labels(
    figure: Draft, totals: pd.Series, row: dict[pd.Timestamp, int], sign: int, colour: str, position: str
) -> None:
    shown = totals[totals > 0]
    figure.add_scatter(
        mode="text",
        x=shown * sign,
        y=shown.index.map(row),
        text=shown.map(lambda rate: f"{terms.NBSP}<b>{_short(rate)}</b>{terms.NBSP}"),
        textposition=position,
        textfont={"color": colour},
        hoverinfo="skip",
        showlegend=False,
    )


def _short(rate_pct: float) -> str:
    return terms.number(rate_pct, 0 if rate_pct == round(rate_pct) else 1)


def _side_names(figure: Draft, palette: Palette) -> None:
    sides = (
        ("China on US", palette.china_text, "right", -8),
        ("US on China", palette.us, "left", 8),
    )
    for text, colour, anchor, shift in sides:
        figure.add_annotation(
            x=0,
            y=1.0,
            yref="paper",
            xanchor=anchor,
            xshift=shift,
            yanchor="bottom",
            showarrow=False,
            text=f"<b>{text}</b>",
            font={"color": colour},
        )


def stages_caption(staged: pd.DataFrame, totals: pd.DataFrame) -> Caption:
    """How far each side went up and where it stands now, from the stages shown."""
    last = staged["last_day"].max()
    measure = SAY("stages.measure", first=terms.day(totals.index[0]), last=terms.day(last))
    rows = "; ".join(
        f"{terms.day(pd.Timestamp(str(day)))}: US {_short(r['USA'])}, China {_short(r['CHN'])}"
        for day, r in totals.iterrows()
    )
    (us_peak, china_peak), (us, china) = totals.max()[["USA", "CHN"]], totals.iloc[-1][["USA", "CHN"]]
    case = f"{'both' if china_peak else 'us'}{'' if us == us_peak and china == china_peak else '_then'}"
    peaks = {"us_peak": terms.law_rate(us_peak), "china_peak": terms.law_rate(china_peak)}
    rates = {"us": terms.law_rate(us), "china": terms.law_rate(china)}
    finding = SAY("stages.title", case, **peaks, **rates)
    return Caption(finding, measure, f"Mirrored bars, one row per stage, percent. {rows}.")


def axis_caption(caption: Caption, totals: pd.DataFrame, staged: pd.DataFrame) -> Caption:
    """The words of ``stages_caption`` for the same stages on a time axis."""
    days = {"first": terms.day(totals.index[0]), "last": terms.day(staged["last_day"].max())}
    alt = caption.alt.replace("Mirrored bars, one row per stage", "Mirrored steps over time, the US above, China below")
    return replace(caption, measure=SAY("stages.axis", **days), alt=alt)
