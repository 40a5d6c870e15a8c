"""What the commands household, content and backtest print; loaded when one of them is asked."""

from parley.calibration.product import product_inputs
from parley.results.backtest import backtest
from parley.results.backtest_skill import law_choices, skill
from parley.results.content import jobs, third_countries, us_industries
from parley.results.household import household_cost
from parley.results.scenario_files import load
from parley.results.scenario_place import place_named
from parley.results.sentence import sentence
from parley.results.timing import when
from parley.tables import compiled_on


def run_household(source: str) -> int:
    """Print what a scenario costs households on today's trade, and what others print of it. Raises ScenarioError."""
    scenario = load(source)
    with place_named(source, scenario):
        cost = household_cost(scenario)
    print(f"{sentence(scenario)}\n\nEstimated, by proportion; a cost is positive. USD a year, and a household:")
    print(cost.categories.to_string(index=False, float_format="{:z,.0f}".format))
    print(f"\n{cost.a_household_usd:z,.0f} USD a household at the border, of {cost.households:,.0f} households.")
    print(f"\nBy decile of income\n{cost.deciles.to_string(index=False, float_format='{:z,.1f}'.format)}")
    if len(cost.published):
        print(f"\nIn print\n{cost.published.to_string(index=False, float_format='{:z,.0f}'.format)}")
    return 0


def run_content() -> int:
    """Print the Chinese content of US industries, with their jobs, and of what third countries sell."""
    print("Estimated, by proportion. US industries, jobs as counted and no forecast of them:")
    table = us_industries().merge(jobs(compiled_on()), on="sector", how="left")
    print(table.to_string(index=False, float_format="{:z,.1f}".format))
    print("\nGoods sold to the United States, by economy:")
    print(third_countries().to_string(index=False, float_format="{:z,.1f}".format))
    return 0


def run_backtest() -> int:
    """Print the model beside the record, its skill good by good, when effects arrive, and what it leaves out."""
    tested = backtest(product_inputs())
    shown = [c for c in map(str, tested.total) if c != "naics3" and not c.endswith("_usd")]
    print(tested.total[shown].to_string(index=False, float_format="{:z.1f}".format), end="\n\n")
    print("Modelled and recorded falls of imports from China by industry:")
    print(tested.fit.to_string(index=False, float_format="{:z.2f}".format), end="\n\n")
    found = when()
    for title, table in (
        ("The law of 2025 as it may be read, and the fall each reading foresees:", law_choices()),
        ("Skill on 2025 by good, from the law alone (1: all foreseen; 0: as good as the mean of all goods):", skill()),
        ("When effects arrive: estimated on 2018-19", found.estimates),
        (f"Errors between industries in 2025, which neither saw (the {found.used} model is used):", found.tests),
        ("All industries together, against the same month a year before:", found.seen),
    ):
        print(f"{title}\n{table.to_string(index=False, float_format='{:z.2f}'.format)}", end="\n\n")
    print("What the model leaves out:")
    for row in tested.left_out.to_dict("records"):
        print(f"- {row['cause']}: {row['text']}")
    return 0
