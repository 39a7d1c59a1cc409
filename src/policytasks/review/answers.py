"""What a reviewer wrote into a sheet, checked against the sample it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationError

from policytasks.codebook import Codebook
from policytasks.corrections import correctable, read_pairs, read_value
from policytasks.entries import Entry, Fault, Text, csv_rows, explain, unguarded
from policytasks.errors import CodebookError, ReviewError
from policytasks.files import check_is_file
from policytasks.review.samples import Sample

__all__ = [
    "COLUMNS",
    "VERDICTS",
    "AnswerCells",
    "Answers",
    "read_answers",
    "sheet_of",
]

VERDICTS = ("right", "wrong", "no row")


def _count(cell: object) -> object:
    if isinstance(cell, str):
        # A workbook holds 3 as 3.0.
        digits = cell.strip().removesuffix(".0")
        if not digits:
            return None
        if not (digits.isascii() and digits.isdecimal()):
            raise Fault(f"{cell!r} is no count", "write a whole number, 0 where there are none")
        return int(digits)
    return cell


_Count = Annotated[int | None, BeforeValidator(_count)]
_Words = Annotated[str, BeforeValidator(unguarded)]


class AnswerCells(Entry):
    """One line of a sheet: a verdict on a row, the counts of a unit, or a row that was missed."""

    sample: Text
    sheet: Literal["rows", "units", "missed"]
    no: _Count
    verdict: Literal["right", "wrong", "no row", ""]
    field: str
    right_value: _Words
    field_2: str
    right_value_2: _Words
    wrong: _Count
    missed: _Count
    quote: _Words
    values: _Words
    note: _Words

    @property
    def right_values(self) -> dict[str, str]:
        """The right value of each field that is wrong, as written."""
        given = ((self.field, self.right_value), (self.field_2, self.right_value_2))
        return {name: value for name, value in given if name}


COLUMNS = tuple(AnswerCells.model_fields)
_FILLED_IN = tuple(name for name in COLUMNS if name not in ("sample", "sheet", "no"))


@dataclass(frozen=True, slots=True)
class Answers:
    """A filled-in sheet: what was said of each row and unit, by number, and what was missed."""

    rows: dict[int, AnswerCells]
    units: dict[int, AnswerCells]
    missed: tuple[AnswerCells, ...]


def sheet_of(file: Path) -> tuple[str, list[AnswerCells]]:
    """Read a filled-in sheet: the id of its sample, and its lines.

    Parameters
    ----------
    file
        The workbook, or the CSV that the page saves and `bring_in` keeps.

    Raises
    ------
    ReviewError
        It is neither, or a line is at fault.
    """
    try:
        check_is_file(file)
        if file.suffix.lower() == ".xlsx":
            lines = list(_of_workbook(file))
        else:
            lines = [cells for _, cells in csv_rows(file, file.read_bytes(), AnswerCells)]
    except CodebookError as error:
        raise ReviewError(error.problem, where=error.where, remedy=error.remedy) from None
    except OSError as error:
        raise ReviewError(
            f"cannot be read: {error.strerror or error}",
            where=str(file),
            remedy="name the workbook, or the CSV that the page saved",
        ) from None
    samples = {cells.sample for cells in lines}
    if len(samples) != 1:
        raise ReviewError(
            f"is about {len(samples)} samples",
            where=str(file),
            remedy="leave the sheets and columns as `policytasks review sample` wrote them",
        )
    return samples.pop(), lines


def _of_workbook(file: Path) -> Iterator[AnswerCells]:
    # Needed for workbooks only, and slow to import.
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise ReviewError(
            f"is no workbook: {error}", where=str(file), remedy="save it as .xlsx"
        ) from None
    try:
        sample = _printed(next(book["about"].iter_rows(values_only=True), ("",))[0])
        for name in ("rows", "units", "missed"):
            if name in book.sheetnames:
                yield from _of_worksheet(file, name, book[name].iter_rows(values_only=True), sample)
    except KeyError:
        raise ReviewError(
            "has no sheet about",
            where=str(file),
            remedy="leave the sheets as `policytasks review sample` wrote them",
        ) from None
    finally:
        book.close()


def _of_worksheet(
    file: Path, name: str, lines: Iterator[tuple[Any, ...]], sample: str
) -> Iterator[AnswerCells]:
    head = [_printed(cell) for cell in next(lines, ())]
    for number, line in enumerate(lines, 2):
        found = dict(zip(head, map(_printed, line), strict=False))
        cells = {column: found.get(column, "") for column in COLUMNS}
        # On the sheet of units the column text is the unit's.
        if not any(cells[column] for column in ("no", *_FILLED_IN)):
            continue
        try:
            yield AnswerCells.model_validate({**cells, "sample": sample, "sheet": name})
        except ValidationError as error:
            problem, remedy = explain(error)
            raise ReviewError(
                problem, where=f"{file}, sheet {name}, line {number}", remedy=remedy
            ) from None


def _printed(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "isoformat"):
        # A spreadsheet makes a date of 2025-12-31.
        return str(cell.isoformat())[:10]
    return "" if cell is None else str(cell).strip()


def read_answers(
    file: Path, lines: list[AnswerCells], sample: Sample, codebook: Codebook
) -> Answers:
    """Check a filled-in sheet against its sample.

    Raises
    ------
    ReviewError
        Something is not filled in, or is filled in that does not fit; names up to five places.
    """
    rows = {cells.no or 0: cells for cells in lines if cells.sheet == "rows"}
    units = {cells.no or 0: cells for cells in lines if cells.sheet == "units"}
    missed = tuple(cells for cells in lines if cells.sheet == "missed" and cells.quote)
    faults: list[str] = []
    for row in sample.rows:
        if row.number not in rows:
            faults.append(f"row {row.number} is missing")
            continue
        try:
            _check_row(rows[row.number], row.values, sample.table, codebook)
        except Fault as fault:
            faults.append(f"row {row.number}: {fault} ({fault.remedy})")
    for unit in sample.units:
        cells = units.get(unit.number)
        if cells is None or cells.wrong is None or cells.missed is None:
            faults.append(f"unit {unit.number}: wrong and missed are not both filled in")
        elif cells.wrong > len(unit.read):
            faults.append(
                f"unit {unit.number}: {cells.wrong} wrong, but {len(unit.read)} were read"
            )
        elif cells.missed < sum(line.no == unit.number for line in missed):
            faults.append(f"unit {unit.number}: more rows are listed as missed than counted")
    for line in missed:
        try:
            if line.no not in {unit.number for unit in sample.units}:
                raise Fault(f"there is no unit {line.no}", "write the number of a unit")
            read_pairs(sample.table, line.values, correctable(sample.table), codebook)
        except Fault as fault:
            faults.append(f"missed {line.quote!r}: {fault} ({fault.remedy})")
    known = {row.number for row in sample.rows}
    faults += [f"there is no row {number} in the sample" for number in sorted(set(rows) - known)]
    if faults:
        more = f"; and {len(faults) - 5} more" if len(faults) > 5 else ""
        raise ReviewError(
            "; ".join(faults[:5]) + more,
            where=str(file),
            remedy="fill in what is missing and import again",
        )
    return Answers(rows, units, missed)


def _check_row(cells: AnswerCells, values: dict[str, str], table: str, codebook: Codebook) -> None:
    if not cells.verdict:
        raise Fault("has no verdict", f"write one of {', '.join(VERDICTS)}")
    if cells.verdict != "wrong":
        if cells.right_values or cells.right_value or cells.right_value_2:
            raise Fault(f"is {cells.verdict}, but has a right value", "write wrong, or take it out")
        return
    if not cells.right_values:
        raise Fault("is wrong, but names no field", "name the field and its right value")
    for name, value in cells.right_values.items():
        if name not in values:
            raise Fault(f"{name!r} is no field", f"write one of {', '.join(values)}")
        if read_value(table, name, value, codebook) == read_value(
            table, name, values[name], codebook
        ):
            raise Fault(f"{name} is {value!r} already", "write the right value")
