"""Scenarios as text for links: they come back whole, and whatever is wrong with one is said in a sentence."""

import base64
import json
import re
import zlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.models.policy_parts import ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import SECTIONS, ScenarioError
from parley.results.scenario.files import MOST_BYTES
from parley.results.scenario.text import MOST_LETTERS, decode, encode

DAY = date(2025, 6, 9)
FULL = Scenario(
    DAY,
    title="Größe <b>&amp;</b> 中国",
    regime="geneva_truce",
    tariffs=[
        TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI")),
        TariffChange("CHN", "USA", 40.125, "absolute"),
        TariffChange("USA", "EU27", kind="without", authority="section_232"),
    ],
    exports=[ExportChange("CHN", "all", Goods("stage", "magnet"), limit_pct=25.0)],
    rule="flat",
    horizon="long_run",
    closure="additive",
    border_pass_through=0.94,
    trade_elasticity=5.0,
    vintage="2025-06-01",
)

rates = st.floats(0, 200, allow_nan=False)
changes = st.builds(
    TariffChange,
    importer=st.sampled_from(["USA", "EU27", "DEU"]),
    exporter=st.sampled_from(["CHN", "VNM", "all"]),
    rate_pct=rates,
    kind=st.sampled_from(["additional", "absolute"]),
    goods=st.sampled_from(SECTIONS).map(lambda section: Goods("section", section)),
)
scenarios = st.builds(
    Scenario,
    as_of=st.dates(date(2018, 1, 1), date(2026, 1, 1)),
    title=st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=40),
    tariffs=st.lists(changes, max_size=8),
    horizon=st.sampled_from(["first_year", "default", "long_run"]),
    border_pass_through=st.none() | st.floats(0.1, 1),
)


def packed(plain: bytes, form: str = "1") -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return form + base64.urlsafe_b64encode(packer.compress(plain) + packer.flush()).decode().rstrip("=")


def test_a_scenario_with_every_kind_of_field_comes_back() -> None:
    assert decode(encode(FULL)) == FULL


@given(scenarios)
def test_any_scenario_comes_back_with_every_digit(scenario: Scenario) -> None:
    text = encode(scenario)
    assert decode(text) == scenario
    assert re.fullmatch(r"[A-Za-z0-9_-]+", text)


def test_a_typical_text_is_short() -> None:
    assert len(encode(Scenario(DAY, tariffs=[TariffChange("USA", "CHN", 60, "absolute")]))) < 150


def test_what_is_too_long_for_a_link_is_refused_when_it_is_made() -> None:
    many = [
        TariffChange("USA", "CHN", n / 7919 % 200, "absolute", Goods("hs6", f"{n * 7919 % 10**6:06}"))
        for n in range(1, 500)
    ]
    with pytest.raises(ScenarioError, match="save it as a file"):
        encode(Scenario(DAY, tariffs=many))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "damaged"),
        ("1", "damaged"),
        ("1!!", "damaged"),
        ("nonsense", "damaged"),
        ("1AAAA", "damaged"),
        (encode(FULL)[:-4], "damaged"),
        (encode(FULL) + "AAAA", "damaged"),
        ("2" + encode(FULL)[1:], "format 2"),
        ("1" + "A" * MOST_LETTERS, "too long"),
        (packed(b" " * (MOST_BYTES + 1)), "longer than any scenario"),
        (packed(b"\xff\xfe"), "damaged"),
        (packed(b"{"), "line 1, column 2"),
        (packed(b"[]"), "must map fields"),
        (packed(b"[" * 50_000), "nested too deeply"),
        (packed(b'{"as_of":"2025-06-09","trade_elasticity":NaN}'), "trade_elasticity"),
        (packed(b'{"as_of":"2025-06-09","trade_elasticity":1e999}'), "too large"),
        (packed(b'{"as_of":"2025-06-09","as_of":"2025-06-10"}'), "'as_of'"),
        (packed(b'{"as_of":"2025-06-09","tariffs":[{"importer":"USA","exporter":"QQQ"}]}'), "tariffs, change 1: QQQ"),
    ],
)
def test_a_damaged_text_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(words)):
        decode(text)


def test_a_text_that_unpacks_to_very_much_is_cut_off() -> None:
    bomb = packed(b"[" + b"0," * 5_000_000 + b"0]")
    assert len(bomb) > MOST_LETTERS
    with pytest.raises(ScenarioError, match="too long"):
        decode(bomb)


def test_the_compressed_part_is_plain_json() -> None:
    text = encode(FULL)
    body = base64.urlsafe_b64decode(text[1:] + "=" * (-(len(text) - 1) % 4))
    assert json.loads(zlib.decompress(body, -15)) == FULL.to_dict()
