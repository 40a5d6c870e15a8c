"""China's share of 13 minerals: the compiled sheet agrees with the official files, and editions are kept apart."""

from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes.critical_minerals import FILES, MINERALS, TONNES


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table("critical_mineral_shares")


def test_the_sheet_compiled_from_mcs_2026_says_the_same(table: pd.DataFrame, raw: Path) -> None:
    sheet = pd.read_csv(raw / "rare_earths/compiled_facts/china_share_other_minerals_mcs2026.csv")
    names = {chapter: name for name, (chapter, _, _) in MINERALS.items()}
    sheet = sheet.assign(mineral=sheet["mcs_chapter"].map(names), factor=sheet["unit"].map(TONNES))
    both = sheet.merge(table[table["edition"] == "MCS2026"], on=["mineral", "year"], validate="one_to_one")
    assert len(both) == len(sheet) == 26
    assert (both["china"] * both["factor"]).to_numpy() == pytest.approx(both["china_output_t"].to_numpy())
    assert both["china_share_pct"].to_numpy() == pytest.approx(both["share_pct"].to_numpy(), abs=0.051)


def test_rare_earths_agree_with_mine_production(table: pd.DataFrame) -> None:
    mined = read_table("mine_production")
    china = mined[mined["iso3"] == "CHN"].set_index(["edition", "year"])["output_t"]
    rows = table[table["mineral"] == "Rare earths"].set_index(["edition", "year"])["china_output_t"]
    assert rows.to_dict() == china.reindex(rows.index).to_dict()


def test_cobalt_of_mcs_2025_is_missing_and_not_zero(table: pd.DataFrame) -> None:
    assert set(table.loc[table["mineral"] == "Cobalt", "edition"]) == {"MCS2026"}
    assert (table["china_output_t"] > 0).all()


@pytest.mark.parametrize(
    ("edition", "column", "encoding"), [("MCS2026", "Country", "cp1252"), ("MCS2025", "COUNTRY", "utf-8-sig")]
)
def test_germanium_has_no_world_table(raw: Path, edition: str, column: str, encoding: str) -> None:
    cells = pd.read_csv(raw / FILES[edition], encoding=encoding, dtype=str, keep_default_na=False)
    name = "MCS chapter" if edition == "MCS2026" else "COMMODITY"
    rows = cells[cells[name].str.strip().str.lower() == "germanium"]
    outputs = rows["Value"] if edition == "MCS2026" else rows["PROD_2023"]
    totals = outputs[rows[column].str.startswith("World")]
    assert pd.to_numeric(totals.str.replace(",", ""), errors="coerce").notna().sum() == 0


def test_a_total_without_the_united_states_is_marked(table: pd.DataFrame) -> None:
    assert set(table.loc[table["excludes_us"] & (table["edition"] == "MCS2026"), "mineral"]) == {
        "Antimony",
        "Lithium",
        "Tellurium",
    }


def test_a_footnote_taken_back_by_the_publisher_is_gone(table: pd.DataFrame) -> None:
    rows = table[(table["mineral"] == "Rare earths") & (table["year"] == 2024)].set_index("edition")["note"]
    assert rows["MCS2026"] == "Estimated."
    assert "quota" in rows["MCS2025"]
