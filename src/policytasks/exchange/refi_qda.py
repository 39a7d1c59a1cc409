"""REFI-QDA projects (``.qdpx``), which NVivo, MAXQDA, ATLAS.ti and QualCoder read and write.

A project is a ZIP archive with ``project.qde`` (XML, ``urn:QDA-XML:project:1.0``) and the
plain texts in ``sources/``. Positions count code points from 0; an end is exclusive.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from pydantic import ValidationError

from policytasks.errors import ReviewError
from policytasks.exchange.codes import Code, CodedText, Origin, guid
from policytasks.exchange.returned import LARGEST_FILE, Returned, ReturnedCoding
from policytasks.files import write_whole

__all__ = ["read_project", "write_project"]

_XML = "urn:QDA-XML:project:1.0"
_NAMES = {"": _XML}
_PROJECT = "project.qde"
_PROGRAM = "policytasks"
_INTERNAL = "internal://"
_COLOURS = {
    "themes": "#0072B2",
    "tasks": "#999999",
    "targets": "#D55E00",
    "responsibilities": "#009E73",
}
# The first moment that a ZIP archive can name, so that equal tables give equal files.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_EXPORT_ANEW = "export the project anew from the coding tool as REFI-QDA project (.qdpx)"


def write_project(
    texts: Iterable[CodedText], groups: Mapping[str, Sequence[Code]], path: Path
) -> None:
    """Write texts and their codings as a project; equal ones give the same bytes.

    Raises
    ------
    OSError
        It cannot be written; what was there before is still there.
    """
    user = guid("user", _PROGRAM)
    root = Element("Project", xmlns=_XML, name=path.stem, origin=_PROGRAM, creatingUserGUID=user)
    SubElement(SubElement(root, "Users"), "User", guid=user, name=_PROGRAM)
    codes = SubElement(SubElement(root, "CodeBook"), "Codes")
    for group, members in groups.items():
        above = SubElement(
            codes, "Code", guid=guid("group", group), name=group, isCodable="false",
            color=_COLOURS[group],
        )  # fmt: skip
        for code in members:
            each = SubElement(
                above, "Code", guid=_guid_of(code), name=code.name, isCodable="true",
                color=_COLOURS[group],
            )  # fmt: skip
            if code.definition:
                SubElement(each, "Description").text = code.definition
    sources = SubElement(root, "Sources")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for text in texts:
            id = text.origin.document_id
            _source(sources, text, user)
            _put(package, f"sources/{guid('source', id)}.txt", text.text.encode())
        ElementTree.indent(root)
        whole = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        _put(package, _PROJECT, whole)
    write_whole(path, content.getvalue())


def _source(sources: Element, text: CodedText, user: str) -> None:
    id = text.origin.document_id
    source = SubElement(
        sources, "TextSource", guid=guid("source", id), name=id, creatingUser=user,
        plainTextPath=f"{_INTERNAL}{guid('source', id)}.txt",
    )  # fmt: skip
    SubElement(source, "Description").text = text.origin.model_dump_json()
    for coding in text.codings:
        name = (coding.code.group, coding.key)
        selection = SubElement(
            source, "PlainTextSelection", guid=guid("selection", *name), name=coding.key,
            startPosition=str(coding.start), endPosition=str(coding.end), creatingUser=user,
        )  # fmt: skip
        coded = SubElement(selection, "Coding", guid=guid("coding", *name), creatingUser=user)
        SubElement(coded, "CodeRef", targetGUID=_guid_of(coding.code))


def _guid_of(code: Code) -> str:
    return guid("code", code.group, code.id)


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    part = zipfile.ZipInfo(name, _MOMENT)
    part.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(part, content)


def read_project(file: Path) -> list[Returned]:
    """Read the text sources of a project with their codings.

    Raises
    ------
    ReviewError
        The file is no project, is damaged, or says something that cannot be.
    """
    try:
        with zipfile.ZipFile(file) as package:
            root = _parsed(_part(package, _PROJECT, file), f"{file}, {_PROJECT}")
            return list(_documents(root, package, file))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ReviewError(
            f"is no REFI-QDA project that can be unpacked: {error}",
            where=str(file),
            remedy=_EXPORT_ANEW,
        ) from None


def _part(package: zipfile.ZipFile, name: str, file: Path) -> bytes:
    # Tools write the folder as Sources or sources.
    found = [part for part in package.infolist() if part.filename.lower() == name.lower()]
    if len(found) != 1:
        raise ReviewError(
            f"has {len(found) or 'no'} files {name}", where=str(file), remedy=_EXPORT_ANEW
        )
    # zipfile never unpacks more of a part than its header declares.
    if found[0].file_size > LARGEST_FILE:
        raise ReviewError(
            f"{name} unpacks to {found[0].file_size} bytes, more than {LARGEST_FILE}",
            where=str(file),
            remedy="export a project with fewer plans",
        )
    return package.read(found[0])


class _NoDoctype(ElementTree.TreeBuilder):
    """Refuses what could define entities; no tool writes it."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ElementTree.ParseError("it has a document type declaration")


def _parsed(content: bytes, where: str) -> Element:
    try:
        root = ElementTree.fromstring(content, ElementTree.XMLParser(target=_NoDoctype()))
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise ReviewError(f"is no XML: {error}", where=where, remedy=_EXPORT_ANEW) from None
    if root.tag != f"{{{_XML}}}Project":
        raise ReviewError(
            f"is no REFI-QDA project of version 1.0: it begins with {root.tag}",
            where=where,
            remedy=_EXPORT_ANEW,
        )
    return root


def _documents(root: Element, package: zipfile.ZipFile, file: Path) -> Iterator[Returned]:
    where = f"{file}, {_PROJECT}"
    users = {user.get("guid", ""): user.get("name", "") for user in root.iter(f"{{{_XML}}}User")}
    codes = {code.get("guid", ""): code.get("name", "") for code in root.iter(f"{{{_XML}}}Code")}
    for source in root.iterfind("Sources/TextSource", _NAMES):
        name = source.get("name", "")
        origin = _origin(source.findtext("Description", "", _NAMES))
        path = source.get("plainTextPath", "")
        content = source.findtext("PlainTextContent", None, _NAMES)
        if content is None:
            if not path.startswith(_INTERNAL):
                raise ReviewError(
                    f"the text of source {name!r} is not in the project but at {path!r}",
                    where=where,
                    remedy="export the project with its sources",
                )
            part = f"sources/{path.removeprefix(_INTERNAL)}"
            content = _decoded(_part(package, part, file), f"{file}, {part}")
        yield Returned(
            origin.document_id if origin else name.removesuffix(".txt"),
            origin,
            content,
            list(_codings(source, users, codes, f"{where}, source {name!r}")),
            where,
        )


def _origin(description: str) -> Origin | None:
    try:
        return Origin.model_validate_json(description)
    except ValidationError:
        return None


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise ReviewError("is no text in UTF-8", where=where, remedy=_EXPORT_ANEW) from None


def _codings(
    source: Element, users: Mapping[str, str], codes: Mapping[str, str], where: str
) -> Iterator[ReturnedCoding]:
    for selection in source.iterfind("PlainTextSelection", _NAMES):
        place = f"{where}, selection {selection.get('guid', '')}"
        try:
            start, end = (int(selection.get(f"{side}Position", "")) for side in ("start", "end"))
        except ValueError:
            raise ReviewError(
                "startPosition or endPosition is no whole number", where=place, remedy=_EXPORT_ANEW
            ) from None
        for coding in selection.iterfind("Coding", _NAMES):
            user = coding.get("creatingUser") or selection.get("creatingUser") or ""
            who = users.get(user, "")
            for code in coding.iterfind("CodeRef", _NAMES):
                target = code.get("targetGUID", "")
                if target not in codes:
                    raise ReviewError(
                        f"is coded with {target!r}, which the code book does not have",
                        where=place,
                        remedy=_EXPORT_ANEW,
                    )
                called = (target.lower().strip("{}"), codes[target])
                yield ReturnedCoding(called, start, end, "" if who == _PROGRAM else who, place)
