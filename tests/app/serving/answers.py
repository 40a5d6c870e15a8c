"""What a server answers, asked without a browser."""

import json
import urllib.request
from typing import Any
from urllib.error import HTTPError

from tests.servers import App

LONG_S = 20


def get(url: str, **headers: str) -> tuple[int, Any, bytes]:
    """Status, headers and body of an answer."""
    asked = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=LONG_S) as reply:
            return reply.status, reply.headers, reply.read()
    except HTTPError as refused:
        return refused.code, refused.headers, refused.read()


def is_ready(app: App) -> tuple[int, dict[str, Any]]:
    """What ``/ready`` says once the tables have been compared."""
    while True:
        status, _, body = get(f"{app.url}/ready")
        told = json.loads(body)
        if not any("still being compared" in fault for fault in told["faults"]):
            return status, told
