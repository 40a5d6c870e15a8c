"""``--record``: the exchanges of a run in the form in which samples of official answers are kept, without keys."""

import json
from pathlib import Path

from parley.sources.client import Client

LIST = "exchanges.json"


def write(folder: Path, client: Client) -> None:
    """Write ``exchanges.json`` and one file a body; an address is without key, headers are those that were read."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for exchange in client.exchanges:
        body = client.evidence.body(exchange)
        place = f"{exchange.provider}/{exchange.sha256[:16]}"
        if body is not None:
            (folder / exchange.provider).mkdir(exist_ok=True)
            (folder / place).write_bytes(body)
        told = {"Content-Type": exchange.content_type, "ETag": exchange.etag, "Last-Modified": exchange.last_modified}
        listed.append(
            {
                "source": exchange.provider,
                "name": exchange.sha256[:16],
                "method": "GET",
                "url": exchange.url,
                "status": exchange.status,
                "headers": {name: value for name, value in told.items() if value},
                "body": place if body is not None else None,
                "evidence": f"recorded {exchange.asked_at[:10]}",
            }
        )
    (folder / LIST).write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
