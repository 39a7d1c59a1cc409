"""The chain of commitment: which links stand, and in how many tasks together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policytasks.compare import CHAIN
from policytasks.figures.matrix import fit, heads_over
from policytasks.figures.sheet import ROW, Sheet
from policytasks.figures.style import INK, RULE, text_width

__all__ = ["draw_commitment_chain"]

_DOT = 4.4
# Room for a number behind a bar.
_COUNT = 5.5
_OTHERS = "others"
# The runs of links that many documents are compared by, beside each link alone.
_RUNS = (("target", "date"), ("target", "date", "lead"))


def draw_commitment_chain(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `compare.commitment_patterns`: a row a set of links, a panel of bars a document.

    After UpSet (Lex et al. 2014, IEEE Trans. Vis. Comput. Graph. 20, 1983-1992): dots
    show which links stand, bars how many tasks have exactly these. Of more documents
    than there are colours, a matrix shows the share of tasks with each link.
    """
    if frame.empty:
        sheet.nothing(sheet.style.say("no task", "无任务"))
    elif sheet.style.groups:
        _draw_links_of_many(frame, sheet)
    else:
        links = frame[list(CHAIN)].itertuples(index=False, name=None)
        _draw_patterns(frame.assign(pattern=pd.Series([*links], frame.index)), sheet)


def _draw_patterns(frame: pd.DataFrame, sheet: Sheet) -> None:
    style = sheet.style
    sizes = frame.groupby("document_id")["count"].sum().to_dict()
    documents = [id for id in style.documents if id in sizes]
    dots = _DOT * len(CHAIN) + 2
    panel = (sheet.width - dots) / len(documents)
    titles = [sheet.counted(id, sizes) for id in documents]
    heads = heads_over(titles, panel)
    words = [style.name("link", link) for link in CHAIN]
    above = 2 + max(*map(text_width, words), heads.height)
    rows = _rows(frame, sheet, above)
    high = min(ROW, (sheet.room - above) / len(rows))
    sheet.start(above + high * len(rows))
    for number, word in enumerate(words):
        x = 1 + _DOT * (number + 0.5)
        sheet.text(x, above - 1, word, rotation=90, va="bottom", ha="center")
    for y, links in enumerate(rows):
        middle = above + high * (y + 0.5)
        sheet.line([dots, sheet.width], [middle + high / 2] * 2, RULE, 0.3, zorder=0)
        _draw_dots(sheet, links, middle)
    folded = frame.assign(
        pattern=[links if links in rows else _OTHERS for links in frame["pattern"]]
    )
    counts = folded.groupby(["document_id", "pattern"])["count"].sum()
    most = int(counts.max())
    for x, (document, head) in enumerate(zip(documents, heads.texts, strict=True)):
        left = dots + panel * x
        sheet.panel_head(left, panel, above - 1, head, upright=heads.upright)
        for y, links in enumerate(rows):
            if count := int(counts.get((document, links or _OTHERS), 0)):
                middle = above + high * (y + 0.5)
                wide = (panel - _COUNT) * count / most
                sheet.box(left, middle - 0.36 * high, wide, 0.72 * high, style.color(document))
                sheet.text(left + wide + 0.8, middle, f"{count}")


def _rows(frame: pd.DataFrame, sheet: Sheet, above: float) -> list[tuple[bool, ...] | None]:
    """Return the sets of links, the most links first; None for all rarer ones together."""
    totals = frame.groupby("pattern")["count"].sum().sort_values(ascending=False, kind="stable")
    most = int((sheet.room - above) / (0.8 * ROW))
    kept = list(totals.index[: most if len(totals) <= most else most - 1])
    order = sorted(kept, key=lambda links: (-sum(links), [not link for link in links]))
    return [*order] if len(kept) == len(totals) else [*order, None]


def _draw_dots(sheet: Sheet, links: Sequence[bool] | None, y: float) -> None:
    """Draw a dot for each link, filled where it stands; of rarer sets together, say so."""
    if links is None:
        sheet.text(1, y, sheet.style.say("other sets", "其他组合"))
        return
    places = [1 + _DOT * (number + 0.5) for number in range(len(CHAIN))]
    stands = [place for place, link in zip(places, links, strict=True) if link]
    if len(stands) > 1:
        sheet.line([stands[0], stands[-1]], [y, y], INK, 1)
    for place, stood in zip(places, links, strict=True):
        sheet.mark(place, y, "o", INK if stood else "#8A8A8A", hollow=not stood)


def _draw_links_of_many(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw documents, or groups of them, by links: the share of tasks that have each."""
    style = sheet.style
    documents = [id for id in sheet.documents(frame) if id in set(frame["document_id"])]
    runs = {link: (link,) for link in CHAIN} | {" + ".join(run): run for run in _RUNS}
    columns = {
        name: " + ".join(style.name("link", link) for link in run) for name, run in runs.items()
    }
    sizes = frame.groupby("document_id")["count"].sum().to_dict()
    units, grid = fit(sheet, documents, columns, sizes=sizes, ways=(True,))
    sheet.start(grid.bottom)
    grid.draw(sheet)
    unit = units.of(frame)
    totals = frame.groupby(unit)["count"].sum()
    for name, run in runs.items():
        having = frame["count"].where(frame[list(run)].all(axis=1), 0).groupby(unit).sum()
        for each in units.labels:
            share = having[each] / totals[each]
            grid.fill(sheet, each, name, share, f"{100 * share:.0f}")
