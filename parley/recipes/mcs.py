"""An edition of the Mineral Commodity Summaries of USGS, as far as its file of all commodities depends on its year."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Edition:
    """The edition of a year and the day its data were first posted."""

    year: int
    published_on: date

    @property
    def name(self) -> str:
        """The edition as the tables name it."""
        return f"MCS{self.year}"

    @property
    def file(self) -> str:
        """The file of all commodities."""
        return f"{self.name}_Commodities_Data.csv"

    @property
    def sources_of(self) -> tuple[int, int]:
        """First and last of the years whose imports are shared out by source."""
        return self.year - 5, self.year - 2

    @property
    def source_id(self) -> str:
        """The record of the chapters on rare earths."""
        return f"usgs_mcs_{self.year}"

    @property
    def data_source_id(self) -> str:
        """The record of the data of all chapters."""
        return f"{self.source_id}_data"


MCS2026 = Edition(2026, date(2026, 2, 6))
CRITICAL = "Is critical mineral"  # the column without the year of the list, which it names
