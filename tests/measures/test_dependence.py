"""Single facts: subjects cover all of them, a range is one statement."""

from parley import read_table
from parley.measures import dependence


def test_every_fact_belongs_to_one_subject_or_to_the_eu_trade() -> None:
    table = read_table("dependence_facts")
    counted = sum(len(dependence.facts(table, subject)) for subject in dependence.TOPICS)
    trade = sum(len(dependence.eu_trade(table, flow)) for flow in (dependence.EU_IMPORTS, dependence.EU_EXPORTS))
    assert (counted, trade) == (32, 31)


def test_the_two_ends_of_a_range_become_one_statement() -> None:
    rows = dependence.facts(read_table("dependence_facts"), "eu")
    joined = dependence.ranges(rows)
    assert len(joined) == len(rows) - 1
    ends = joined.loc[joined["low"] != joined["high"], ["low", "high"]]
    assert ends.to_numpy().tolist() == [[69, 74]]
