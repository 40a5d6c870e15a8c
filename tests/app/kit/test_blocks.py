"""The subjects of a page: the name and the chip above them, the subject drawn, what is below the first."""

from streamlit.testing.v1 import AppTest

from tests.apps import choices, html_words, messages, press


def of_two_subjects() -> None:
    import streamlit as st

    from parley.app.kit import blocks
    from parley.app.kit.error_sentences import NothingToShowError

    def chip() -> str:
        if st.session_state.get("lost"):
            raise NothingToShowError("Nobody knows.")
        return "Law checked to 9 Oct 2026"

    draws = {"One": lambda: blocks.finding("First"), "Two": lambda: blocks.finding("Second")}
    blocks.sections("probe_section", draws, below=lambda: blocks.note("Facts"), chip=chip)


def test_what_is_known_until_when_stands_above_every_subject_and_the_facts_below_the_first() -> None:
    app = AppTest.from_function(of_two_subjects).run()
    assert choices(app)["probe_section"]["above"] == ["Law checked to 9 Oct 2026"]
    assert html_words(app) == ["First", "Facts"]
    press(app, "probe_section", "Two")
    assert choices(app)["probe_section"]["above"] == ["Law checked to 9 Oct 2026"]
    assert html_words(app) == ["Second"]


def test_a_chip_that_cannot_be_told_leaves_the_subject() -> None:
    app = AppTest.from_function(of_two_subjects)
    app.session_state["lost"] = True
    app.run()
    assert messages(app) == ["Nobody knows."]
    assert "First" in html_words(app)
    assert "above" not in choices(app)["probe_section"]
