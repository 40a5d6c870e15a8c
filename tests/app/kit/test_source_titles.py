"""Titles of sources: a series by its name, others in full."""

from parley.app.kit.source_lines import titles


def test_a_series_of_editions_is_named_once_and_other_titles_in_full() -> None:
    outlooks = [(f"Economic Outlook No. {n}", f"EO{n}") for n in (116, 117)]
    interim = [("Economic Outlook, Interim Report March 2025: Steering", "IEO_2025_03")]
    names = [title for title, _ in [*outlooks, *interim]]
    assert titles([*outlooks, *interim]) == {"Economic Outlook, three editions": names}
    assert titles(outlooks) == {name: [name] for name in names[:2]}
    other = ("Inter-Country Input-Output tables, 2022", "2025")
    assert list(titles([*outlooks, *interim, other]))[1:] == ["Inter-Country Input-Output tables, 2022"]


def test_two_files_of_one_edition_are_one_edition() -> None:
    named = [
        ("Outlook for Trade 117", "117"),
        ("Outlook for Trade 117, growth", "117"),
        ("Outlook for Trade 118", "118"),
    ]
    assert list(titles(named)) == [title for title, _ in named]


def test_titles_told_apart_by_words_are_no_series() -> None:
    named = [(f"US imports by {kind}", kind) for kind in ("chapter", "industry", "country")]
    assert list(titles(named)) == [title for title, _ in named]
