"""A failing block: a sentence in its place, and one heading of the first level whether it failed before or after it."""

from streamlit.testing.v1 import AppTest

from tests.apps import hints, title


def before_the_title() -> None:
    from parley.app.kit import blocks

    @blocks.live("Block", title="Stand-in")
    def _() -> None:
        raise RuntimeError


def after_the_title() -> None:
    from parley.app.kit import blocks, error_sentences

    @blocks.live("Block", title="Stand-in")
    def _() -> None:
        blocks.page_header("The answer", "What it covers.")
        raise error_sentences.NothingToShowError("Nothing to draw.")


def after_the_title_in_its_own_place() -> None:
    import streamlit as st

    from parley.app.kit import blocks, error_sentences

    @blocks.live("Page", title="Stand-in")
    def _() -> None:
        head = st.container()
        with error_sentences.guarded("Answer", "Stand-in", head):
            with head:
                blocks.page_header("The answer", "What it covers.")
            raise RuntimeError
        raise RuntimeError


def test_a_title_stands_in_where_the_answer_could_not_be_told() -> None:
    assert title(AppTest.from_function(before_the_title).run()) == "Stand-in"


def test_no_title_stands_in_below_an_answer_that_was_told() -> None:
    app = AppTest.from_function(after_the_title).run()
    assert title(app) == "The answer"
    assert hints(app) == ["Nothing to draw."]


def test_an_answer_told_by_a_block_inside_another_counts_for_both() -> None:
    app = AppTest.from_function(after_the_title_in_its_own_place).run()
    assert title(app) == "The answer"
    assert len(app.warning) == 2
