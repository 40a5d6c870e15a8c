"""The subject Mirror gap: one year's trade as each side recorded it, and why the two differ."""

from datetime import date

import pandas as pd
import streamlit as st

from parley import terms
from parley.charts import customs as charts
from parley.measures import bilateral
from parley.measures import events as dated
from parley.ui import blocks, cache, faults, prose

PARCELS_END = "us-deminimis-cn"


def draw(as_of: date) -> None:
    """Both sides' figures of one year, with the reasons why they differ."""

    @blocks.live("Mirror figures")
    def _() -> None:
        both = cache.derived("trade mirror", (as_of,), lambda: mirror(as_of))
        if both.empty:
            raise faults.NothingToShowError(
                "Mirror figures: no full year of both sides had been published by this date."
            )
        blocks.chart_block(
            cache.derived("mirror words", (as_of,), lambda: charts.mirror_caption(both)),
            both,
            {"Chart": lambda palette: charts.mirror_bars(both, palette)},
            "trade_mirror",
            state=(as_of,),
        )

    @blocks.live("Why the two sides differ")
    def _() -> None:
        blocks.finding("Why the two sides differ")
        st.html(prose.marked(cache.derived("mirror reasons", (as_of,), lambda: reasons(as_of))))


def mirror(as_of: date) -> pd.DataFrame:
    """The last full year that both sides recorded: four rows, or none."""
    return bilateral.mirror(cache.table("china_customs", as_of), cache.table("trade_monthly", as_of))


def reasons(as_of: date) -> str:
    """The known reasons for the gap in words; their sizes are not in our tables."""
    end = dated.key_events(cache.table("events", as_of), [PARCELS_END])
    parcels = "enter the US without a formal entry"
    if len(end):
        act = end.iloc[0]
        over = act["date"] <= pd.Timestamp(as_of)
        words = f"duty-free entry {'ended' if over else 'ends'} on {terms.day(act['date'])}"
        linked = f"[{words}]({act['source_url']})" if isinstance(act["source_url"], str) else words
        parcels = f"{'entered' if over else 'enter'} the US without a formal entry until {linked}"
    told = (
        (
            "Route",
            "goods sold on through Hong Kong or another place are imports from China for the US, which asks where they "
            "were made, and may be exports to Hong Kong for China, which asks where they go",
        ),
        (
            "Value",
            "exports are valued at the seller's border (China fob, US fas), imports of the US at customs value "
            "without freight and insurance, imports of China with both (cif)",
        ),
        ("Middlemen", "their margin is in the importer's price, not in the exporter's"),
        ("Small parcels", f"they {parcels}, and so largely escape the import figures; China counts its side"),
        ("Declared prices", "duty on one side and tax refunds on the other are reasons to declare less or more"),
        ("Dates", "what leaves in December arrives in the next year"),
    )
    lines = "\n".join(f"- **{name}:** {words}." for name, words in told)
    return f"{lines}\n\nHow much each adds is not in our tables, so nothing is reconciled here."
