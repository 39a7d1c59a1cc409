"""The view drops what the page added and keeps the way back to the source."""

import pytest

from policytasks.reading.view import Break, View, without_space


def test_line_breaks_inside_words_do_not_part_them():
    view = View.of("建设养老服\n务中心 ２ 个（区）")
    assert view.text == "建设养老服务中心2个(区)"
    assert view.ink == "建设养老服务中心２个（区）"
    assert view.break_before(5) == Break.LINE


@pytest.mark.parametrize(
    "mark", ["# Page 12:", "Page 12", "— 3 —", "- 3 -", "第 3 页 共 9 页"], ids=str
)
def test_page_marks_in_the_middle_of_a_sentence_are_left_out(mark):
    view = View.of(f"推进社区\n\n{mark}\n养老服务。")
    assert view.text == "推进社区养老服务。"
    assert view.break_before(4) == Break.LINE


def test_running_page_numbers_are_left_out_and_other_lone_numbers_kept():
    view = View.of("推进社区\n2\n养老服务\n和医养\n3\n结合,补助\n2000\n元。")
    assert view.text == "推进社区养老服务和医养结合,补助2000元。"


def test_numbers_of_rows_in_a_table_are_no_page_numbers():
    view = View.of("序号\n任务\n1\n建食堂\n2\n建床位\n")
    assert view.text == "序号任务1建食堂2建床位"


def test_every_stretch_leads_back_to_the_source():
    source = "一、目标\r\n  到 ２０２５ 年，建成\u200b１００个（所）\n\n  中心。"
    view = View.of(source)
    for start in range(len(view.text)):
        span = view.span(start, len(view.text))
        assert without_space(source[span.start : span.end]) == view.cite(start, len(view.text))[1]
    assert view.cite(0, 4)[1] == "一、目标"


def test_radicals_read_as_the_characters_they_look_like():
    assert View.of("⽼年⼈").text == "老年人"


def test_an_empty_text_has_an_empty_view():
    assert View.of(" \n\t").text == ""


def test_characters_that_unicode_holds_twice_are_read_as_one_with_true_offsets():
    view = View.of("一、發展\uf934年助餐\uf9d1家。")
    assert "老年助餐六家" in view.text
    position = view.text.index("老")
    assert view.source[position] == "\uf934"
