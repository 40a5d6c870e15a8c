"""Colours mixed from the palette, of tiles and of flows, and the words that are legible on them."""

from parley.charts.theme import Palette


def fill(shade: float, palette: Palette, end: str = "") -> str:
    """The colour of a tile: from the neutral one towards that of gains above zero and of losses below, or to ``end``.

    ``shade`` is -1 to 1.
    """
    ends = zip(_rgb(palette.surface), _rgb(end or (palette.gain if shade > 0 else palette.loss)), strict=True)
    mixed = (round(a + (b - a) * abs(shade)) for a, b in ends)
    return "#" + "".join(f"{part:02X}" for part in mixed)


def tint(colour: str, solid: float) -> str:
    """A colour through which what lies below is seen; ``solid`` is 0 to 1."""
    return f"rgba({', '.join(map(str, _rgb(colour)))}, {solid:g})"


def legible(background: str, palette: Palette) -> str:
    """The house's colour for words that stands out most on a fill."""
    return max((palette.ink, palette.background, palette.on_light), key=lambda ink: contrast(ink, background))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG 2: 1 is none, 21 black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _rgb(colour)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
