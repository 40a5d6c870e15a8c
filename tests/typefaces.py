"""What of Streamlit's typefaces the app and Streamlit's own parts show, and how it is cut out of them.

``python -m tests.typefaces`` writes the cuts anew: after a new Streamlit, or where the app shows an icon more.
"""

import re
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

from parley.app.serving import typefaces
from parley.app.serving.typefaces import ICONS, LETTERS
from parley.tables.place import ROOT

FOLDERS = ("parley/app", "parley/search", "pages", "static", "assets")
NAMED = [
    re.compile(form)
    for form in (
        r":material/([a-z0-9_]+)",
        r"icon\('([a-z0-9_]+)'\)",
        r"icon[^>]*>([a-z0-9_]+)<",
        r'content: "([a-z0-9_]+)"',  # of a style, before or after an element
    )
]
QUOTED = re.compile(r"""["'>]([a-z0-9_]+)["'<]""")
# Latin, Greek for formulas, signs: letters, marks, currencies, arrows, mathematics, shapes.
LATIN = ((0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x218, 0x21B), (0x2C6, 0x2DD))
SHOWN = (*LATIN, (0x370, 0x3FF), (0x2000, 0x22FF), (0x25A0, 0x25FF), (0x2700, 0x27BF))
OWN_NAME, NAMES = "Parley Sans", (1, 3, 4, 6, 16)  # the licence keeps the name "Source" for the whole


def whole(pattern: str) -> Path:
    """Streamlit's file of a typeface. Raises FileNotFoundError where it has another name now."""
    path = typefaces.whole(pattern)
    if path is None:
        raise FileNotFoundError(f"No {pattern} in {typefaces.MEDIA}: see how Streamlit names it now.")
    return path


def letters(path: Path) -> set[int]:
    """The letters a typeface has, by their numbers."""
    return set(TTFont(path).getBestCmap())


def icons(path: Path) -> dict[str, str]:
    """The icons a typeface has: by the word that shows one, the name of its glyph."""
    typeface = TTFont(path)
    written = {glyph: chr(code) for code, glyph in typeface.getBestCmap().items()}
    found = {}
    for lookup in typeface["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ligatures in getattr(table, "ExtSubTable", table).ligatures.items():
                for one in ligatures:
                    found["".join(written[glyph] for glyph in (first, *one.Component))] = one.LigGlyph
    return found


def _words(*forms: re.Pattern[str]) -> set[str]:
    """What our files say in these forms."""
    ours = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if ".min." not in path.name]
    texts = [path.read_text("utf-8") for path in ours if path.suffix in (".py", ".js", ".toml", ".css")]
    return {word for text in texts for form in forms for word in form.findall(text)}


def icons_named() -> set[str]:
    """The icons that Streamlit's scripts and ours name as such."""
    theirs = [path.read_text("utf-8") for path in (typefaces.MEDIA.parent / "js").glob("*.js")]
    named = _words(*NAMED) | {word for text in theirs for word in NAMED[0].findall(text)}
    return named & icons(whole(ICONS)).keys()


def _cut_out(pattern: str, options: subset.Options, **kept: Any) -> TTFont:
    """A typeface of which what is kept is left; ``kept``: see ``fontTools.subset.Subsetter.populate``."""
    typeface = subset.load_font(str(whole(pattern)), options)
    cutter = subset.Subsetter(options)
    cutter.populate(**kept)
    cutter.subset(typeface)
    return typeface


def write_icons() -> None:
    """Cut the icons out: those named, and every word of ours that is the name of one, meant so or not."""
    options = subset.Options(flavor="woff2", layout_features=["rlig"], layout_closure=False)
    glyphs = icons(whole(ICONS))
    names = icons_named() | (_words(QUOTED) & glyphs.keys())
    text = "".join(sorted(set("".join(names))))
    typeface = _cut_out(ICONS, options, glyphs=[glyphs[name] for name in names], text=text)
    subset.save_font(typeface, str(typefaces.cut(ICONS)), options)


def write_letters() -> None:
    """Cut the letters out, under another name."""
    options = subset.Options(flavor="woff2")
    shown = [code for first, last in SHOWN for code in range(first, last + 1)]
    typeface = _cut_out(LETTERS, options, unicodes=shown)
    for number in NAMES:
        typeface["name"].removeNames(nameID=number)
        typeface["name"].setName(OWN_NAME.replace(" ", "" if number == 6 else " "), number, 3, 1, 0x409)
    subset.save_font(typeface, str(typefaces.cut(LETTERS)), options)


if __name__ == "__main__":
    write_icons()
    write_letters()
