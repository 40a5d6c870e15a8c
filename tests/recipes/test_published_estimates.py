"""Figures in print: each with a work, a concept where several are told, and a range the right way round."""

from parley import read_table


def test_every_row_has_a_figure_or_a_range() -> None:
    table = read_table("published_estimates")
    assert (table["value"].notna() | table["high"].notna()).all()
    both = table.dropna(subset=["low", "high"])
    assert len(both) == 2
    assert (both["low"] < both["high"]).all()


def test_the_long_run_is_longer_than_the_short_run() -> None:
    table = read_table("published_estimates").set_index("estimate_id")
    assert table.loc["boehm_long", "high"] < table.loc["boehm_short", "value"] < 0
    assert table.loc["khan_long_short_consumed", "value"] > table.loc["khan_long_short_flows", "value"] > 1


def test_only_one_work_has_no_address() -> None:
    table = read_table("published_estimates")
    assert table.loc[table["source_url"].isna(), "estimate_id"].tolist() == ["simonovska_waugh"]
    assert table["citation"].str.len().gt(10).all()
