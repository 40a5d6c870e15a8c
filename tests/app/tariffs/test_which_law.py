"""What a law says of a product and the rate beside it do not contradict each other."""

from datetime import date

from parley.app.tariffs import which_law


def test_goods_exempt_from_a_duty_do_not_seem_to_owe_it() -> None:
    """Heading 9903.05.86 exempts smartphones from the 12.5% forced-labour duty on China; they owe nothing."""
    shown = which_law.law_on("851713", "CHN", date(2026, 11, 27))
    row = shown.short[shown.short["Law"].str.contains("9903.05.86")].iloc[0]
    assert which_law.EXEMPT in row["This product"]
    assert row["Rate, %"] == which_law.SAY("law.exempt_rate", rate="12.5")
    assert shown.rows.loc[shown.rows["state"].eq("in_scope"), "rate_pct"].sum() == 0
