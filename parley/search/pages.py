"""The pages of the app by name, and the questions they answer: read by its menu and contents, and by the search."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The menu: groups of pages, each by the name of its file and what the menu calls it.
MENU = {
    "Today": {"home": "Front page", "what_changed": "What changed", "briefing": "Briefing"},
    "The dispute": {"tariffs": "Tariffs", "trade": "Trade", "rare_earths": "Minerals", "chips": "Chips"},
    "What if": {"what_if_product": "Products", "what_if_world": "World", "compare": "Compare"},
    "How sure": {"outlook": "Forecasts", "backtest": "Back-test"},
    "Data": {"look_up": "Look up", "explore": "Explore", "sources": "Sources"},
}
# What a page is called where its group does not stand beside it.
ALONE = {"what_if_product": "What if: products", "what_if_world": "What if: world"}
PAGES = {stem: ALONE.get(stem, name) for group in MENU.values() for stem, name in group.items()}
VIEWS = ("_by", "_of", "_show", "_rank")
LICENCES = "Exports and what if licences stop"  # of rare earths


@dataclass(frozen=True)
class Question:
    """A question, the page that answers it (file name without suffix), and the state to open it in.

    A parameter whose name ends in ``_section`` is the subject of the page; one of ``VIEWS`` ends that of a view of it.
    """

    question: str
    page: str
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subject of the page; none where the question is for the page as it opens."""
        return tuple(value for key, value in self.query.items() if key.endswith("_section"))

    @property
    def link(self) -> str:
        """What a link to the answer says, one each: the page, its subject, and the view of it."""
        views = [value for key, value in self.query.items() if key.endswith(VIEWS)]
        return ": ".join([PAGES[self.page], *self.subjects, *views])

    @property
    def title(self) -> str:
        """The question under its link, as the search lists it."""
        return f"{self.link}. {self.question}"

    @property
    def path(self) -> str:
        """The page's file."""
        return f"pages/{self.page}.py"


def _subjects(page: str, key: str, questions: Mapping[str, str]) -> tuple[Question, ...]:
    return tuple(Question(question, page, {key: subject}) for subject, question in questions.items())


QUESTIONS = (
    Question("Which duties are in force, under which law, since when?", "home"),
    Question("What duty do toys from Vietnam pay?", "look_up", {"product": "9503", "from": "Vietnam"}),
    Question("Does the news of 9 June 2025 hold?", "briefing"),
    *_subjects(
        "tariffs",
        "tariff_section",
        {
            "Both sides": "How did both sides raise and cut duties?",
            "Said, law, paid": "What was announced, what is the law, and what was collected?",
            "Partners": "What does the US charge other countries?",
            "Products": "Which goods of an origin pay the highest duty?",
            "Which law": "Which laws tax one product, and at what rate?",
            "Programmes": "Which goods are taxed: metals, cars, chips, medicines?",
            "Acts": "Which orders set the rates, and what changed since an earlier day?",
            "Money": "How much do tariffs raise for the US Treasury?",
        },
    ),
    Question(
        "What does the US collect in customs duties by fiscal year?",
        "tariffs",
        {"tariff_section": "Money", "tariff_collected_by": "Fiscal years"},
    ),
    *_subjects(
        "trade",
        "trade_section",
        {
            "Month by month": "How did US-China trade change?",
            "Deficit": "With whom is the US goods deficit largest?",
            "Who took China's place": "Who took China's place in US imports?",
            "Goods": "Which goods does the US buy, and from whom?",
            "Chinese content": "How much of China is in US industries and in other countries' goods?",
            "Exports to China": "What does the US sell China?",
            "China's figures": "What do China's own customs report?",
            "Mirror gap": "Why do the two sides' figures differ?",
        },
    ),
    Question(
        "Which goods does the US buy mostly from China?",
        "trade",
        {"trade_section": "Goods", "trade_rank": "China's share"},
    ),
    *_subjects(
        "rare_earths",
        "rare_section",
        {
            "Stages": "How concentrated are mining, refining and magnets?",
            "Elements": "Which ores hold which rare-earth element?",
            "Demand": "What are rare earths used for?",
            "Prices": "What do rare-earth oxides cost?",
            "Controls": "Which elements need a licence, and which controls are suspended?",
            LICENCES: "Does China still export rare-earth magnets?",
            "US reliance": "How far does the US depend on imports?",
        },
    ),
    *(
        Question(question, "rare_earths", {"rare_section": subject, key: view})
        for question, subject, key, view in (
            (
                "Who pays if China refuses licences for magnets?",
                LICENCES,
                "rare_destinations_of",
                "If licences stop",
            ),
            (
                "Which countries hold the world's rare-earth reserves?",
                "Stages",
                "rare_stages_show",
                "Reserves",
            ),
            ("Where does China buy rare-earth compounds?", "Stages", "rare_stages_show", "Feed imports"),
            (
                "How much of each critical mineral does the US trade with China?",
                "US reliance",
                "rare_reliance_show",
                "US trade",
            ),
            ("In which other minerals does China lead?", "US reliance", "rare_reliance_show", "Output"),
        )
    ),
    Question("Who sells the US its chips?", "chips"),
    Question("Which kinds of chips does the US buy?", "chips", {"chip_by": "Kind"}),
    *_subjects(
        "chips",
        "chip_section",
        {
            "Controls": "Which chips and software do export controls cover?",
            "Taiwan": "What drives the rise in imports from Taiwan?",
            "Sales to China": "How many chips does the US still sell China?",
            "Duties": "What duties do chips pay in the US?",
        },
    ),
    *_subjects(
        "outlook",
        "outlook_section",
        {
            "Paths": "What do forecasters expect?",
            "Revisions": "How did the forecast change with the tariffs?",
            "Errors": "How large were their errors?",
            "Other houses": "What do other forecasters expect?",
            "Effects of tariffs": "What effects of tariffs do studies find?",
        },
    ),
    Question("What if the US taxed Chinese machinery at 60%?", "what_if_product", {"us_XVI": "60"}),
    Question(
        "What would a tariff cost a US household?", "what_if_product", {"what_if_section": "Households", "us_XVI": "60"}
    ),
    Question(
        "Do all models agree on a tariff war?",
        "what_if_world",
        {"world_section": "How sure", "world_us": "60", "world_cn": "40"},
    ),
    Question(
        "Why can a higher tariff bring less revenue?",
        "what_if_world",
        {"world_section": "Best tariffs and revenue", "world_best_of": "Revenue"},
    ),
    Question("Who gains from a US-China trade war?", "what_if_world", {"world_us": "60", "world_cn": "40"}),
    Question(
        "Who would sell more to the US, and who more to China?",
        "what_if_world",
        {"world_section": "Trade", "world_us": "60", "world_cn": "40"},
    ),
    Question(
        "Which industries grow under a tariff?",
        "what_if_world",
        {"world_section": "Industries", "world_us": "60"},
    ),
    Question("Suspend the duties or keep them: what does each cost?", "compare"),
    Question("Who gains and who loses between two scenarios?", "compare", {"compare_by": "Economy"}),
    Question("How do two scenarios compare, figure by figure?", "compare", {"compare_by": "Figure"}),
    Question("How accurate was the model for past changes in duties?", "backtest"),
    Question(
        "What did any goods pay in duty, by product, origin and year?",
        "explore",
        {"explore_rows": "Origin", "explore_measure": "Rate collected"},
    ),
    Question("What is new in the tables, and which dates come next?", "what_changed"),
    *_subjects(
        "sources",
        "sources_section",
        {
            "Tables": "What does a column mean, and where can I download a table?",
            "Sources": "Which source is a figure from?",
            "Assumptions": "What does the model assume?",
            "Methods": "How is a measure worked out?",
            "Not in our data": "What is missing?",
            "Glossary": "What does a term mean?",
        },
    ),
)
