"""Names of places and their levels, by the published list and, failing that, by their last word."""

from __future__ import annotations

import pytest

from policytasks.errors import CodebookError
from policytasks.metadata import find_metadata
from policytasks.places import Gazetteer, Place, find_place


@pytest.mark.parametrize(
    ("name", "place", "level"),
    [
        # Cities of county level, and prefectures without counties.
        ("昆山市人民政府", "昆山市", "county"),
        ("义乌市民政局", "义乌市", "county"),
        ("敦化市人民政府办公室", "敦化市", "county"),
        ("仙桃市人民政府", "仙桃市", "county"),
        ("东莞市人民政府", "东莞市", "prefecture"),
        ("中山市民政局", "中山市", "prefecture"),
        ("嘉峪关市民政局", "嘉峪关市", "prefecture"),
        ("三沙市人民政府", "三沙市", "prefecture"),
        # Cities that have become districts since, or have another name.
        ("临安市人民政府", "临安市", "county"),
        ("蓬莱市民政局", "蓬莱市", "county"),
        ("襄樊市人民政府", "襄樊市", "prefecture"),
        # Provinces, leagues, autonomous prefectures, counties and banners.
        ("上海市民政局", "上海市", "province"),
        ("广西壮族自治区人民政府", "广西壮族自治区", "province"),
        ("香港特别行政区政府", "香港特别行政区", "province"),
        ("锡林郭勒盟行政公署", "锡林郭勒盟", "prefecture"),
        ("大兴安岭地区行政公署", "大兴安岭地区", "prefecture"),
        ("延边朝鲜族自治州人民政府", "延边朝鲜族自治州", "prefecture"),
        ("额济纳旗人民政府", "额济纳旗", "county"),
        ("鄂伦春自治旗人民政府", "鄂伦春自治旗", "county"),
        ("神农架林区人民政府", "神农架林区", "county"),
        # A place within a place.
        ("广东省广州市天河区财政局", "天河区", "county"),
        ("内蒙古自治区阿拉善盟额济纳旗民政局", "额济纳旗", "county"),
        ("天津市滨海新区人民政府", "滨海新区", "county"),
        # The 兵团 and its divisions.
        ("新疆生产建设兵团办公厅", "新疆生产建设兵团", "province"),
        ("新疆生产建设兵团第八师石河子市", "第八师石河子市", "prefecture"),
        # Zones, listed or not.
        ("苏州工业园区管理委员会", "苏州工业园区", "county"),
        ("长春经济技术开发区管理委员会", "长春经济技术开发区", "county"),
        ("清河高新技术产业开发区管委会", "清河高新技术产业开发区", "county"),
        ("济宁市高新技术产业开发区管委会", "济宁市高新技术产业开发区", "county"),
        # Places that the list does not have.
        ("东山省清河市人民政府", "清河市", "prefecture"),
        ("清河市安平市人民政府", "安平市", "county"),
    ],
)
def test_place_that_a_name_begins_with(name, place, level):
    found = find_place(name)
    assert found is not None
    assert (found.name, found.level) == (place, level)


@pytest.mark.parametrize(
    "name",
    ["养老服务实施方案", "市民政局", "民政部", "城市社区养老", "全省养老服务", "各县区", "", "区"],
)
def test_names_without_a_place(name):
    assert find_place(name) is None


def test_a_name_that_two_places_share_is_the_one_inside_the_outer():
    rows = [
        ("11", "甲市", "prefecture"),
        ("1101", "朝阳区", "county"),
        ("22", "乙市", "prefecture"),
    ]
    places = Gazetteer([*rows, ("2201", "朝阳区", "county")])
    assert places.find("乙市朝阳区民政局") == Place("朝阳区", "county", True)


def test_the_title_tells_where_the_issuer_names_no_listed_place():
    text = "关于《阜新蒙古族自治县助餐方案》的通知\n阜蒙县助餐工作领导小组办公室\n2020年6月4日\n一、目标"
    found = find_metadata(text)
    assert (found.place_zh, found.level) == ("阜新蒙古族自治县", "county")


def test_a_fault_in_the_list_is_named_with_its_line(tmp_path):
    from policytasks.places import _gazetteer

    places = tmp_path / "data" / "codebook" / "places.csv"
    places.parent.mkdir(parents=True)
    places.write_text("# from\ncode,name,level\n1,甲,county\n", encoding="utf-8")
    (tmp_path / "data" / "documents.csv").touch()
    with pytest.raises(CodebookError, match=r"places\.csv, line 3"):
        _gazetteer(str(tmp_path))
