"""The bound of an answer, counted by tokenizers of models: two that join digits, one that splits them."""

import csv
import json
from collections.abc import Mapping
from typing import Any

import pytest
import quicktok

from parley.agents.answers import MOST_TOKENS, tokens
from parley.agents.tools import answer_of
from parley.app.api.rows import as_json
from parley.tables.place import ROOT
from parley.tables.schema import table_names

with (ROOT / "tests" / "agents" / "questions.csv").open(encoding="utf-8", newline="") as file:
    QUESTIONS = [(each["tool"], json.loads(each["arguments"])) for each in csv.DictReader(file)]
LONG = [
    ("table_rows", {"name": "us_tariff_average", "limit": 100}),
    ("table_rows", {"name": "icio_country_sector", "limit": 100}),
    ("figure", {"page": "trade", "figure": "trade_partners", "limit": 200}),
    ("figure", {"page": "tariffs", "figure": "tariff_products", "limit": 200}),
]
TOKENIZERS = [quicktok.get_encoding(name) for name in ("cl100k_base", "o200k_base", "qwen3")]


def require_few_tokens(tool: str, fields: Mapping[str, Any]) -> None:
    """What is counted is no less than any model takes, and within the bound."""
    answer = answer_of(tool, fields)
    most = max(len(tokenizer.encode(as_json(answer).decode())) for tokenizer in TOKENIZERS)
    assert most <= tokens(answer) <= MOST_TOKENS, most


@pytest.mark.parametrize(("tool", "fields"), [*LONG, *QUESTIONS], ids=str)
def test_an_answer_has_few_tokens(tool: str, fields: dict[str, Any]) -> None:
    require_few_tokens(tool, fields)


@pytest.mark.parametrize("name", table_names())
def test_rows_of_every_table_have_few_tokens(name: str) -> None:
    require_few_tokens("table_rows", {"name": name, "limit": 100})


def test_the_tokenizers_count_as_their_makers_print() -> None:
    """The example of OpenAI's cookbook: "tiktoken is great!" has six tokens in both of its encodings."""
    assert [len(tokenizer.encode("tiktoken is great!")) for tokenizer in TOKENIZERS[:2]] == [6, 6]
    assert len(TOKENIZERS[2].encode("31415926")) == 8  # a digit each
