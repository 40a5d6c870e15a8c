"""Where does a figure come from, what does a column mean, what is assumed, and what is missing?"""

from parley.ui import blocks, cache, controls, shell, source_pages

shell.join_dashboard()

as_of = controls.as_of()


@blocks.live("Sources", title="Sources, tables and methods")
def _() -> None:
    answer, covers, facts = cache.derived("source header", (as_of,), source_pages.header)
    blocks.page_header(answer, covers)
    blocks.metrics(facts)


blocks.sections(
    "sources_section",
    {
        "Tables": lambda: source_pages.draw_tables(as_of),
        "Sources": source_pages.draw_sources,
        "Assumptions": source_pages.draw_assumptions,
        "Methods": source_pages.draw_methods,
        "Not in our data": source_pages.draw_gaps,
    },
)
