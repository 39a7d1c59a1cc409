"""The codebook of themes holds by its own examples; acting differs from naming in passing."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytasks.codebook import Theme
from policytasks.reading.drafts import Unit
from policytasks.reading.themes import code_themes, find_mentions
from tests.reading.conftest import THEMES, codes, matches

BY_ID = {theme.id: theme for theme in THEMES}
CLAUSE_MARK = re.compile("[,;。:!?]")


def shown(theme, text):
    return bool(matches(text, themes=(theme,)))


# --- the codebook --------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_every_pattern_has_an_example(theme):
    unseen = [p for p in theme.patterns if not any(re.search(p, text) for text in theme.match)]
    assert unseen == []


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_every_weak_pattern_has_an_example_in_which_it_does_not_suffice(theme):
    unseen = [
        p for p in theme.weak_patterns if not any(re.search(p, text) for text in theme.no_match)
    ]
    assert unseen == []


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_examples_show_their_theme_and_counterexamples_do_not(theme):
    assert [text for text in theme.match if not shown(theme, text)] == []
    assert [text for text in theme.no_match if shown(theme, text)] == []


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_patterns_open_with_a_plain_character_and_bound_their_gaps(theme):
    # A scan skips to the first characters of the patterns only if each has one.
    patterns = theme.patterns + theme.weak_patterns
    assert [p for p in patterns if not re.match(r"[\w“%]", p)] == []
    assert [p for p in patterns if re.search(r"(?<!\\)[*+]|\{\d+,\}", p)] == []


# --- nothing -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023年3月1日",
        "本方案自印发之日起施行,有效期五年。",
        "全市常住人口三百二十万人,下辖四县三区。",
        "加快高标准农田建设,提高粮食产量。",
        "优化公交线路,新开通三条支线。",
        "推进河道清淤和雨污分流工程。",
        "完善学前教育体系,增加幼儿园学位。",
    ],
)
def test_what_acts_on_no_theme_has_none(text):
    assert codes(text) == set()


# --- acting --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "新建10所敬老院,增加认知障碍照护床位,推行执证上岗。",
            {"institutional_care", "dependent_care", "workforce"},
        ),
        (
            "对低保家庭中的失能老人发放护理补贴,并由护士上门护理。",
            {"safety_net", "dependent_care", "home_care"},
        ),
        (
            "利用闲置校舍建设农村互助幸福院,给予运营补贴。",
            {"rural_care", "land_facilities", "finance"},
        ),
        ("各县要加强组织领导,开展专项督查。", {"governance"}),
        ("推动智慧助餐,建设社区食堂。", {"smart_care", "meals"}),
    ],
)
def test_a_unit_carries_every_theme_that_it_acts_on(text, expected):
    assert codes(text) == expected


# --- in passing ----------------------------------------------------------------


def test_the_name_of_a_document_does_not_count_unless_the_unit_makes_it():
    assert codes("落实《老年助餐服务行动方案》。") == set()
    assert codes("制定《老年助餐服务行动方案》。") == {"meals"}
    assert codes("出台《家庭适老化改造办法》《老年助餐办法》。") == {"age_friendly", "meals"}


def test_grounds_for_acting_do_not_count():
    assert codes("按照省厅适老化改造推荐清单,组织采购。") == set()


def test_brackets_are_an_aside():
    assert codes("走访重点家庭(含失能、重病老人的家庭)。") == {"social_participation"}


def test_a_list_of_examples_does_not_count():
    assert codes("为老人提供助洁、助行、助餐、助医等服务。") == set()
    assert codes("走进空巢、失能、高龄老人家中。") == set()


def test_each_list_of_a_clause_is_closed_by_its_own_word():
    text = "提供助餐、助浴等服务的机构按每年10万元、20万元标准给予补贴。"
    assert codes(text) == {"finance"}


@pytest.mark.parametrize("word", ["一级等级", "平等待遇", "高等院校", "均等水平"])
def test_words_that_hold_the_closing_sign_close_no_list(word):
    assert "meals" in codes(f"发展老年助餐、{word}建设。")


def test_a_list_of_duties_counts():
    duties = "负责政策解读、人员培训、服务评估等"
    assert codes(duties + "工作。") == {"workforce", "quality_supervision"}
    assert codes(duties + "专家的聘请。") == set()


def test_a_list_about_one_theme_counts():
    assert codes("推广护理机器人、可穿戴设备、智能床垫等产品。") == {"smart_care"}


def test_measures_that_are_spelt_out_count_though_listed():
    text = "出台农村幸福院星级管理及运营经费补助、社区日间照料中心绩效评估及奖励等办法。"
    assert {"rural_care", "community_care"} <= codes(text)


def test_the_formula_for_the_care_system_counts_only_where_aims_are_stated():
    text = "健全居家社区机构相协调、医养康养相结合的养老服务体系。"
    assert codes(text, kind="task") == set()
    aims = {"home_care", "community_care", "institutional_care", "medical_integration"}
    assert codes(text, kind="objective") >= aims - {"institutional_care"}
    assert codes(text, kind="principle") == codes(text, kind="objective")


def test_what_a_unit_on_means_names_once_is_what_they_are_for():
    text = "支持企业兴建养老院,减免房租。"
    assert "institutional_care" in codes(text)
    assert "institutional_care" not in codes(text, title="加大金融支持")
    assert "institutional_care" not in codes(text, title="加强养老护理员队伍建设")
    assert "institutional_care" in codes(text + "改造敬老院。", title="加大金融支持")
    assert "institutional_care" in codes(text, title="加大对敬老院的金融支持")


# --- weak mentions -------------------------------------------------------------


def test_a_weak_mention_counts_in_the_title_alone():
    assert "institutional_care" not in codes("养老机构须配合检查。")
    assert "institutional_care" in codes("各县须配合检查。", title="走进养老机构")


def test_a_weak_mention_counts_under_a_heading_that_names_the_theme():
    text = "每年举办两期培训。"
    assert codes(text) == set()
    assert codes(text, section="三、重点任务 > (五)壮大护理人才队伍") == {"workforce"}
    assert codes(text, section="三、壮大护理人才队伍 > (五)其他") == set()


def test_a_weak_mention_has_no_support_in_what_a_heading_names_in_passing():
    assert codes("每年举办两期培训。", section="二、完善设施、资金、人才、用地等政策") == set()


def test_a_heading_alone_codes_nothing():
    assert codes("按时完成。", section="二、发展老年助餐") == set()


# --- evidence ------------------------------------------------------------------


def test_evidence_is_the_clause_of_the_first_mention_that_decides():
    title, text = "改善服务", "为老人提供助洁、助餐、助医等服务,在街道开设老年食堂;扩大送餐范围。"
    (match,) = matches(text, title=title, themes=(BY_ID["meals"],))
    assert (title + text)[match.start : match.end] == "在街道开设老年食堂"
    assert match.mentions == 3


def test_evidence_may_stand_in_the_title():
    title, text = "建设中央厨房", "依托平台创新方式。"
    (match,) = matches(text, title=title, themes=(BY_ID["meals"],))
    assert (match.start, match.end) == (0, len(title))


def test_nothing_reaches_from_the_title_into_the_body():
    assert shown(BY_ID["meals"], "发展助餐")
    assert matches("餐饮业规范经营。", title="发展助", themes=(BY_ID["meals"],)) == []


# --- patterns ------------------------------------------------------------------


def theme_of(*patterns):
    return Theme(**BY_ID["meals"].model_dump() | {"patterns": patterns, "weak_patterns": ()})


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_a_pattern_alone_is_found_as_often_as_it_matches(theme):
    for pattern in theme.patterns:
        text = next(text for text in theme.match if re.search(pattern, text))
        (match,) = matches("", title=text, themes=(theme_of(pattern),))
        assert match.mentions == len(re.findall(pattern, text)), pattern


def test_patterns_of_a_theme_match_as_one_alternation():
    # The first pattern that fits counts, and no match overlaps another.
    (match,) = matches("社区食堂和食堂", themes=(theme_of("社区", "社区食堂", "食堂"),))
    assert match.mentions == 3


def test_a_sign_outside_unicode_text_is_no_obstacle():
    (match,) = matches("\ud800食堂", themes=(theme_of("食堂"),))
    assert match.start == 0


PHRASES = [
    *(text for theme in THEMES for text in (*theme.match[:3], *theme.no_match[:2])),
    *("、", ",", "。", ";", ":", "(", ")", "《", "》", "等", "按照", "要求,", "”"),
]
COMPACT = st.lists(st.sampled_from(PHRASES), max_size=12).map("".join)


@given(title=COMPACT, text=COMPACT, kind=st.sampled_from(["task", "objective"]))
def test_evidence_is_a_clause_of_the_unit_and_shows_the_theme(title, text, kind):
    both = title + text
    for match in matches(text, title=title, kind=kind):
        assert 0 <= match.start < match.end <= len(both)
        assert not (match.start < len(title) < match.end)
        quote = both[match.start : match.end]
        assert CLAUSE_MARK.search(quote) is None
        opening = both[match.start - 1 : match.start]
        assert match.start in (0, len(title)) or CLAUSE_MARK.match(opening)
        assert match.mentions >= 1


@given(title=COMPACT, text=COMPACT)
def test_coding_depends_on_nothing_but_its_input(title, text):
    once = matches(text, title=title)
    assert once == matches(text, title=title)


@given(title=COMPACT, text=COMPACT)
def test_a_theme_depends_on_no_other_except_that_a_title_on_means_may_take_it(title, text):
    together = matches(text, title=title)
    one_by_one = [m for t in THEMES for m in matches(text, title=title, themes=(t,))]
    lost = [match for match in one_by_one if match not in together]
    assert [match for match in one_by_one if match not in lost] == together
    assert all(match.mentions == 1 and match.start >= len(title) for match in lost)
    assert not lost or any(BY_ID[m.theme_id].is_means and m.start < len(title) for m in together)


def test_a_match_is_led_back_to_a_body_in_pieces():
    text = "甲建设。开设老年--食堂。"
    unit = Unit("task", None, None, 0, len(text), None, ((4, 8), (10, 13)))
    [(match,)] = code_themes(text, [unit], (BY_ID["meals"],), in_eldercare_plan=True)
    assert text[match.start : match.end] == "开设老年--食堂"


@given(text=COMPACT)
def test_mentions_are_disjoint_and_in_reading_order(text):
    for theme in THEMES:
        spans = find_mentions(text, theme)
        assert all(start < end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_mentions_hold_strong_and_weak_wording_and_what_is_in_passing():
    text = "新建敬老院,指导养老机构提供助餐、助医等服务"
    stretches = [text[a:b] for a, b in find_mentions(text, BY_ID["institutional_care"])]
    assert stretches == ["敬老院", "养老机构提供"]
    assert [text[a:b] for a, b in find_mentions(text, BY_ID["meals"])] == ["助餐"]


# --- time ----------------------------------------------------------------------

HOSTILE = {
    "one pattern's opening": "养老机构",
    "another's": "建发展培育打造",
    "a gap that never closes": "规划设施农村医疗机构",
    "nested gaps": "选择县市区",
    "a list without end": "失能、",
    "a list of words": "高龄、失能、独居",
    "lists without number": "失能、认知等",
    "closing words": "失能、" + "失能等" * 50_000,
    "brackets": "(",
    "asides": "(失能)",
    "names without end": "《",
    "grounds": "按照",
    "formula": "居家社区机构",
    "receivers": "为高龄、失能",
    "frames": "对养老机构",
    "clauses": "失能,",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_a_long_hostile_text_takes_no_more_than_linear_time(unit):
    size = 200_000
    text = (unit * (size // len(unit) + 1))[:size] + "等"
    started = time.process_time()
    matches(text)
    # Quadratic time would take minutes; linear takes well below a second.
    assert time.process_time() - started < 10
