"""China's market of the product model: its imports by HS chapter from the United States and from everybody else."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.product_elasticities import SigmaByHorizon, chapter_sigma
from parley.calibration.product_market import CalibratedMarket, CalibrationError, Table, section_numbers
from parley.models.product_market import FloatArray, Market
from parley.models.scenario import SECTIONS
from parley.parameters import parameter, section_parameter


def china_market(chapters: pd.DataFrame, sections: pd.Series, elasticities: Table) -> CalibratedMarket:
    """China's imports by HS chapter from the USA and the rest of the world (``WLD`` less the USA, named ``ROW``).

    v_ROW = v_USA (1 - s) / s with s the US share of the section's imported intermediates; the duty on the rest is
    set to zero and its revenue never shown. Base duty: the first date of the table. ``sections`` is by chapter;
    ``elasticities`` are asked for the long run alone.
    """
    first = chapters[chapters["date"] == chapters["date"].min()].sort_values("chapter")
    codes = first["chapter"].to_numpy(dtype=object)
    numerals = first["chapter"].map(sections)
    number = section_numbers(numerals.set_axis(first["chapter"]))
    share = numerals.map(dict(section_parameter("us_share_of_chinas_imports").values)).to_numpy(dtype=float)
    from_usa = first["china_imports_from_us_usd"].to_numpy(dtype=float)
    duty = first["import_weighted_pct"].to_numpy(dtype=float) / 100
    import_share = section_parameter("china_import_share").values
    count = len(codes)
    return CalibratedMarket(
        importer_iso3="CHN",
        partner_iso3="USA",
        market=Market(
            value_usd=np.concatenate([from_usa, from_usa * (1 - share) / share]),
            duty=np.concatenate([duty, np.zeros(count)]),
            product=np.tile(np.arange(count, dtype=np.intp), 2),
            section=number,
            import_share=np.array([import_share[section] for section in SECTIONS]),
        ),
        origins=("USA", "ROW"),
        origin=np.repeat(np.arange(2, dtype=np.intp), count),
        products=codes,
        sections=SECTIONS,
        sigma=SigmaByHorizon(count, lambda: chapter_sigma(codes, elasticities())),
    )


def section_of_chapter(hs_codes: pd.DataFrame) -> pd.Series:
    """Section numeral by HS chapter."""
    chapters = hs_codes[(hs_codes["hs_revision"] == "HS2022") & (hs_codes["code"].str.len() == 2)]
    return chapters.set_index("code")["section"]


def duty_by_date(chapters: pd.DataFrame, products: npt.NDArray[np.object_]) -> pd.DataFrame:
    """China's mean duty on US goods (ratio) by date (rows) and chapter (columns, as ``products``)."""
    wide = chapters.pivot(index="date", columns="chapter", values="import_weighted_pct").sort_index()
    return wide[list(products)] / 100


def us_exports(exports: pd.DataFrame, products: npt.NDArray[np.object_]) -> FloatArray:
    """US exports to China in the base year by chapter, free alongside ship; raises CalibrationError on a gap."""
    year = int(parameter("base_year").value)
    rows = exports[(exports["partner_iso3"] == "CHN") & (exports["year"] == year)]
    value = rows.set_index("chapter")["value_usd"].reindex(products)
    if value.isna().any():
        raise CalibrationError(f"The US exports to China of {year} lack chapter {value.index[value.isna()][0]}.")
    return value.to_numpy(dtype=float)
