"""The ladder of indicators: what documents promise of the same thing, and what compares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from policytasks.compare import VERDICTS, told_verdicts
from policytasks.compare.tallies import records_of
from policytasks.figures.sheet import GAP, LINE, ROW, Scale, Sheet, shortened
from policytasks.figures.style import INK, MUTED, RULE, Style, text_width, wrapped

__all__ = ["draw_indicators", "statement", "verdict_lines"]

_VERDICT_SIGNS = dict(zip(VERDICTS, "●◐○", strict=True))
# The narrowest page on which verdicts stand beside the statements.
_WIDE = 140
_BESIDE = 0.4


def draw_indicators(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `compare.side_by_side`: shares on one axis, then amounts, each highest first.

    Up to as many documents as there are colours have a row for each statement, and each
    two documents their verdict. Of more documents, an indicator is one row in which
    every statement is a mark.
    """
    style = sheet.style
    if frame.empty:
        text = style.say("no indicator is stated by two documents", "没有两份文件同时提出的指标")
        sheet.nothing(text)
        return
    is_share = (frame["standard_unit"] == "%").groupby(frame["indicator_id"]).first()
    stated = frame.groupby("indicator_id")["document_id"].nunique()
    order = sorted(
        dict.fromkeys(frame["indicator_id"]), key=lambda id: (-stated[id], not is_share[id])
    )
    if style.groups:
        _draw_spreads(frame, order, is_share, sheet)
    else:
        _draw_ladder(frame, order, is_share, sheet)


def _draw_ladder(
    frame: pd.DataFrame, order: Sequence[str], is_share: pd.Series, sheet: Sheet
) -> None:
    style = sheet.style
    said = {
        f"{sign} {style.name('verdict', verdict)}": sign for verdict, sign in _VERDICT_SIGNS.items()
    }
    above = LINE * (wrapped("   ".join(said), sheet.width - 3).count("\n") + 1) + 2
    blocks = {id: _block(frame[frame["indicator_id"] == id], sheet) for id in order}
    heads = 2 * ROW
    room = sheet.room - above - heads
    if sum(height for _, height in blocks.values()) > room:
        room -= 3 * LINE
    shown: list[str] = []
    for id in order:
        if blocks[id][1] + sum(blocks[other][1] for other in shown) <= room:
            shown.append(id)
    names = frame.groupby("indicator_id")[style.lang].first()
    sheet.leave_out([names[id] for id in order if id not in shown])
    sheet.start(above + ROW * is_share[shown].nunique() + sum(blocks[id][1] for id in shown))
    sheet.text(1.5, 0.5, wrapped("   ".join(said), sheet.width - 3), va="top")
    y = above
    for of_shares, head in (
        (True, style.say("Shares, on one axis to 100 %", "比例（同一坐标，至 100%）")),
        (False, style.say("Amounts, each to its largest", "数量（各以最大值为长度）")),
    ):
        ids = [id for id in shown if is_share[id] == of_shares]
        if ids:
            sheet.text(1.5, y + ROW / 2, head, color=MUTED)
            y += ROW
        for id in ids:
            verdicts, height = blocks[id]
            _draw_block(sheet, frame[frame["indicator_id"] == id], verdicts, y)
            y += height


def _block(stated: pd.DataFrame, sheet: Sheet) -> tuple[str, float]:
    """Return the verdicts of an indicator in lines, and the height of its block."""
    beside = sheet.width >= _WIDE
    wide = _BESIDE * sheet.width - 2 if beside else sheet.width - 6
    lines = "\n".join(wrapped(line, wide) for line in verdict_lines(stated, sheet.style))
    high = LINE * (lines.count("\n") + 1) + 1
    own = ROW * (1 + len(stated)) + 1
    return lines, max(own, high + 1) if beside else own + high


def _draw_block(sheet: Sheet, stated: pd.DataFrame, verdicts: str, top: float) -> None:
    """Draw one indicator: its name, a row a statement, and the verdicts."""
    style = sheet.style
    beside = sheet.width >= _WIDE
    sheet.line([0, sheet.width], [top, top], RULE, 0.6)
    names = [style.name("document", id) for id in style.documents]
    left = max(map(text_width, names)) + 3
    edge = sheet.width * (1 - _BESIDE) - 3 if beside else sheet.width - 1
    order = stated.sort_values("standard_value", ascending=False, kind="stable")
    texts = [statement(row, style) for row in records_of(order)]
    right = max(edge - max(map(text_width, texts)) - 3, left + 6)
    sheet.text(1.5, top + 0.3 + ROW / 2, shortened(stated[style.lang].iloc[0], edge))
    is_share = stated["standard_unit"].iloc[0] == "%"
    largest = 100 if is_share else max(order["standard_value"].max(), 1e-9)
    for number, (row, text) in enumerate(zip(records_of(order), texts, strict=True)):
        y = top + ROW * (1.5 + number)
        look = sheet.look(row.document_id)
        reached = left + (right - left) * min(row.standard_value / largest, 1)
        sheet.text(left - GAP, y, style.name("document", row.document_id), ha="right")
        sheet.line([left, reached], [y, y], look["color"], 1.2)
        sheet.mark(reached, y, **look)
        sheet.text(reached + 2, y, text)
    if beside:
        sheet.text(sheet.width * (1 - _BESIDE), top + 1, verdicts, va="top")
    else:
        y = top + ROW * (1 + len(stated)) + 0.5
        sheet.text(4, y, verdicts, va="top", color=MUTED)


def verdict_lines(stated: pd.DataFrame, style: Style) -> list[str]:
    """Return a line for each two documents of an indicator: sign, documents, grounds.

    Documents whose pairs have one verdict for one reason share a line.
    """
    pairs: dict[tuple[str, str], list[str]] = {}
    for (_, *both), (verdict, *reasons) in told_verdicts(stated).items():
        names = [style.name("document", id) for id in style.documents if id in both]
        pairs.setdefault((verdict, style.say(*reasons)), []).append(" – ".join(names))
    colon, comma = style.say(": ", "："), style.say(", ", "、")
    return [
        f"{_VERDICT_SIGNS[verdict]} {comma.join(names)}{colon}{reason}"
        for (verdict, reason), names in pairs.items()
    ] or [style.say("stated by one document alone", "仅一份文件提出")]


def _draw_spreads(
    frame: pd.DataFrame, order: Sequence[str], is_share: pd.Series, sheet: Sheet
) -> None:
    """Draw a row an indicator: of shares every statement as a mark, of amounts the range."""
    style = sheet.style
    shares = [id for id in order if is_share[id]]
    amounts = [id for id in order if not is_share[id]]
    documents = [id for id in sheet.documents(frame) if id in set(frame["document_id"])]
    key = sheet.document_key(documents, {})
    above = sheet.key_height(key)
    heads = above + 2 * ROW + 2 * LINE + 2
    fits = sheet.that_fit(order, ROW, beside=heads)
    shares, amounts = shares[:fits], amounts[: max(fits - len(shares), 0)]
    names = frame.groupby("indicator_id")[style.lang].first()
    sheet.leave_out([names[id] for id in order if id not in (*shares, *amounts)])
    width = max(min(max(map(text_width, names)), 0.42 * sheet.width), 20)
    compared = style.say("compare", "可比")
    left, right = width + 3, sheet.width - text_width(compared) - 5
    sheet.start(heads + ROW * (len(shares) + len(amounts)))
    sheet.key(key)
    y = above + ROW
    sheet.text(1.5, y - ROW / 2, style.say("Shares", "比例"), color=MUTED)
    sheet.text(sheet.width - 1, y - ROW / 2, compared, ha="right", color=MUTED)
    scale = Scale(sheet, left, right, 1, percent=True)
    for id in shares:
        own = frame[frame["indicator_id"] == id]
        _draw_row_of_many(sheet, own, y, left)
        sheet.line([left, right], [y + ROW / 2] * 2, RULE, 0.4, zorder=0)
        values = own["standard_value"].clip(upper=100) / 100
        for value, document in zip(values, own["document_id"], strict=True):
            look = sheet.look(document)
            sheet.mark(scale.at(value), y + ROW / 2, **look, size=0.8, hollow=True)
        middle = scale.at(float(np.median(values)))
        sheet.line([middle, middle], [y + 0.4, y + ROW - 0.4], INK, 1.4, zorder=4)
        y += ROW
    scale.draw(above + ROW, y, style.say("%, a line at the median", "%，竖线为中位数"))
    y += 2 * LINE + 2
    sheet.text(1.5, y + ROW / 2, style.say("Amounts", "数量"), color=MUTED)
    y += ROW
    for id in amounts:
        own = frame[frame["indicator_id"] == id]
        _draw_row_of_many(sheet, own, y, left)
        low, high = own["standard_value"].min(), own["standard_value"].max()
        span = "–".join(dict.fromkeys((f"{low:,g}", f"{high:,g}")))
        text = f"{span}{style.name('unit', own['standard_unit'].iloc[0])}"
        sheet.text(left, y + ROW / 2, shortened(text, right - left))
        y += ROW


def _draw_row_of_many(sheet: Sheet, own: pd.DataFrame, y: float, left: float) -> None:
    """Write the name of an indicator, and of how many pairs of documents the values compare."""
    verdicts = [verdict for verdict, *_ in told_verdicts(own).values()]
    comparing = sum(verdict != list(VERDICTS)[-1] for verdict in verdicts)
    sheet.text(
        left - GAP, y + ROW / 2, shortened(own[sheet.style.lang].iloc[0], left - 3), ha="right"
    )
    sheet.text(
        sheet.width - 1, y + ROW / 2, f"{comparing}/{len(verdicts)}", ha="right", color=MUTED
    )


def statement(row: Any, style: Style) -> str:
    """Return a statement of `compare.indicator_statements` in short: ≥ 55% by 2025."""
    value = f"{row.standard_value:,g}"
    if not pd.isna(row.standard_high):
        value += f"–{row.standard_high:,g}"
    words = style.name("comparator", row.comparator) + value + style.name("unit", row.standard_unit)
    scope = style.name("scope", row.scope)
    every = "" if pd.isna(row.every) else style.name("every", row.every)
    if pd.isna(row.deadline):
        due = every or style.say("no deadline", "无期限")
    else:
        due = style.say(f"by {row.deadline.year}", f"{row.deadline.year} 年")
    promised = style.say(f"{words} {scope}", f"{scope} {words}").strip()
    return style.say(", ", "，").join([promised, due])
