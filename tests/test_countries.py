"""Names of countries and the members of the European Union."""

from parley.tables import countries


def test_every_code_has_one_name_and_back() -> None:
    names = countries.names()
    assert (names["DEU"], names["EU27"]) == ("Germany", "European Union")
    assert {code: name for name, code in countries.codes().items()} == names


def test_the_union_has_27_members_and_is_none_of_them() -> None:
    members = countries.union_members()
    assert len(members) == 27
    assert "FRA" in members
    assert not {"GBR", "EU27"} & members
