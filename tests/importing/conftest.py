"""Builders of the files that the tests import."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

PLAN = (
    "湖东市人民政府办公室关于印发湖东市养老服务提升方案的通知\n"
    "湖东政办发〔2023〕12号\n"
    "各县（区）人民政府：\n"
    "《湖东市养老服务提升方案》已经市政府同意，现印发给你们，请认真执行。\n"
    "湖东市人民政府办公室\n"
    "2023年3月9日\n"
    "湖东市养老服务提升方案\n"
    "一、重点任务\n"
    "（一）发展助餐服务。到2025年，建成老年食堂20个。（牵头单位：市民政局）\n"
)


@pytest.fixture
def plan() -> str:
    """A short plan with everything that a registry row needs."""
    return PLAN


@pytest.fixture
def write(tmp_path):
    """Write bytes or a text in UTF-8 to a file and return its path."""

    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


class PdfWriter:
    """Writes PDF with a Chinese font that is not embedded, as old government PDF are."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self._marks: list[str] = []
        self.rotation = 0
        self.encryption = ""

    def text(self, left: float, bottom: float, text: str, size: float = 12) -> None:
        self._marks.append(f"BT /F {size} Tf {left} {bottom} Td {self._hex(text)} Tj ET")

    def aslant(self, text: str) -> None:
        self._marks.append(f"BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 300 Tm {self._hex(text)} Tj ET")

    def artifact(self, left: float, bottom: float, text: str) -> None:
        self._marks.append("/Artifact <</Type /Pagination>> BDC")
        self.text(left, bottom, text)
        self._marks.append("EMC")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._marks.append(f"{x0} {y0} m {x1} {y1} l S")

    def raw(self, marks: str) -> None:
        self._marks.append(marks)

    def end_page(self) -> None:
        self.pages.append("\n".join(self._marks))
        self._marks = []

    @staticmethod
    def _hex(text: str) -> str:
        return f"<{text.encode('utf-16-be').hex()}>"

    def content(self) -> bytes:
        if self._marks:
            self.end_page()
        streams = [page.encode("ascii") for page in self.pages]
        return self.with_streams([(stream, "") for stream in streams])

    def with_streams(self, streams: list[tuple[bytes, str]]) -> bytes:
        """Return a PDF with a page for each stream and the entries of its dictionary."""
        kids = " ".join(f"{6 + 2 * page} 0 R" for page in range(len(streams)))
        objects = [
            b"<</Type /Catalog /Pages 2 0 R>>",
            f"<</Type /Pages /Kids [{kids}] /Count {len(streams)}>>".encode(),
            b"<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
            b" /DescendantFonts [4 0 R]>>",
            b"<</Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
            b" /CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 4>>"
            b" /FontDescriptor 5 0 R>>",
            b"<</Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 752 /Descent -271"
            b" /CapHeight 737 /StemV 58 /ItalicAngle 0 /FontBBox [-25 -254 1000 880]>>",
        ]
        for number, (stream, entries) in enumerate(streams):
            objects.append(
                f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Rotate {self.rotation}"
                f" /Contents {7 + 2 * number} 0 R /Resources <</Font <</F 3 0 R>>>>>>".encode()
            )
            objects.append(
                f"<</Length {len(stream)} {entries}>>\nstream\n".encode() + stream + b"\nendstream"
            )
        out = b"%PDF-1.4\n"
        offsets = []
        for number, body in enumerate(objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        size = len(objects) + 1
        trailer = f"<</Size {size} /Root 1 0 R /ID [<{FILE_ID.hex()}> <{FILE_ID.hex()}>]"
        return (
            out
            + b"xref\n0 %d\n0000000000 65535 f \n" % size
            + table
            + f"trailer\n{trailer} {self.encryption}>>\nstartxref\n{len(out)}\n%%EOF\n".encode()
        )


FILE_ID = b"0123456789abcdef"
# ISO 32000-1, 7.6.3.3: what fills up a password.
PASSWORD_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def encryption(password: bytes) -> str:
    """Return the trailer entry of a PDF that opens with ``password`` (revision 2)."""
    owner, permissions = bytes(32), -4
    padded = (password + PASSWORD_PADDING)[:32]
    key = hashlib.md5(
        padded + owner + permissions.to_bytes(4, "little", signed=True) + FILE_ID
    ).digest()[:5]
    user = _rc4(key, PASSWORD_PADDING)
    return (
        f"/Encrypt <</Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}>"
        f" /P {permissions}>>"
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


@pytest.fixture
def pdf() -> PdfWriter:
    """A PDF to be filled."""
    return PdfWriter()


@pytest.fixture
def encrypted_pdf():
    """Make a PDF with one line that opens with a password, empty where none is asked for."""

    def encrypted_pdf(password: bytes) -> bytes:
        writer = PdfWriter()
        writer.encryption = encryption(password)
        writer.text(50, 700, "一、总体要求。")
        return writer.content()

    return encrypted_pdf
