"""Titles of the what-if pages are short whatever is moved and whichever way it goes."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest

from parley import terms, words
from parley.app.what_if import starting_duties
from parley.app.what_if_product import search
from parley.app.what_if_product import words as product_words
from parley.app.what_if_world import controls
from parley.app.what_if_world import words as world_words
from parley.models.policy_parts import EVERYBODY, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import SECTIONS
from parley.tables.parameters import presets

DAY, US, CHINA = date(2026, 11, 27), "USA", "CHN"
SIZE, CHANGE = "0.12%", f"{terms.MINUS}0.12%"
ON_ALL = TariffChange(US, CHINA, 118, "absolute")
BY_CHINA = TariffChange(CHINA, US, 118, "absolute")


def scenarios(*changes: Iterable[TariffChange]) -> list[Scenario]:
    """One for each of the sets of changes, then the dated regimes, alone and with changes."""
    of_regimes = [
        Scenario(DAY, regime=preset.name, tariffs=[ON_ALL, BY_CHINA][:count])
        for preset in presets()
        for count in (0, 1, 2)
    ]
    return [*(Scenario(DAY, tariffs=tuple(each)) for each in changes), *of_regimes]


def of_either_page() -> list[list[TariffChange]]:
    """Duties on all goods, those of a law struck out, points on everybody, and all extra duties ended."""
    laws = [
        TariffChange(US, exporter, kind="without", authority=law)
        for law in starting_duties.laws(DAY)
        for exporter in (EVERYBODY, CHINA)
    ]
    partners = [TariffChange(US, code, 118, "absolute") for code in origins()]
    points = [TariffChange(US, EVERYBODY, points) for points in (10, -10)]
    several = [[ON_ALL, partners[0]], laws[::2][:2], list(starting_duties.without_extra_duties(DAY))]
    return [*([change] for change in (ON_ALL, *laws, *partners, *points)), *several]


def origins() -> list[str]:
    return [origin for origin in starting_duties.inputs().us.origins if origin != CHINA]


def of_goods(level: str, codes: Iterable[str]) -> list[list[TariffChange]]:
    return [[TariffChange(US, CHINA, 118, "absolute", Goods(level, code))] for code in codes]  # type: ignore[arg-type]


def test_titles_of_products_are_short_for_every_chapter_and_section_and_every_way() -> None:
    codes = sorted(search._names())
    chapters, products = [code for code in codes if len(code) == 2], [code for code in codes if len(code) == 6]
    chosen = scenarios(
        *of_either_page(),
        *of_goods("section", SECTIONS),
        *of_goods("chapter", chapters),
        *of_goods("hs6", products[::7]),
    )
    assert len(chosen) > 800
    cases = [
        case.removeprefix("title.")
        for case, _ in words.Words(words.APP / "what_if_product" / words.FILE).texts()
        if case.startswith("title.") and case != "title.rest"
    ]
    assert {"lose", "may_gain_overstated", "beyond"} <= set(cases)
    for scenario, case in itertools.product(chosen, cases):
        whats = product_words.whats_moved(scenario)
        check(whats, lambda what, case=case: product_words.SAY("title", case, what=what, loss="$112bn"))  # type: ignore[misc]


@pytest.mark.parametrize("reply", ["", "in_kind"])
def test_titles_of_the_world_are_short_for_every_industry_and_partner_and_every_way(reply: str) -> None:
    industries = of_goods("sector", terms.SECTOR_LABELS)
    chosen = scenarios(*of_either_page(), [BY_CHINA], [ON_ALL, BY_CHINA], *industries)
    for scenario in (replace(each, reply=reply) for each in chosen):
        whats = world_words.names_of_moved(scenario)
        for us, china in itertools.product(("rise", "fall", "none", "open"), repeat=2):
            check(whats, lambda what, us=us, china=china: both_sides(what, us, china))  # type: ignore[misc]
        check(whats, lambda what: world_words.SAY("title", "no_range", what=what, us=CHANGE, china=CHANGE))


@pytest.mark.parametrize("reply", ["", "in_kind"])
def test_titles_of_a_partner_or_group_are_short_whoever_is_hit(reply: str) -> None:
    alone = [([origin], origin) for origin in origins()]
    grouped = [
        (within, hit) for group in controls.GROUPS for within in [controls.members(group, origins())] for hit in within
    ]
    cases = ("fall", "rise", "none", "open", "most_fall", "most_rise")
    for (within, hit), points in itertools.product([*alone, *grouped], (10, -10)):
        changes = [TariffChange(US, origin, points) for origin in within]
        if within == [hit]:
            changes = [TariffChange(US, hit, 118, "absolute")]
        whats = world_words.names_of_moved(Scenario(DAY, tariffs=changes, reply=reply))  # type: ignore[arg-type]
        place = terms.with_article(world_words.name(hit))
        for case in cases:
            check(whats, lambda what, case=case, place=place: of_hit(what, case, place))  # type: ignore[misc]


def both_sides(what: str, us: str, china: str) -> str:
    say = world_words.SAY
    if us == china:
        return say("title", us, what=what, us=SIZE, china=SIZE)
    if china == "open":
        return say("title", "china_open", what=what, us=say("title.us", us, size=SIZE), china="")
    if us == "open":
        return say("title", "us_open", what=what, us="", china=say("title.china_alone", china, size=SIZE))
    of_us, of_china = say("title.us", us, size=SIZE), say("title.china", china, size=SIZE)
    return say("title", "both", what=what, us=of_us, china=of_china)


def of_hit(what: str, case: str, place: str) -> str:
    return world_words.SAY("title.hit", case, what=what, place=place, size=SIZE)


def check(whats: list[str], title: Callable[[str], str]) -> None:
    """The shortest of the titles a page has to choose from is short enough."""
    said = terms.fitting(title(terms.capital(what)) for what in whats)
    assert len(said.split(" ")) <= terms.MOST_IN_TITLE, said
