"""A stretch of a document with its numbers, dates and clauses."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from policytasks.reading.passages import Passage
from policytasks.reading.quantities import find_quantities
from policytasks.reading.view import View

PIECES = (
    *"0123456789.,-—~至到和、以上%“”‘’《》〈〉()。;个名张元年月日底末内前中第初度半两一二十百",
    *("2025年", "20年底", "今年内", "明年6月", "“十四五”末", "十五五末", "3月底", "第二季度"),
    *("1,234", "百分之五", "百分之3.5", "一半以上", "半数左右", "二十一个", "٣", "3٤年", "9٠٢1年"),
    *("不低于", "新增", "万张", "/年", "每年", "全覆盖", "所有", "全市"),
)


@st.composite
def stretches(draw):
    """Draw a document and where a stretch of it starts and ends."""
    view = View.of("".join(draw(st.lists(st.sampled_from(PIECES), max_size=25))))
    start = min(draw(st.integers(0, 12)), len(view.text))
    return view, start, max(start, len(view.text) - draw(st.integers(0, 12)))


@settings(max_examples=400)
@given(stretches())
def test_numbers_are_those_of_the_text_without_its_dates(stretch):
    view, start, end = stretch
    passage = Passage(view, start, end, date(2021, 6, 1), False)
    everything = find_quantities(view.text, start, end)
    dated = [*((d.start, d.end) for d in passage.dates), *passage.yearly_dates]
    assert passage.quantities() == [
        q for q in everything if not any(a <= q.number_start < b for a, b in dated)
    ]


@settings(max_examples=400)
@given(stretches())
def test_a_passage_is_read_as_if_it_stood_alone_with_the_same_quotations(stretch):
    view, start, end = stretch
    inside = Passage(view, start, end, date(2021, 6, 1), False)
    # With the stop behind it, points are no stops, as in the whole text.
    alone = View.of(view.text[start:end] + "。")
    outside = Passage(alone, 0, end - start, date(2021, 6, 1), False)
    for position in range(start, end):
        assert inside.is_quoted(position) == outside.is_quoted(position - start)
        clause, other = inside.clause(position), outside.clause(position - start)
        assert clause == (other[0] + start, other[1] + start)
