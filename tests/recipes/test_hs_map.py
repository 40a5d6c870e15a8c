"""HS2022 in earlier revisions."""

from parley.tables.read import read_table


def test_the_map_starts_from_every_subheading_of_2022() -> None:
    codes = set(read_table("hs_codes").query("level == 6")["code"])
    for _, part in read_table("hs_map").groupby("to_revision"):
        assert set(part["from_code"]) == codes


def test_codes_that_changed_lead_to_another_code() -> None:
    """Smartphones have had their own subheading, 8517.13, since 2022; before they were 8517.12, telephones."""
    table = read_table("hs_map").set_index(["from_code", "to_revision"])["to_code"]
    assert table["851713", "HS2017"] == "851712"
    assert table["010121", "HS2007"] == "010110"
    assert table["010121", "HS1992"] == "010111"
