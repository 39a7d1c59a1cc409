"""A sample as a sheet to fill in: a workbook with drop-down lists, and a page with the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from policytasks.corrections import correctable
from policytasks.errors import writing
from policytasks.files import folder_beside, held_back
from policytasks.review.answers import COLUMNS, VERDICTS
from policytasks.review.samples import Sample, SampledRow, SampledUnit
from policytasks.schema import TABLES

__all__ = ["write_sheets"]

# Each in both languages: who codes Chinese plans may prefer either.
_INSTRUCTIONS = (
    "rows: read each quote in its sentence and give a verdict. right: every value is right. wrong: "
    "there is such a row, but a value is wrong; say which field and the right value (empty: none). "
    "no row: the plan says no such thing. Fill in every row. "
    "逐行对照句子中的引文给出判断：right 各值都对；wrong 确有此行但有值不对，写明字段和正确的值（空白表示没有）；"
    "no row 方案中没有这回事。每一行都要填。",
    "units: read each unit as a whole. Write into wrong how many of the rows that were read there are "
    "none, into missed how many the program missed; 0 where none. "
    "通读每个单元：wrong 填读出的各行中有几行其实没有，missed 填漏了几行，没有就填 0。",
    "missed: where you like, one line for each row that was missed: the number of its unit, the words "
    "on which it stands (copied), and its values, such as {example}. They are added to the tables. "
    "愿意的话，漏掉的每一行写一条：单元编号、照抄的字句和各个值，如 {example}；它们会加进数据表。",
    "Then: policytasks review import FILE --by NAME",
)
_EXAMPLES = {
    "targets": "kind=quantity; comparator=>=; value=80; unit=%",
    "themes": "theme_id=meals",
    "responsibilities": "role=lead",
    "clauses": "money=true; check=false",
}
_TEMPLATES = Environment(
    loader=PackageLoader("policytasks.review"), autoescape=True, undefined=StrictUndefined
)
_WIDTHS = {
    "sentence": 60,
    "unit": 30,
    "text": 80,
    "read": 60,
    "quote": 40,
    "values": 40,
    "note": 30,
}
_LONGEST_CELL = 32_767
_ANSWER = {"bg_color": "#fff6d6", "border": 1, "border_color": "#d9cfa3", "text_wrap": True}


def instructions(sample: Sample) -> list[str]:
    """Say what a reviewer is to do, a paragraph each."""
    example = _EXAMPLES.get(sample.table, "")
    lines = [line.format(example=example) for line in _INSTRUCTIONS]
    return lines if sample.units else [lines[0], lines[-1]]


def write_sheets(sample: Sample, file: Path) -> tuple[Path, Path]:
    """Write a sample as FILE.xlsx and FILE.html, both whole or not at all.

    Raises
    ------
    PolicyTasksError
        They cannot be written.
    """
    page = file.with_suffix(".html")
    with writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        with folder_beside(file.parent) as beside:
            _write_workbook(sample, beside / file.name)
            (beside / page.name).write_text(_page(sample), encoding="utf-8", newline="\n")
    return file, page


def _page(sample: Sample) -> str:
    return _TEMPLATES.get_template("sheet.html").render(
        sample=sample,
        instructions=instructions(sample),
        fields=correctable(sample.table),
        verdicts=VERDICTS,
        columns=COLUMNS,
    )


def _write_workbook(sample: Sample, path: Path) -> None:
    import xlsxwriter

    # Words of a plan are words, whatever they open with.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with held_back(path) as content, xlsxwriter.Workbook(content, plain) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "bold": book.add_format({"bold": True, "font_color": "#9c2a00"}),
            "answer": book.add_format({**_ANSWER, "valign": "top"}),
        }
        about = book.add_worksheet("about")
        about.set_column(0, 0, 120, formats["text"])
        about.write_string(0, 0, sample.sample_id, formats["head"])
        for line, text in enumerate(instructions(sample), 2):
            about.write_string(line, 0, text, formats["text"])
        _rows_sheet(book, sample, formats)
        if sample.units:
            _units_sheet(book, sample, formats)
        codes = book.add_worksheet("codes")
        fixed = TABLES[sample.table].categories
        for column, name in enumerate(n for n in correctable(sample.table) if n in fixed):
            for line, text in enumerate((name, *fixed[name])):
                codes.write_string(line, column, text)
        book.get_worksheet_by_name("rows").activate()


def _sheet(book: Any, name: str, columns: list[str], formats: dict[str, Any]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for column, heading in enumerate(columns):
        answered = heading in COLUMNS and heading != "no"
        sheet.write_string(0, column, heading, formats["head"])
        cells = formats["answer" if answered else "text"]
        sheet.set_column(column, column, _WIDTHS.get(heading, 12), cells)
    return sheet


def _rows_sheet(book: Any, sample: Sample, formats: dict[str, Any]) -> None:
    fields = list(correctable(sample.table))
    answers = ["verdict", "field", "right_value", "field_2", "right_value_2", "note"]
    # Values stand under the names of their columns, which an answer's cannot be.
    columns = [
        "no",
        "document",
        "unit",
        "sentence",
        *(f"read: {name}" for name in fields),
        *answers,
    ]
    sheet = _sheet(book, "rows", columns, formats)
    for line, row in enumerate(sample.rows, 1):
        sheet.write_number(line, 0, row.number, formats["text"])
        sheet.write_string(line, 1, row.document_id, formats["text"])
        sheet.write_string(line, 2, row.unit, formats["text"])
        _write_sentence(sheet, line, row, formats)
        for column, name in enumerate(fields, 4):
            sheet.write_string(line, column, row.values[name][:_LONGEST_CELL], formats["text"])
    last, first = len(sample.rows), columns.index("verdict")
    _choose(sheet, first, last, VERDICTS)
    for name in ("field", "field_2"):
        _choose(sheet, columns.index(name), last, fields)


def _write_sentence(sheet: Any, line: int, row: SampledRow, formats: dict[str, Any]) -> None:
    parts = [row.before, row.quote, row.after]
    if row.before or row.after:
        marked: list[Any] = []
        for part, style in zip(parts, (None, formats["bold"], None), strict=True):
            if part:
                marked += [style, part] if style else [part]
        if sum(map(len, parts)) < _LONGEST_CELL:
            sheet.write_rich_string(line, 3, *marked, formats["text"])
            return
    sheet.write_string(line, 3, "".join(parts)[:_LONGEST_CELL], formats["text"])


def _units_sheet(book: Any, sample: Sample, formats: dict[str, Any]) -> None:
    columns = ["no", "document", "text", "read", "wrong", "missed", "note"]
    sheet = _sheet(book, "units", columns, formats)
    for line, unit in enumerate(sample.units, 1):
        sheet.write_number(line, 0, unit.number, formats["text"])
        for column, text in enumerate((unit.document_id, unit.text, _listed(unit)), 1):
            sheet.write_string(line, column, text[:_LONGEST_CELL], formats["text"])
    whole = {"validate": "integer", "criteria": ">=", "value": 0}
    sheet.data_validation(1, 4, len(sample.units), 5, whole)
    missed = _sheet(book, "missed", ["no", "quote", "values", "note"], formats)
    _choose(missed, 0, 500, [str(unit.number) for unit in sample.units][:50])


def _listed(unit: SampledUnit) -> str:
    return "\n".join(f"{number}. {row}" for number, row in enumerate(unit.read, 1)) or "–"


def _choose(sheet: Any, column: int, last: int, among: Any) -> None:
    """Give the cells of a column a drop-down list."""
    source = list(among)
    # Excel takes no longer list than this within a cell.
    if len(",".join(source)) <= 255:
        sheet.data_validation(1, column, last, column, {"validate": "list", "source": source})
