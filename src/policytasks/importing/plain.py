"""Plain text: from bytes in any of the encodings of Chinese texts.

An encoding is taken only where it is certain: declared by a byte order mark, or
the only one in which the bytes read as Chinese.
"""

from __future__ import annotations

import codecs

from policytasks.errors import SourceError
from policytasks.importing.imported_text import ImportedText

__all__ = ["BYTE_ORDER_MARKS", "decode", "read"]

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SAVE_AS_UTF8 = "open it in the program that it came from and save it as text in UTF-8"
_CONTROLS = dict.fromkeys(set(range(32)) - {9, 10, 11, 12, 13})


def read(content: bytes) -> ImportedText:
    """Read a plain text; see `decode`. Line ends stay as they are.

    Raises
    ------
    SourceError
        The bytes are no text, or none whose encoding is certain.
    """
    text, encoding = decode(content)
    return ImportedText(text, "text", encoding)


def decode(content: bytes) -> tuple[str, str]:
    """Decode ``content`` and name its encoding as Python does.

    A byte order mark is no part of the text.

    Raises
    ------
    SourceError
        The bytes are no text, or none whose encoding is certain.

    Examples
    --------
    >>> decode("各区县人民政府".encode("gbk"))
    ('各区县人民政府', 'gb18030')
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            text = _decoded(content, encoding)
            if text is None:
                raise SourceError(
                    f"begins like {encoding} but is not", remedy="fetch the file again"
                )
            break
    else:
        text, encoding = _without_mark(content)
    if "\0" in text or len(text) - len(text.translate(_CONTROLS)) > len(text) // 100:
        raise SourceError("is a binary file, not a text", remedy=_SAVE_AS_UTF8)
    return text, encoding


def _without_mark(content: bytes) -> tuple[str, str]:
    text = _decoded(content, "utf-8")
    # ASCII in UTF-16 is valid UTF-8 too, with a NUL in every second place.
    if text is not None and b"\0" not in content:
        return text, "utf-8"
    encodings = ["utf-16-le", "utf-16-be"] if len(content) % 2 == 0 else []
    if b"\0" not in content:
        encodings.append("gb18030")
    readings = [
        (reading, encoding)
        for encoding in encodings
        if (reading := _decoded(content, encoding)) is not None and _reads_as_chinese(reading)
    ]
    if len(readings) == 1:
        return readings[0]
    if b"\0" in content:
        raise SourceError("is a binary file, not a text", remedy=_SAVE_AS_UTF8)
    if readings:
        names = " and ".join(encoding for _, encoding in readings)
        raise SourceError(f"reads as {names} alike", remedy=_SAVE_AS_UTF8)
    raise SourceError("is neither UTF-8 nor GB18030 nor UTF-16", remedy=_SAVE_AS_UTF8)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _reads_as_chinese(text: str) -> bool:
    """Whether nearly all characters belong to GB 2312, the 6,763 characters in common use.

    Bytes read in a wrong encoding make characters from all over Unicode.
    """
    common = text.encode("gb2312", "ignore").decode("gb2312")
    return len(common) >= 0.9 * len(text)
