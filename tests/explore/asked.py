"""Ten questions on the shipped tables, which every engine answers alike."""

from parley.explore import Question

HTS10, CHAPTERS, CHINA = "us_imports_hts10_annual", "us_trade_hs2_monthly", "us_exports_china_hs6_monthly"
TEN = (
    Question(HTS10, "value", "origin", "year", top=5),
    Question(HTS10, "duty", "chapter", where=(("origin", ("CHN",)), ("year", ("2025",))), top=10),
    Question(HTS10, "rate_collected", "chapter", "origin", (("year", ("2025",)),), top=4),
    Question(HTS10, "value", "hs6", "year", (("heading", ("8517", "8471")),), top=3, others=False),
    Question(HTS10, "rate_collected", "hts10", where=(("chapter", ("72",)), ("origin", ("CAN", "DEU"))), top=7),
    Question(HTS10, "value", "year", "heading", (("chapter", ("85",)),)),
    Question("us_imports_hs10_2024", "duty", "origin", where=(("hs6", ("850760",)),), top=6),
    Question(CHAPTERS, "duty", "month", "origin", (("year", ("2018", "2019")),)),
    Question(CHAPTERS, "value", "chapter", "year", (("origin", ("CHN",)), ("month", ("2018-03", "2019-03"))), top=8),
    Question(CHINA, "quantity", "hs6", "year", (("unit", ("t",)),), top=3),
)
