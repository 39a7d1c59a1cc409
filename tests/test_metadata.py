"""Metadata are found by their shape, and what is not there is reported."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from policytasks.metadata import find_metadata

DATA = Path(__file__).parents[1] / "data"


def registered() -> list[dict[str, str]]:
    with (DATA / "documents.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", registered(), ids=lambda row: row["document_id"])
def test_texts_say_what_the_registry_says_of_them(row):
    found = find_metadata((DATA / "sources" / row["source"]).read_bytes().decode())
    for name in ("title", "number", "issuer", "issued", "published", "place_zh", "level"):
        assert str(getattr(found, name) or "") == row[name], name


@pytest.mark.parametrize(
    "printed",
    [
        "清政办发〔2023〕5号",
        "清政办发[2023]5号",
        "清政办发［2023］5号",
        "清政办发【2023】5号",
        "清政办发（2023）5号",
        "清政办发(2023)5号",
        "清政办发〔2023〕第5号",
    ],
)
def test_number_is_found_in_any_brackets(city_plan, printed):
    assert find_metadata(city_plan.replace("清政办发〔2023〕5号", printed)).number == printed


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("东莞市助餐工作规划（2021—2025年）\n", "东莞市助餐工作规划（2021—2025年）"),
        ("昆山市助餐管理办法（试行）\n", "昆山市助餐管理办法（试行）"),
        (
            "信息来源：市政府办 日期：2021-07-02 浏览：128\n昆山市助餐工作方案\n",
            "昆山市助餐工作方案",
        ),
        (
            "首页 政务公开 字号：大\n昆山市助餐方案\n（2021—2025年）\n",
            "昆山市助餐方案（2021—2025年）",
        ),
        ("首页 政务公开\n昆山市民政局\n昆山市助餐\n工作方案\n", "昆山市助餐工作方案"),
        ("昆山市助餐工作方案，请各单位认真落实\n", None),
    ],
)
def test_title_without_notice_is_found_below_labels_and_menus(head, title):
    assert find_metadata(head + "一、目标").title == title


def test_labels_in_lenticular_brackets_are_labels():
    found = find_metadata(
        "【发布单位】清河市民政局\n【发布文号】清民发〔2019〕4号【发布日期】2019-03-05\n"
        "清河市助餐方案\n一、目标"
    )
    assert (found.issuer, found.number) == ("清河市民政局", "清民发〔2019〕4号")
    assert found.published == date(2019, 3, 5)


@pytest.mark.parametrize(
    ("line", "title", "issuer"),
    [
        (
            "昆山市人民政府办公室印发推动助餐发展十条措施的通知",
            "昆山市人民政府办公室印发推动助餐发展十条措施的通知",
            "昆山市人民政府办公室",
        ),
        (
            "昆山市民政局转发\n助餐办法的通知",
            "昆山市民政局转发助餐办法的通知",
            "昆山市民政局",
        ),
        ("市民政局印发了助餐意见，", None, None),
    ],
)
def test_title_without_about_is_that_of_a_notice(line, title, issuer):
    found = find_metadata(line + "\n一、目标\n发展助餐。")
    assert (found.title, found.issuer) == (title, issuer)


@pytest.mark.parametrize(
    ("end", "issued"),
    [
        ("2022.5.6", date(2022, 5, 6)),
        ("2022-05-06", date(2022, 5, 6)),
        ("二〇二二年五月六日", date(2022, 5, 6)),
        ("发布时间： 2022-05-06", None),
        ("2022", None),
    ],
)
def test_date_alone_at_the_end_is_the_day_of_issue(end, issued):
    assert find_metadata(f"昆山市助餐方案\n一、目标\n发展助餐。\n{end}\n").issued == issued


def test_number_of_another_document_is_not_taken():
    text = "根据《意见》（国发〔2013〕35号）和国办发〔2019〕5号文件精神，制定本方案。\n一、目标"
    assert find_metadata(text).number is None


def test_broken_number_and_dates_are_mended(city_plan):
    text = city_plan.replace("〔2023〕5号", "〔2023〕 5 号").replace(
        "2023年3月1日", "2023 年3 月1\n日"
    )
    found = find_metadata(text)
    assert found.number == "清政办发〔2023〕5号"
    assert found.issued == date(2023, 3, 1)


def test_title_is_put_together_across_lines_and_page_marks():
    text = (
        "3. 清河市人民政府关于印发《清河市养老\n# Page 7:\n"
        "服务方案》的通知（2023 年3 月1 日）\n正文"
    )
    found = find_metadata(text)
    assert found.title == "清河市人民政府关于印发《清河市养老服务方案》的通知"
    assert found.issuer == "清河市人民政府"
    assert found.issued == date(2023, 3, 1)


def test_title_without_notice_keeps_its_period():
    found = find_metadata("清河市养老服务发展行动计划\n（2021-2025 年）\n养老服务是……\n一、目标")
    assert found.title == "清河市养老服务发展行动计划（2021-2025年）"


@pytest.mark.parametrize(
    ("issuer", "place", "level"),
    [
        ("东山省民政厅", "东山省", "province"),
        ("内蒙古自治区人民政府办公厅", "内蒙古自治区", "province"),
        ("上海市民政局", "上海市", "province"),
        ("清河市城市管理局", "清河市", "prefecture"),
        ("延边朝鲜族自治州人民政府", "延边朝鲜族自治州", "prefecture"),
        ("中共清河市委", "清河市", "prefecture"),
        ("清河市北山区人民政府", "北山区", "county"),
        ("东山省清河市人民政府", "清河市", "prefecture"),
        ("青石县人民政府办公室", "青石县", "county"),
        ("民政部", "全国", "national"),
        ("国务院办公厅", "全国", "national"),
    ],
)
def test_place_and_level_follow_from_the_name(issuer, place, level):
    found = find_metadata(f"{issuer}关于发展养老服务的意见\n\n{issuer}\n2023年3月1日\n一、目标")
    assert (found.issuer, found.place_zh, found.level) == (issuer, place, level)


def test_city_that_addresses_townships_is_a_county():
    text = "清河市人民政府关于发展养老服务的意见\n各乡镇人民政府、街道办事处：\n一、目标"
    assert find_metadata(text).level == "county"


def test_several_signatories_are_joined_in_order():
    text = (
        "关于发展养老服务的通知\n正文。\n"
        "清河市民政局 清河市财政局\n\n清河市卫生健康委员会\n2023年3月1日"
    )
    assert find_metadata(text).issuer == "清河市民政局、清河市财政局、清河市卫生健康委员会"


def test_imprint_serves_where_nothing_is_signed():
    text = "一、目标\n发展养老。\n抄送：市委。\n  清河市人民政府办公室2023年3月1日印发"
    found = find_metadata(text)
    assert (found.issuer, found.issued) == ("清河市人民政府办公室", date(2023, 3, 1))


def test_impossible_date_is_not_found(city_plan):
    assert find_metadata(city_plan.replace("3月1日", "2月30日")).issued is None


def test_text_without_any_reports_all_missing():
    found = find_metadata("今天天气很好。")
    assert set(found.missing) == {
        *("title", "number", "issuer", "issued", "published", "place_zh", "level")
    }


@pytest.mark.parametrize("text", ["", "\ufeff", "关于" * 5_000, "（" * 20_000, "关于 " * 5_000])
def test_odd_texts_are_survived(text):
    find_metadata(text)


# --- heads that are one line ---------------------------------------------------

HEAD = (
    "清河市人民政府办公室关于印发《清河市养老服务工作方案》的通知",
    "清政办发〔2023〕5号",
    "各县（区）人民政府，市政府各部门：",
    "现将《清河市养老服务工作方案》印发给你们，请遵照执行。",
    "清河市人民政府办公室",
    "2023年3月1日",
    "清河市养老服务工作方案",
    "为发展养老服务，根据《关于助餐的意见》（东政发〔2020〕7号），制定本方案。",
    "一、总体要求",
    "满足老年人需求。",
)


@pytest.mark.parametrize("joint", ["", " ", "\u3000\u3000", "\n"])
def test_head_on_one_line_says_the_same(joint):
    found = find_metadata(joint.join(HEAD))
    assert found.title == HEAD[0]
    assert found.number == HEAD[1]
    assert found.issuer == HEAD[4]
    assert found.issued == date(2023, 3, 1)
    assert (found.place_zh, found.level) == ("清河市", "prefecture")


def test_several_signatories_on_one_line_are_told_apart():
    found = find_metadata(
        "关于发展养老服务的通知清民发〔2023〕5号各县民政局、财政局：请遵照执行。"
        "清河市民政局清河市财政局清河市卫生健康委员会2023年3月1日一、目标"
    )
    assert found.issuer == "清河市民政局、清河市财政局、清河市卫生健康委员会"
    assert found.number == "清民发〔2023〕5号"


def test_opinion_on_one_line_ends_where_the_addressees_begin():
    found = find_metadata(
        "清河市人民政府关于发展养老服务的实施意见清政发〔2023〕5号各县区人民政府："
        "为发展养老服务，提出如下意见。一、目标满足需求。清河市人民政府2023年3月1日"
    )
    assert found.title == "清河市人民政府关于发展养老服务的实施意见"
    assert (found.number, found.issued) == ("清政发〔2023〕5号", date(2023, 3, 1))


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("日期：2020-06-18 浏览量：1283 来源：清河市", "published", date(2020, 6, 18)),
        ("日期： 2020-6-8\xa0浏览量：1283", "published", date(2020, 6, 8)),
        ("时间：2020/06/18", "published", date(2020, 6, 18)),
        ("发布日期：2020.06.18 来源：清河市", "published", date(2020, 6, 18)),
        ("发文日期：2020年6月18日 有效性：有效", "issued", date(2020, 6, 18)),
        ("生成日期：2020-06-18", "issued", date(2020, 6, 18)),
        ("文号：清政办发〔2023〕5号 发布机构：清河市人民政府", "number", "清政办发〔2023〕5号"),
        ("文号：清政办发〔2023〕5号发布日期：2023-03-01", "number", "清政办发〔2023〕5号"),
        ("发布机构：清河市人民政府 文号：清政办发〔2023〕5号", "issuer", "清河市人民政府"),
        ("发布机构：清河市人民政府文号：清政办发〔2023〕5号", "issuer", "清河市人民政府"),
        ("发布机构：清河市民政局 清河市财政局 主题词：", "issuer", "清河市民政局、清河市财政局"),
        ("文号： 发布机构：清河市人民政府", "number", None),
        ("发布机构： 文号：清政办发〔2023〕5号", "issuer", None),
    ],
)
def test_labels_that_share_a_line(line, field, value):
    assert getattr(find_metadata(f"{line}\n养老\n一、目标"), field) == value


@pytest.mark.parametrize(
    "end",
    [
        "2023年3月1日",
        "\n2023年3月1日\n",
        "\n　　　2023年3月1日\n（此件公开发布）",
        "\n二〇二三年三月一日",
        "清河市人民政府二○二三年三月一日",
    ],
)
def test_bare_date_at_the_end_is_the_day_of_issue(end):
    found = find_metadata(f"清河市人民政府关于发展养老服务的意见\n一、目标\n请认真落实。{end}")
    assert found.issued == date(2023, 3, 1)
    assert found.issuer == "清河市人民政府"


@pytest.mark.parametrize(
    "end", ["自2023年3月1日起施行。", "截至2023年3月1日，建成20个。", "。发布于2023年3月1日星期三"]
)
def test_other_dates_near_the_end_are_no_day_of_issue(end):
    assert find_metadata(f"关于发展养老服务的意见\n一、目标\n发展{end}").issued is None


def test_what_is_too_long_is_neither_title_nor_issuer():
    found = find_metadata(f"标题：{'养老' * 100}\n发布机构：{'养老服务' * 50}局\n一、目标")
    assert (found.title, found.issuer) == (None, None)
    found = find_metadata(f"清河市人民政府关于{'发展养老' * 50}的通知\n一、目标")
    assert found.title is None


def test_number_cited_in_a_head_on_one_line_is_not_taken():
    text = "清河市助餐方案根据国办发〔2019〕5号文件和《意见》（国发〔2013〕35号）制定。一、目标"
    assert find_metadata(text).number is None


@pytest.mark.parametrize(
    "head",
    [
        "清政办发〔2023〕5号清河市人民政府关于发展助餐的通知各县区人民政府：请执行。一、目标",
        "清河市人民政府关于发展助餐的通知（2023年3月1日）清政办发〔2023〕5号各县：请执行。一、目标",
        "清河市人民政府关于发展助餐的通知发布日期：2023-03-01清政办发〔2023〕5号各县：请。一、目标",
    ],
)
def test_number_that_runs_into_its_neighbours_is_found(head):
    assert find_metadata(head).number == "清政办发〔2023〕5号"


def test_party_and_government_that_sign_on_one_line_are_two():
    found = find_metadata("一、目标。请落实。中共清河市委清河市人民政府2023年3月1日")
    assert found.issuer == "中共清河市委、清河市人民政府"


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("清河市民政局 清河市财政局关于印发清河市助餐方案的通知\n", "清河市民政局、清河市财政局"),
        ("清河市民政局\n清河市财政局关于印发清河市助餐方案的通知\n", "清河市民政局、清河市财政局"),
        ("清河市民政局清河市财政局关于印发清河市助餐方案的通知\n", "清河市民政局、清河市财政局"),
        ("清河市民政局 清河市财政局\n关于印发清河市助餐方案的通知\n", "清河市民政局、清河市财政局"),
        (
            "清河市民政局 清河市财政局\n清河市卫生健康局关于发展助餐的意见\n",
            "清河市民政局、清河市财政局、清河市卫生健康局",
        ),
        (
            "中共清河市委办公室 清河市人民政府办公室印发《清河市助餐方案》的通知\n",
            "中共清河市委办公室、清河市人民政府办公室",
        ),
        # the name of the site, a label's value, another place: no further issuer
        ("清河市人民政府\n清河市人民政府办公室关于发展助餐的意见\n", "清河市人民政府办公室"),
        ("来源： 清河市民政局\n清河市财政局关于发展助餐的意见\n", "清河市财政局"),
        ("清河市财政局\n清河市财政局关于发展助餐的意见\n", "清河市财政局"),
        ("山城省民政厅\n清河市民政局关于发展助餐的意见\n", "清河市民政局"),
    ],
)
def test_all_who_issue_a_document_are_named(head, issuer):
    found = find_metadata(head + "一、目标\n建成体系。\n")
    assert found.issuer == issuer
    assert found.title.startswith(issuer.replace("、", ""))


@pytest.mark.parametrize(
    ("head", "issued"),
    [
        ("清河市助餐方案\n（2023年3月1日）\n", date(2023, 3, 1)),
        ("清河市助餐方案\n（2023年3月1日印发）\n", date(2023, 3, 1)),
        ("清河市助餐方案（2023年3月1日发布）\n", date(2023, 3, 1)),
        ("清河市助餐方案 清政办发〔2023〕5号 2023年3月1日\n", date(2023, 3, 1)),
        ("清河市助餐方案\n清政办发〔2023〕5号 | 2023 年 3 月 1 日\n", date(2023, 3, 1)),
        ("发文机关 | 清河市民政局 | 成文日期 | 2023年03月01日\n清河市助餐方案\n", date(2023, 3, 1)),
        ("成文日期\t2023-03-01\t有效性\t有效\n清河市助餐方案\n", date(2023, 3, 1)),
        # when it was adopted or discussed, when another document is from
        ("清河市助餐方案\n（经2023年3月1日市政府会议审议）\n", None),
        ("清河市助餐方案\n（2023年3月1日市政府会议通过）\n", None),
        ("清河市助餐方案 清政办发〔2023〕5号 根据2023年3月1日会议制定。\n", None),
    ],
)
def test_the_day_of_issue_in_odd_places(head, issued):
    assert find_metadata(head + "一、目标\n建成体系。\n").issued == issued


def test_number_behind_a_title_of_two_endings_is_found():
    head = "清河市民政局关于印发清河市助餐办法的通知清民发〔2021〕8号各县区民政局：请执行。"
    assert find_metadata(head).number == "清民发〔2021〕8号"
