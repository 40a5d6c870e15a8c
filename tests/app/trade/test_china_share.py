"""The goods bought mostly from China are those of the imports, counted another way."""

from datetime import date

from parley.app.trade import china_share
from parley.tables import us_imports

DAY = date(2026, 12, 1)


def test_the_goods_are_those_whose_imports_are_mostly_from_china() -> None:
    rows = china_share.above(2024, DAY).set_index("code")
    imports = us_imports.read_imports(None, 2024, 6, columns=["hs6", "exporter_iso3", "value_usd"])
    value = imports.pivot_table(index="hs6", columns="exporter_iso3", values="value_usd", aggfunc="sum").fillna(0)
    of_china = 100 * value["CHN"] / value.sum(axis=1)
    assert set(of_china[of_china > china_share.ABOVE_PCT].index) == {*rows.index}
    assert rows["share_pct"].is_monotonic_decreasing
    assert rows["share_pct"].sub(of_china.reindex(rows.index)).abs().max() < 1e-6
