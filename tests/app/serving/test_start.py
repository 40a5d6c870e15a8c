"""What a visitor reads and the log says where a whole page fails, and what a wrong setting says."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from parley.app.kit import counters
from parley.app.serving import logs, start


def failing() -> None:
    import streamlit as st

    from parley.app.serving import start

    if st.session_state.get("page_again"):
        st.write("The page")
    else:
        assert start.on_fault(RuntimeError("a table has gone"))


def test_a_page_that_fails_is_a_sentence_for_the_visitor_and_one_event_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = AppTest.from_function(failing).run()
    assert [told.value for told in app.warning] == [start.FAILED]
    assert len(app.exception) == 0
    (event,) = [record for record in caplog.records if record.name == "parley"]
    assert event.exc_info is not None
    assert str(event.exc_info[1]) == "a table has gone"
    app.button(key="page_again").click().run()
    assert ([told.value for told in app.markdown], len(app.warning)) == (["The page"], 0)


def failing_block() -> None:
    from parley.app.kit.error_sentences import guarded

    with guarded("Chips"):
        raise RuntimeError("a column has gone")


def test_a_block_that_fails_is_counted_and_logged_with_its_page(caplog: pytest.LogCaptureFixture) -> None:
    where = {"page": "home", "block": "Chips"}
    before = counters.REGISTRY.get_sample_value("parley_faults_total", where) or 0.0
    AppTest.from_function(failing_block).run()
    assert counters.REGISTRY.get_sample_value("parley_faults_total", where) == before + 1
    (event,) = [record for record in caplog.records if record.name == "parley"]
    told = json.loads(logs.JsonLines().format(event))
    assert {name: told[name] for name in where} == where
    assert "a column has gone" in told["fault"]


def test_a_server_with_a_setting_that_is_no_origin_does_not_start() -> None:
    with pytest.raises(ValueError, match=r"'parley\.example'.*https://name"):
        start.middleware({start.ORIGINS: "parley.example"})
