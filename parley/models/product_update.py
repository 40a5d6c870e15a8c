"""A solved product market at other duties, by solving only the sections whose duties differ.

Sections do not act on each other in the model, so what a section's duties do stays in it: a slider of one section costs
that section and not all 21.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from parley.models.errors import ModelInputError
from parley.models.partial_equilibrium import ProductEquilibrium, solve
from parley.models.product_market import Elasticities, FloatArray, IndexArray, Market

BY_SECTION = (
    "import_price_hat",
    "section_price_hat",
    "buyers_loss_usd",
    "exporters_loss_usd",
    "duty_change_usd",
    "deadweight_loss_usd",
)


@dataclass(frozen=True, eq=False)
class _Part:
    """Some sections of a market as a market of their own, and the numbers of its cells, products and sections."""

    market: Market
    cells: IndexArray | slice
    products: IndexArray | slice
    sections: IndexArray | slice


ALL = slice(None)


def update(before: ProductEquilibrium, duty_new: FloatArray) -> ProductEquilibrium:
    """The market of ``before`` at the duty rates ``duty_new`` [cell] (ratios), the same as ``solve`` gives.

    Raises ModelInputError for duties of the wrong shape or out of range, NotConvergedError.
    """
    market = before.market
    if duty_new.shape != before.duty.shape:
        raise ModelInputError("duty", f"has shape {duty_new.shape}, the market has {len(before.duty)} cells")
    moved = np.unique(market.cell_section[duty_new != before.duty])
    if not len(moved):
        return before
    # all sections are the market itself, not 4 MB more
    is_whole = len(moved) == market.section_count
    part = _Part(market, ALL, ALL, ALL) if is_whole else _part(market, tuple(moved.tolist()))
    solved = solve(part.market, _of_products(before.elasticities, part.products), duty_new[part.cells])
    value = before.value_usd.copy()
    value[part.cells] = solved.value_usd
    sections = {name: getattr(before, name).copy() for name in BY_SECTION}
    for name, values in sections.items():
        values[part.sections] = getattr(solved, name)
    return replace(
        before,
        duty=duty_new,
        value_usd=value,
        **sections,
        iterations=max(before.iterations, solved.iterations),
        residual=max(before.residual, solved.residual),
        has_subsidy=bool((duty_new < 0).any()),
    )


@lru_cache(maxsize=12)
def _part(market: Market, sections: tuple[int, ...]) -> _Part:
    chosen = np.array(sections, dtype=np.intp)
    inside = np.zeros(market.section_count, dtype=bool)
    inside[chosen] = True
    products = np.flatnonzero(inside[market.section])
    cells = np.flatnonzero(inside[market.cell_section])
    part = Market(
        value_usd=market.value_usd[cells],
        duty=market.duty[cells],
        product=np.searchsorted(products, market.product[cells]),
        section=np.searchsorted(chosen, market.section[products]),
        import_share=market.import_share[chosen],
    )
    return _Part(part, cells, products, chosen)


def _of_products(elasticities: Elasticities, products: IndexArray | slice) -> Elasticities:
    sigma = elasticities.between_origins
    return elasticities if len(sigma) == 1 else replace(elasticities, between_origins=sigma[products])
