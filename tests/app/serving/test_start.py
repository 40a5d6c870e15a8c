"""What a visitor reads and the log says where a whole page fails, and what a wrong setting says."""

import pytest
from streamlit.testing.v1 import AppTest

from parley.app.serving import start


def failing() -> None:
    from parley.app.serving import start

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


def test_a_server_with_a_setting_that_is_no_origin_does_not_start() -> None:
    with pytest.raises(ValueError, match=r"'parley\.example'.*https://name"):
        start.middleware({start.ORIGINS: "parley.example"})
