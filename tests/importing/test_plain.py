"""Plain texts in every encoding that Chinese files use, and in none."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytasks.errors import SourceError
from policytasks.importing import plain, read_file

TEXT = "一、总体要求\r\n　　到2025年，每千名老人床位数达到40张。\r\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("gbk"), "gb18030"),
        ((TEXT + "㙍𠀀").encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
    ids=[
        "UTF-8", "UTF-8 with a mark", "GBK", "GB18030", "UTF-16 LE with a mark",
        "UTF-16 BE with a mark", "UTF-16 LE", "UTF-16 BE",
    ],
)  # fmt: skip
def test_every_encoding_gives_the_same_text_with_its_line_ends(write, content, encoding):
    imported = read_file(write("plan.txt", content))
    assert imported.text.removesuffix("㙍𠀀") == TEXT
    assert (imported.format, imported.encoding) == ("text", encoding)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (codecs.BOM_UTF8 + b" \r\n", "empty"),
        (bytes(range(256)) * 8, "binary"),
        ("一、总体要求".encode() + b"\0", "binary"),
        (b"\x01\x02\x03\x04" * 50 + b"abc", "binary"),
        ("壹、總體要求：發展長照服務，擴大據點。".encode("big5"), "neither"),
        ("一、总体要求".encode()[:-1], "neither"),
        (b"\xff\xfe\x00\xd8", "begins like utf-16"),
    ],
    ids=["empty", "only a mark", "all bytes", "NUL", "controls", "Big5", "cut", "half a surrogate"],
)
def test_what_is_no_text_or_in_no_certain_encoding_is_refused(write, content, problem):
    with pytest.raises(SourceError, match=problem) as refused:
        read_file(write("plan.txt", content))
    assert refused.value.where.endswith("plan.txt")
    assert refused.value.remedy


@given(st.binary())
def test_bytes_are_decoded_without_loss_or_refused_in_words(content):
    try:
        text, encoding = plain.decode(content)
    except SourceError:
        return
    if encoding != "utf-16":
        assert text.encode(encoding) == content
    else:
        # Python's own codec writes the mark of the machine it runs on.
        assert content[2:] in (text.encode("utf-16-le"), text.encode("utf-16-be"))


@given(st.text(st.characters(codec="gb2312"), min_size=20).filter(str.strip))
def test_no_chinese_text_is_misread_in_another_encoding(text):
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        try:
            decoded, _ = plain.decode(text.encode(encoding))
        except SourceError:
            continue
        assert decoded == text
