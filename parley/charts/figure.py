"""What stands around a chart: finding, measure, alternative text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Caption:
    """The words of one chart, computed from the rows it shows.

    ``finding`` is the title, ``measure`` says measure, unit, place and period, ``alt`` describes the chart to those
    who cannot see it. The source line is not here: it is generated from the rows' source records.
    Raises ValueError when one of the three is empty.
    """

    finding: str
    measure: str
    alt: str

    def __post_init__(self) -> None:
        for part in ("finding", "measure", "alt"):
            if not getattr(self, part).strip():
                raise ValueError(f"a chart needs its {part}")
