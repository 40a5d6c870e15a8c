"""Which page answers my question: a short list of questions, each with the link that opens the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from parley.app import navigation
from parley.app.kit.blocks import part
from parley.app.trade import header as trade_header


@dataclass(frozen=True)
class Entry:
    """A question, the page that answers it (file name without suffix), and the state to open it in.

    A parameter whose name ends in ``_section`` is the subject of the page.
    """

    question: str
    page: str
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The page's file."""
        return f"pages/{self.page}.py"

    @property
    def link(self) -> str:
        """What the link says: the page, and its subject."""
        title = navigation.FILES[self.path][0]
        subject = next((value for key, value in self.query.items() if key.endswith("_section")), "")
        return f"{title}: {subject}" if subject else title


def _subjects(page: str, key: str, questions: Mapping[str, str]) -> tuple[Entry, ...]:
    return tuple(Entry(question, page, {key: subject}) for subject, question in questions.items())


ENTRIES = (
    Entry("Which duties are in force, under which law, since when?", "home"),
    Entry("Does the news of 9 June 2025 hold?", "briefing"),
    *_subjects(
        "tariffs",
        "tariff_section",
        {
            "Both sides": "How did both sides raise and cut duties?",
            "Averages": "What is the average tariff, and why do providers differ?",
            "Three measures": "What was announced, what is the law, and what was collected?",
            "Programmes": "Which goods are taxed: metals, cars, chips, medicines?",
            "By partner": "What does the US charge other countries?",
            "China's list": "Which US goods did China tax in return?",
            "2018 to 2020": "What did the first trade war tax?",
            "UK steel": "What duty does British steel pay?",
            "Customs revenue": "How much do tariffs raise for the US Treasury?",
            "Acts and rulings": "Which orders and rulings set the rates?",
        },
    ),
    *_subjects(
        "trade",
        "trade_section",
        {
            "Month by month": "How did US-China trade change?",
            "Duty collected": "What duty do customs collect on Chinese goods?",
            trade_header.PLACE: "Who took China's place in US imports?",
            "Goods": "Which goods does the US buy, and from whom?",
            "Exports to China": "What does the US sell China?",
            "China's figures": "What do China's own customs report?",
            "Mirror gap": "Why do the two sides' figures differ?",
        },
    ),
    *_subjects(
        "rare_earths",
        "rare_section",
        {
            "Stages": "How concentrated are mining, refining and magnets?",
            "What if licences stop": "Who pays if China refuses licences for magnets?",
            "Exports": "Does China still export rare-earth magnets?",
            "Controls": "Which elements need a licence, and which controls are suspended?",
            "US reliance": "How far does the US depend on imports?",
            "Other minerals": "In which other minerals does China lead?",
        },
    ),
    Entry("Who sells the US its chips?", "chips"),
    *_subjects(
        "chips",
        "chip_section",
        {
            "Controls": "Which chips and software do export controls cover?",
            "Kinds": "Which kinds of chips does the US buy?",
            "Taiwan": "What drives the rise in imports from Taiwan?",
        },
    ),
    *_subjects(
        "outlook",
        "outlook_section",
        {
            "Paths": "What do forecasters expect?",
            "Revisions": "How did the forecast change with the tariffs?",
            "Errors": "How large were their errors?",
            "Effects of tariffs": "What effects of tariffs do studies find?",
        },
    ),
    Entry("What if the US taxed Chinese machinery at 60\u00a0%?", "what_if_product", {"us_XVI": "60"}),
    Entry("Why can a higher tariff bring less revenue?", "what_if_world", {"world_section": "Revenue curve"}),
    Entry("Who gains from a US-China trade war?", "what_if_world", {"world_us": "60", "world_cn": "40"}),
    Entry(
        "Who would sell more to the US, and who more to China?",
        "what_if_world",
        {"world_section": "Trade", "world_us": "60", "world_cn": "40"},
    ),
    Entry(
        "Which industries grow under a tariff?",
        "what_if_world",
        {"world_section": "Industries", "world_model": "By industry", "world_us": "60"},
    ),
    Entry("Suspend the duties or keep them: what does each cost?", "compare"),
    *_subjects(
        "compare",
        "compare_section",
        {
            "By economy": "Who gains and who loses between two scenarios?",
            "All figures": "How do two scenarios compare, figure by figure?",
        },
    ),
    Entry("How accurate was the model for past changes in duties?", "backtest"),
    Entry("What is new in the tables, and which dates come next?", "what_changed"),
    *_subjects(
        "sources",
        "sources_section",
        {
            "Tables": "What does a column mean, and where can I download a table?",
            "Assumptions": "What does the model assume?",
            "Not in our data": "What is missing?",
            "Glossary": "What does a term mean?",
        },
    ),
)


def draw() -> None:
    """The questions behind one line that opens, so that a page which shows them stays light."""

    @part("Which page answers my question")
    def questions() -> None:
        guide = st.expander("Which page answers my question?", on_change="rerun", key="guide")
        if guide.open:
            with guide:
                grid = st.grid(3, min_column_width=290, gap="small")
                for entry in ENTRIES:
                    _entry(grid, entry)


def _entry(grid: Any, entry: Entry) -> None:
    with grid.container(gap=None):
        st.markdown(entry.question)
        navigation.link(entry.path, entry.link, entry.query)
