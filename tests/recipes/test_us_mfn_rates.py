"""Ordinary duty: what the lines with an ad valorem rate cover of the imports from China."""

from parley import read_table


def test_the_lines_cover_97_percent_of_imports_from_china() -> None:
    """97.3 % of the value of 2024 has a line here; the rest is chapters 98 and 99."""
    lines = set(read_table("us_mfn_rates")["hts8"])
    china = read_table("us_imports_hs10_2024", where={"exporter_iso3": ["CHN"]}, columns=["hts10", "value_usd"])
    covered = china.loc[china["hts10"].str[:8].isin(lines), "value_usd"].sum()
    assert abs(covered / china["value_usd"].sum() * 100 - 97.3) < 0.05


def test_only_lines_without_ad_valorem_rate_lack_one() -> None:
    rates = read_table("us_mfn_rates")
    other = rates["rate_type"].isin(["specific_or_note", "compound_or_conditional"])
    assert rates.loc[other, "ad_valorem_pct"].isna().all()
    assert rates.loc[~other, "ad_valorem_pct"].notna().all()
    assert (rates.loc[rates["rate_type"] == "free", "ad_valorem_pct"] == 0).all()


def test_the_subheading_is_the_start_of_the_line() -> None:
    rates = read_table("us_mfn_rates")
    assert (rates["hts8"].str[:6] == rates["hs6"]).all()
