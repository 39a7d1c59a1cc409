"""What one row of each table holds: its columns, their types and what a missing value says."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "CitationRow",
    "ClauseRow",
    "DocumentRow",
    "ResponsibilityRow",
    "TargetRow",
    "TaskRow",
    "ThemeRow",
]

_INT32 = 2**31
_Text = Annotated[str, Field(min_length=1)]
_Identifier = Annotated[str, Field(pattern=r"^[^\p{Cc}\p{Cf}:/\\]+$")]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Offset = Annotated[int, Field(ge=0, lt=_INT32)]
_Count = Annotated[int, Field(ge=1, lt=_INT32)]
_Origin = Literal["read", "corrected", "added"]


def _column(description: str, *, unit: str = "", missing: str = "") -> Any:
    """Declare a column: what it holds, what its numbers count, and what a missing value says."""
    return Field(description=description, json_schema_extra={"unit": unit, "missing": missing})


def _origin() -> Any:
    return _column(
        "Whether the row is as the program read it, has a value that a person corrected, "
        "or was added by one."
    )


class _Row(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        # Only the models that `TableSchema` turns on their side are ever run.
        defer_build=True,
    )


class DocumentRow(_Row):
    """One published document."""

    document_id: _Identifier = _column("Key: names the document in every table.")
    place_id: _Text | None = _column(
        "Names the place that the document governs.",
        missing="no place is registered, and the text names none",
    )
    place_zh: _Text | None = _column("The place in Chinese.", missing="as for place_id")
    place_en: _Text | None = _column(
        "The place in English.", missing="the registry has no English name"
    )
    level: Literal["province", "prefecture", "county", "national"] | None = _column(
        "Level of government of the place.", missing="as for place_id"
    )
    title: _Text | None = _column("Title as printed.", missing="the text prints none")
    number: _Text | None = _column(
        "Document number (发文字号) as printed.", missing="the text prints none"
    )
    issuer: _Text | None = _column(
        "Agencies that signed, as printed, joined by 、.", missing="the text prints none"
    )
    issued: date | None = _column("Day on which it was signed.", missing="the text prints none")
    published: date | None = _column(
        "Day on which it was published, where printed.", missing="the page prints none"
    )
    horizon_start: date | None = _column(
        "First day of the period that the plan is for.",
        missing="neither its title nor a clause of scope or validity gives one",
    )
    horizon_end: date | None = _column(
        "Last day of the period that the plan is for; no deadline of any target.",
        missing="as for horizon_start",
    )
    genre: (
        Literal["plan", "scheme", "action", "opinion", "measures", "regulation", "list", "notice"]
        | None
    ) = _column(
        "What the title calls the document: 规划, 方案, 行动计划, 意见, 措施, 办法, 清单, 通知.",
        missing="the title has none of these words",
    )
    mandate: _Text | None = _column(
        "The subject that the title names, in the title's own words.",
        missing="the title names none",
    )
    source: _Text | None = _column(
        "File name under data/sources/.", missing="the text came from no file"
    )
    sha256: _Sha256 = _column("SHA-256 of the source file.")
    characters: _Count = _column("Length of the source in Unicode code points.", unit="code points")
    origin: _Origin = _origin()


class TaskRow(_Row):
    """One unit of a document, of any kind."""

    task_id: _Text = _column("Key: document_id, a colon and the place in the text.")
    document_id: _Text = _column("The document.")
    place_id: _Text | None = _column("The place of the document.", missing="the document has none")
    kind: Literal["objective", "principle", "task", "subtask", "duty", "phase", "safeguard"] = (
        _column("Kind of unit, as the coding manual defines it.")
    )
    number: Annotated[int, Field(ge=0, lt=_INT32)] | None = _column(
        "Printed ordinal; a subtask has its annex item's.",
        missing="the unit has no printed ordinal",
    )
    section: _Text | None = _column(
        "Headings above it as printed, outermost first, joined by ' > '.",
        missing="it stands under no heading",
    )
    title: _Text | None = _column(
        "Printed heading phrase, without its number.", missing="it has no heading of its own"
    )
    text: _Text | None = _column(
        "Body after the title, without the responsibility statement.",
        missing="it is a heading alone",
    )
    parent_id: _Text | None = _column(
        "The body task that a subtask belongs to.",
        missing="it is no subtask, or its task cannot be told",
    )
    deadline: date | None = _column(
        "Last day of an annex row's own 完成时限.",
        missing="it has no 完成时限, or one without a date",
    )
    deadline_text: _Text | None = _column("That 完成时限 as printed.", missing="it has no 完成时限")
    ongoing: bool = _column("Whether that 完成时限 says that the work goes on (持续推进).")
    start: _Offset = _column("First code point of the unit in the source.", unit="code points")
    end: _Offset = _column("Code point after the unit's last in the source.", unit="code points")
    origin: _Origin = _origin()


class ThemeRow(_Row):
    """One theme that a unit acts on."""

    task_id: _Text = _column("Key, with theme_id: the unit.")
    theme_id: _Text = _column("Key, with task_id: the theme of the codebook.")
    document_id: _Text = _column("The document.")
    place_id: _Text | None = _column("The place of the document.", missing="the document has none")
    mentions: _Count = _column(
        "How often words of the theme occur in the unit.", unit="occurrences"
    )
    quote: _Text = _column("Clause of the first mention, without white space.")
    start: _Offset = _column("First code point of the quote in the source.", unit="code points")
    end: _Offset = _column("Code point after the quote's last in the source.", unit="code points")
    origin: _Origin = _origin()


class TargetRow(_Row):
    """One value that can be checked later."""

    target_id: _Text = _column("Key: task_id, ':t' and the place in the unit.")
    task_id: _Text = _column("The unit.")
    document_id: _Text = _column("The document.")
    place_id: _Text | None = _column("The place of the document.", missing="the document has none")
    kind: Literal["quantity", "norm", "milestone"] = _column(
        "Number to be reached, standard to be applied, or dated deliverable."
    )
    indicator: _Text | None = _column(
        "What is measured, as written.", missing="the text does not say it beside the number"
    )
    indicator_id: _Text | None = _column(
        "The comparable indicator of the codebook.", missing="the codebook has no such indicator"
    )
    comparator: Literal[">=", "<=", "=", ">", "<", "~", "range"] | None = _column(
        "How the value binds: at least, at most, exactly, about, between.",
        missing="it is a milestone",
    )
    value: float | None = _column(
        "The number as written, in the unit as written.",
        unit="that of column unit",
        missing="it is a milestone",
    )
    value_high: float | None = _column(
        "Upper end of a range.", unit="that of column unit", missing="it is no range"
    )
    unit: _Text | None = _column(
        "Unit as written: %, 张, 家, 万元.", missing="it is a milestone, or the number has none"
    )
    scope: _Text = _column(
        "For whom each: whole, each_county, each_street, each_village, each_person, "
        "or a place as written."
    )
    period_start: date | None = _column(
        "First day of the period, where one is stated.", missing="no first day is stated"
    )
    deadline: date | None = _column(
        "Last day of the period by which it is due.", missing="no date holds for it"
    )
    deadline_text: _Text | None = _column(
        "The deadline as written.", missing="no date holds for it"
    )
    every: Literal["year", "half-year", "quarter", "month"] | None = _column(
        "How often it recurs.", missing="it does not recur"
    )
    base: _Text | None = _column(
        "The group of which a share is taken or in which things are counted, as written.",
        missing="nothing narrows it",
    )
    mode: Literal["reach", "keep", "add"] = _column(
        "Whether the value is to be reached, to be kept (保持), or comes on top (新增)."
    )
    baseline: float | None = _column(
        "The value from which it starts (由45%提高到55%: 45).",
        unit="that of column unit",
        missing="the text states none",
    )
    nature: Literal["binding", "expected"] | None = _column(
        "What an indicator box calls it: 约束性 or 预期性.", missing="it stands in no such box"
    )
    conditional: bool = _column("Whether its clause names a condition (有条件的, 原则上).")
    quote: _Text = _column("What is measured and the number, without white space.")
    start: _Offset = _column("First code point of the quote in the source.", unit="code points")
    end: _Offset = _column("Code point after the quote's last in the source.", unit="code points")
    origin: _Origin = _origin()


class ResponsibilityRow(_Row):
    """One agency that a document makes answerable for a unit."""

    task_id: _Text = _column("Key, with position: the unit.")
    position: _Count = _column("Key, with task_id: order of naming, from 1.")
    document_id: _Text = _column("The document.")
    place_id: _Text | None = _column("The place of the document.", missing="the document has none")
    agency: _Text = _column("The agency as written.")
    agency_id: _Text | None = _column(
        "Its function, the same across levels and years.",
        missing="the codebook does not know the agency",
    )
    role: Literal["lead", "support", "responsible"] = _column(
        "Leads, supports, or is named without that split."
    )
    level: Literal["province", "prefecture", "county", "other"] = _column(
        "Level of government that the agency's name tells."
    )
    basis: Literal["statement", "table", "duty"] = _column(
        "Where it is named: statement of the unit, annex column, or duty heading."
    )
    quote: _Text = _column("The agency in its statement, without white space.")
    start: _Offset = _column("First code point of the quote in the source.", unit="code points")
    end: _Offset = _column("Code point after the quote's last in the source.", unit="code points")
    origin: _Origin = _origin()


class CitationRow(_Row):
    """One document that a plan names."""

    citation_id: _Text = _column("Key: document_id, ':c' and the place in the text.")
    document_id: _Text = _column("The document that names it.")
    place_id: _Text | None = _column(
        "The place of the document that names it.", missing="the document has none"
    )
    cited_title: _Text = _column("Title of the document named, as printed.")
    cited_number: _Text | None = _column(
        "Its document number (发文字号) or number of standard, as printed.",
        missing="the text prints none with the title",
    )
    relation: Literal["basis", "enclosure", "mention"] = _column(
        "What the plan rests on, what it forwards or annexes, or what it names in passing."
    )
    quote: _Text = _column("Title and number as printed, without white space.")
    start: _Offset = _column("First code point of the quote in the source.", unit="code points")
    end: _Offset = _column("Code point after the quote's last in the source.", unit="code points")
    origin: _Origin = _origin()


class ClauseRow(_Row):
    """One clause of a unit: its title, or what stands between two of 。；！."""

    clause_id: _Text = _column("Key: task_id, ':k' and the place in the unit.")
    task_id: _Text = _column("The unit that it is a clause of.")
    document_id: _Text = _column("The document of the unit.")
    place_id: _Text | None = _column("The place of the document.", missing="the document has none")
    money: bool = _column("Whether it says that public money goes with the work.")
    check: bool = _column("Whether it says that the work itself is checked.")
    quote: _Text = _column("The clause, without white space.")
    start: _Offset = _column("First code point of the clause in the source.", unit="code points")
    end: _Offset = _column("Code point after the clause's last in the source.", unit="code points")
    origin: _Origin = _origin()
