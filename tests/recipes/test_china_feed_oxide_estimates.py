"""Oxide estimates: origins add to the central total, which lies between the other two."""

from parley import read_table


def test_the_central_total_lies_between_low_and_high_and_only_the_total_has_them() -> None:
    table = read_table("china_feed_oxide_estimates")
    wide = table[table["partner_iso3"] == "WLD"].pivot(index="year", columns="bound", values="oxide_t")
    assert len(wide) == 3
    assert (wide["low"] < wide["central"]).all()
    assert (wide["central"] < wide["high"]).all()
    assert set(table.loc[table["partner_iso3"] != "WLD", "bound"]) == {"central"}


def test_oxide_is_less_than_the_feed_that_holds_it() -> None:
    feed = read_table("china_feed_imports_by_kind").groupby("year")["net_weight_t"].sum()
    oxide = read_table("china_feed_oxide_estimates").query("partner_iso3 == 'WLD' and bound == 'high'")
    assert (oxide.set_index("year")["oxide_t"] < feed).all()
