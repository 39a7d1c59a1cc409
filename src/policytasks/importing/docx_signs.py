"""Signs that Word keeps as numbers in a font of signs, or as fields that draw them."""

from __future__ import annotations

import re

from policytasks.importing.ordinals import format_ordinal

__all__ = ["UNKNOWN", "in_sign_font", "shown_by_field"]

UNKNOWN = "\ufffd"

# What the fonts show at a code: a first code and the characters from it on.
_SYMBOL = (
    (0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA1, "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"),
    (0xC4, "⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇"),
    (0xD5, "∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    (0xE5, "∑"),
)
_WINGDINGS = (
    (0x6C, "●"),
    (0x6E, "■"),
    (0x6F, "□"),
    (0x71, "❑"),
    (0x74, "◆"),
    (0x81, "①②③④⑤⑥⑦⑧⑨⑩"),
    (0x8C, "❶❷❸❹❺❻❼❽❾❿"),
    (0x9F, "•"),
    (0xA7, "▪"),
    (0xA8, "□"),
    (0xD8, "➢"),
    (0xDF, "←→↑↓"),
    (0xFC, "✓"),
    (0xFE, "☑"),
)
_WINGDINGS_2 = (
    (0x50, "✓"),
    (0x52, "☑"),
    (0x6A, "①②③④⑤⑥⑦⑧⑨⑩"),
    (0x75, "❶❷❸❹❺❻❼❽❾❿"),
    (0xA3, "□"),
)
_FONTS = {
    font: {first + position: sign for first, signs in runs for position, sign in enumerate(signs)}
    for font, runs in (
        ("symbol", _SYMBOL),
        ("wingdings", _WINGDINGS),
        ("wingdings 2", _WINGDINGS_2),
    )
}
# Word moves the codes of such fonts into the private use area.
_PRIVATE_USE = range(0xF000, 0xF100)

_LONGEST_EQUATION = 1000
# \o\ac(○,1)   \f(1,2)   \r(,2)
_SWITCH = re.compile(r"((?:\\[a-zA-Z]+\d*\s*)+)\(([^()\\]*)\)")
# SYMBOL 179 \f "Symbol" \s 12    SYMBOL 0xB3 \f Symbol
_SYMBOL_FIELD = re.compile(r"\s*(0x[0-9A-Fa-f]{1,5}|[1-9]\d{0,5}|0)(?=\s|$)")
_FONT_OF_FIELD = re.compile(r'\\f\s*"?([^"\\]{1,40})')
_CIRCLES = frozenset("○〇◯О●")


def in_sign_font(code: int, font: str | None) -> str:
    """Return the character that a font shows at a code, ``UNKNOWN`` where it is not known.

    >>> in_sign_font(0xF0B3, "Symbol"), in_sign_font(0x2265, "宋体"), in_sign_font(0xF041, "宋体")
    ('≥', '≥', '�')
    """
    signs = _FONTS.get((font or "").strip().lower())
    if signs is not None and (code in _PRIVATE_USE or code < 0x100):
        return signs.get(code & 0xFF, UNKNOWN)
    is_character = 0x20 <= code < 0xD800 or 0xF900 <= code < 0x110000
    return chr(code) if is_character else UNKNOWN


def shown_by_field(instruction: str) -> str | None:
    """Return what a field that keeps no result shows; None for one that cannot be told.

    >>> shown_by_field(r" EQ \\o\\ac(○,12)"), shown_by_field(r'SYMBOL 179 \\f "Symbol"')
    ('⑫', '≥')
    >>> shown_by_field("PAGE"), shown_by_field("AUTONUM") is None
    ('', True)
    """
    kind, _, text = instruction.strip().partition(" ")
    match kind.upper():
        case "EQ":
            return _equation(text[:_LONGEST_EQUATION].strip())
        case "SYMBOL":
            return _symbol(text)
        case "AUTONUM" | "AUTONUMLGL" | "AUTONUMOUT" | "LISTNUM":
            return None
    return ""


def _equation(text: str) -> str:
    # From within: each round writes the innermost brackets.
    while (written := _SWITCH.sub(_written, text)) != text:
        text = written
    return text


def _symbol(text: str) -> str:
    named = _SYMBOL_FIELD.match(text)
    if named is None:
        return UNKNOWN
    font = _FONT_OF_FIELD.search(text)
    return in_sign_font(int(named[1], 0), font[1] if font else None)


def _written(match: re.Match[str]) -> str:
    switches = match[1].lower()
    parts = [part.strip() for part in re.split("[,;，；]", match[2])]
    if switches.startswith("\\f"):
        return "/".join(parts)
    if switches.startswith("\\r"):
        return "√" + parts[-1]
    if switches.startswith("\\o") and _CIRCLES.intersection(parts):
        inside = "".join(part for part in parts if part not in _CIRCLES)
        return (
            format_ordinal(int(inside), "decimalEnclosedCircle") if inside.isdecimal() else inside
        )
    return "".join(parts)
