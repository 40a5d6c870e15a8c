import pytest
from pytest_httpserver import HTTPServer

from tests.mirror import Mirror


@pytest.fixture
def mirror(httpserver: HTTPServer) -> Mirror:
    return Mirror(httpserver)
