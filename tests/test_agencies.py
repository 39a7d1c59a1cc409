"""Names of agencies: function, level and shape. The cases are data, grouped by origin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytasks import parse
from policytasks.agencies import agency_level, has_agency_shape
from policytasks.codebook import load_codebook

CODEBOOK = load_codebook()
LEVELS = {"province", "prefecture", "county", "other"}


def cases(table: str) -> list:
    """Read lines of ``name function level``; a dot stands for no function."""
    rows = [line.split() for line in table.strip().splitlines()]
    return [
        pytest.param(name, None if function == "." else function, level, id=name)
        for name, function, level in rows
    ]


PRINTED = cases("""
    省民政厅 civil_affairs province
    省财政厅 finance province
    省自然资源厅 natural_resources province
    省住建厅 housing_construction province
    省发改委 development_reform province
    省教育厅 education province
    省文化和旅游厅 culture_tourism province
    省体育局 sport province
    省林草局 forestry province
    省商务厅 commerce province
    省卫生健康委员会 health province
    省卫健委 health province
    省工信厅 industry_it province
    省人社厅 human_resources province
    省医保局 medical_insurance province
    省残联 disabled_federation province
    市卫生计生委 health prefecture
    市民政局 civil_affairs prefecture
    市老龄办 ageing prefecture
    市发改委 development_reform prefecture
    市中医药局 tcm prefecture
    市财政局 finance prefecture
    市物价局 development_reform prefecture
    市国土局 natural_resources prefecture
    市规划局 natural_resources prefecture
    市人社局 human_resources prefecture
    发展改革部门 development_reform other
    财政部门 finance other
    国土资源部门 natural_resources other
    城乡规划主管部门 natural_resources other
    老龄工作部门 ageing other
    市规划资源局 natural_resources prefecture
    市规资局 natural_resources prefecture
    地区民政局 civil_affairs prefecture
    地区办事处 township other
    卫生计生部门 health other
    民政部门 civil_affairs other
    人力资源和社会保障部门 human_resources other
    中医药管理部门 tcm other
    市发展改革委 development_reform prefecture
    市贸促会 trade_promotion prefecture
    市卫生健康委 health prefecture
    市文化和旅游局 culture_tourism prefecture
    市商务局 commerce prefecture
    市市场监管局 market_supervision prefecture
    市自然资源和规划局 natural_resources prefecture
    市住房城乡建设局 housing_construction prefecture
    市医保局 medical_insurance prefecture
    市农业农村局 agriculture prefecture
    市人力资源社会保障局 human_resources prefecture
    市教育局 education prefecture
    市总工会 trade_unions prefecture
    人民银行济宁市分行 central_bank other
    市金融办 local_finance prefecture
    市消防救援支队 fire_rescue prefecture
    市工业和信息化局 industry_it prefecture
    市国资委 state_assets prefecture
    市政府有关部门 collective prefecture
    济宁金融监管分局 financial_regulator other
    市级有关部门 collective prefecture
    市级相关部门 collective prefecture
    各区县政府 local_government county
    市新区管委会 development_zone prefecture
    市住建局 housing_construction prefecture
    市自然资源局 natural_resources prefecture
    市卫健委 health prefecture
    市城市管理执法局 urban_management prefecture
    市行政审批服务局 government_services prefecture
    铜川职业技术学院 university other
""")

ELSEWHERE = cases("""
    上海市民政局 civil_affairs province
    浦东新区民政局 civil_affairs county
    内蒙古自治区民政厅 civil_affairs province
    广西壮族自治区医疗保障局 medical_insurance province
    延边朝鲜族自治州民政局 civil_affairs prefecture
    呼和浩特市财政局 finance prefecture
    海盐县卫健局 health county
    任城区残联 disabled_federation county
    济南市市中区卫生健康局 health county
    市北区民政局 civil_affairs county
    新疆生产建设兵团民政局 civil_affairs province
    桦甸市民政局 civil_affairs county
    昆山市民政局 civil_affairs county
    东莞市民政局 civil_affairs prefecture
    师市民政局 civil_affairs prefecture
    区社会事业局 social_affairs county
    市住房城乡规划建设局 housing_construction prefecture
    市国土空间规划局 natural_resources prefecture
    县生态保护局 ecology_environment county
    市级机关工委 party_organisation prefecture
    区政法工作部 political_legal county
    市社会工作部 social_work prefecture
    市社会救助局 civil_affairs prefecture
    苏州工业园区管委会 development_zone other
    济宁高新区管委会 development_zone other
    长白山管委会 development_zone other
    市高新区管委会 development_zone prefecture
    各市(州)人民政府 local_government prefecture
    各设区市人民政府 local_government prefecture
    各市、县(市、区)人民政府 local_government prefecture
    各县、市、区人民政府 local_government county
    各县（市、区） local_government county
    各区县 local_government county
    济南市政府 local_government prefecture
    各乡镇人民政府（街道办事处） township other
    市直有关部门 collective prefecture
    各有关部门 collective other
    各成员单位 collective other
    相关行业主管部门 collective other
    各级民政部门 civil_affairs other
    市、区民政部门 civil_affairs prefecture
    县级以上人民政府民政部门 civil_affairs county
    住房城乡建设主管部门 housing_construction other
    市场监督管理部门 market_supervision other
    消防救援机构 fire_rescue other
    市教体局 education prefecture
    区教科体局 education county
    市科技工业信息化局 science_technology prefecture
    市旅游和文化广电体育局 culture_tourism prefecture
    县住房城乡建设和交通运输局 housing_construction county
    县自然资源和林业局 natural_resources county
    市农业农村和水务局 agriculture prefecture
    市工信局（市中小企业局） industry_it prefecture
    市卫健委(局) health prefecture
    团市委 youth_league prefecture
    共青团济宁市委 youth_league prefecture
    市妇联 womens_federation prefecture
    市红十字会 red_cross prefecture
    市工商联 industry_commerce_federation prefecture
    市委组织部 party_organisation prefecture
    省委宣传部 party_publicity province
    市委统战部 united_front prefecture
    省委编办 establishment province
    省委网信办 cyberspace province
    省委办公厅 party_office province
    省政府办公厅 government_office province
    省政府国资委 state_assets province
    市委社会工作部 social_work prefecture
    省地方金融监管局 local_finance province
    山西银保监局 financial_regulator other
    中国银行保险监督管理委员会三亚监管分局 financial_regulator other
    国家金融监督管理总局济宁监管分局 financial_regulator other
    中国人民银行三亚市中心支行 central_bank other
    国家税务总局三亚市税务局 tax other
    三亚海关 customs other
    太原铁路局 railway other
    市公安局交警支队 public_security prefecture
    市自然资源局高新分局 natural_resources prefecture
    市中级人民法院 court prefecture
    省检察院 procuratorate province
    市住房公积金管理中心 housing_fund prefecture
    省供销社 supply_marketing province
    省能源局 energy province
    省邮政管理局 posts province
    市人防办 civil_defence prefecture
    省大数据局 data_administration province
    市政务服务数据管理局 data_administration prefecture
    市招商局 investment_promotion prefecture
    省统计局 statistics province
    市生态环境局 ecology_environment prefecture
    市水务局 water prefecture
    省应急厅 emergency province
    市惠企政策服务工作领导小组办公室 coordination_body prefecture
    市城投集团 enterprise prefecture
    济宁市第一人民医院 hospital prefecture
    延安大学 university other
    市低空经济发展局 . prefecture
""")


@pytest.mark.parametrize(("name", "function", "level"), PRINTED + ELSEWHERE)
def test_name_is_seen_and_has_its_function_and_level(name, function, level):
    assert CODEBOOK.is_agency_name(name)
    assert CODEBOOK.agency_id(name) == function
    assert agency_level(name) == level


NO_SINGLE_AGENCY = """
    老年人 养老机构 100万元 一批 2023年6月 服务体系 发展格局 服务大厅 社会餐厅 敬老院 护理院
    日间照料中心 养老服务中心 农村幸福院 中央厨房 家庭养老床位 志愿者队伍 时间银行 老年大学
    责任单位 牵头单位 配合单位 参与部门 部门 试点单位 市级示范单位 序号 持续推进 2021年11月
    耀州区 新区 市区 全市 乡镇 街道 社区 公办 民办 社会力量 各类养老机构 各项任务 市长 市委常委
    民政局局长 加强组织领导 完善养老服务政策体系 省级彩票公益金 市民 市场化 区域
    市民政局、市财政局 市民政局和市财政局 市民政局等相关部门 市民政局牵头 由市民政局
    会同市民政局 和省民政厅 领导小组办公室设在市民政局 市民政局牵头,市财政局配合
    """


@pytest.mark.parametrize("text", NO_SINGLE_AGENCY.split())
def test_text_that_names_no_single_agency_is_refused(text):
    assert not CODEBOOK.is_agency_name(text)


@pytest.mark.parametrize(
    "name", ["市第九养老事务局", "省银龄经济厅", "滨河县助餐办公室", "某某市长者服务委员会"]
)
def test_shape_shows_bodies_that_no_codebook_lists(name):
    assert has_agency_shape(name)
    assert CODEBOOK.agency_id(name) is None


@pytest.mark.parametrize("agency", CODEBOOK.agencies, ids=lambda agency: agency.id)
def test_every_alias_names_its_function_while_in_use(agency):
    read = {}
    for alias in agency.aliases:
        prefixes = ("", "市", "济宁市", "省", "各县（市、区）")
        for prefix in prefixes[: 1 if alias.name[0] in "省市县区旗州各" else None]:
            for year in (alias.first_year or alias.last_year, alias.last_year):
                read[prefix + alias.name, year] = CODEBOOK.agency_id(prefix + alias.name, year)
    assert {key: found for key, found in read.items() if found != agency.id} == {}


@pytest.mark.parametrize(
    ("name", "year", "function"),
    [
        ("市药监局", 2016, "market_supervision"),
        ("省药监局", 2020, "drug_supervision"),
        ("省药监局", None, "drug_supervision"),
        ("市金融监管局", 2020, "local_finance"),
        ("济宁金融监管局", 2024, "financial_regulator"),
        # An old name in a late document, and a new one before its time.
        ("市卫生计生委", 2021, "health"),
        ("市医保局", 2016, "medical_insurance"),
    ],
)
def test_year_decides_between_functions_of_one_name(name, year, function):
    assert CODEBOOK.agency_id(name, year) == function


@pytest.mark.parametrize(("name", "function", "level"), PRINTED + ELSEWHERE)
def test_page_layout_changes_nothing(name, function, level):
    broken = " \n".join(name).replace("(", "（").replace(")", "）") + "　"
    assert CODEBOOK.is_agency_name(broken)
    assert CODEBOOK.agency_id(broken) == function
    assert agency_level(broken) == level


@given(
    st.text(alphabet="省市州县区旗各级委局厅办部门政府民财教育体和与、()等甲乙丙 \n1", max_size=60)
)
def test_any_text_gets_an_answer(text):
    assert agency_level(text) in LEVELS
    assert CODEBOOK.agency_id(text) in {None, *(agency.id for agency in CODEBOOK.agencies)}
    assert CODEBOOK.is_agency_name(text) in {True, False}


def test_long_run_of_level_words_is_read_in_linear_time():
    # Prefixes may repeat; read by backtracking, this name would never end.
    assert CODEBOOK.agency_id("省市县区" * 500 + "民政乙") is None


@pytest.mark.parametrize(
    ("place", "level", "expected"),
    [
        ("昆山市", "county", ["county", "county", "province"]),
        ("上海市", "province", ["province", "county", "province"]),
        ("任城区", "county", ["prefecture", "county", "province"]),
        ("济宁市", "prefecture", ["prefecture", "county", "province"]),
    ],
)
def test_agencies_of_the_city_stand_on_its_level(place, level, expected):
    text = (
        "养老服务方案\n一、主要任务\n（一）建设食堂。新建食堂5个。"
        "（责任单位：市民政局、区财政局、省民政厅）\n（二）发展助餐。推进助餐。（责任单位：市民政局）\n"
    )
    rows = parse(text, place_zh=place, level=level).responsibilities
    assert list(rows.level[:3]) == expected
