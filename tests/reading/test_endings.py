"""The last unit of a text ends with its last sentence."""

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()
PLAN = "一、重点任务\n（一）发展助餐。新建食堂20个。\n二、保障措施\n（一）加强领导。建立机制。\n"
LAST = "（二）加强监督。定期通报进展。"
BEHIND = [
    # signatures and dates
    "某市人民政府办公室\n2023年5月1日",
    "某市民政局2023年5月1日",
    "2023年5月1日",
    "某县人民政府办公室2023年5月1日印发",
    "某市民政局 二〇二三年五月一日",
    # what an office puts under a document
    "（此件公开发布）",
    "（此件主动公开）",
    "抄送：市委各部门，市人大常委会办公室。",
    "（联系人：张某，电话：0000-1234567）",
    "联系电话：0000-1234567。",
    "公开方式：主动公开",
    "主题词：养老 服务 方案",
    "印发份数：100份",
    "共印50份",
    # lists of annexes and files
    "附件：1.任务清单\n2.名单\n",
    "附件1.任务清单.docx",
    "1.任务清单.docx 2.名单.xls",
    "点击下载附件：任务清单.pdf",
    "附件下载",
    # pages of websites
    "【打印本页】【关闭窗口】浏览次数：1024次",
    "打印 关闭 返回顶部",
    "扫一扫在手机打开当前页",
    "相关链接：一图读懂《方案》",
    "政策解读：某市方案解读",
    "上一篇：某通知 下一篇：某公告",
    "责任编辑：李某",
    "来源：某市民政局",
    "信息来源：办公室 发布时间：2023-05-01 点击数：300",
    "分享到：微信 微博",
    "主办：某市人民政府 承办：某市大数据局 备案号：某ICP备12345号",
    "http://www.example.org/a/b.html",
    # articles in WeChat
    "长按识别二维码关注我们",
    "文字：张某 图片：李某 编辑：王某",
    "阅读 1.2万",
    "喜欢就点个赞吧！",
    "声明：本文转载自市政府网。",
    "- END -",
    "↓↓↓",
    # the plan on itself
    "本方案自印发之日起施行，有效期5年。",
    "注：本表由市民政局解释。",
    "附：1.任务清单\n2.名单",
    "本方案自2023年5月1日起实施，有效期3年。信息来源：市民政局",
]


def last(text):
    task = read(text, describe(text, document_id="plan"), CODEBOOK).tasks[-1]
    return text[task.span.start : task.span.end], task.targets, task.responsibilities


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("parting", ["", " ", "\n", "\n\n"])
def test_what_stands_behind_the_last_sentence_is_no_part_of_it(behind, parting):
    assert last(PLAN + LAST + parting + behind) == (LAST, (), ())
    in_one_line = (PLAN + LAST).replace("\n", "") + parting.replace("\n", "") + behind
    assert last(in_one_line.replace("\n", "")) == (LAST, (), ())


@pytest.mark.parametrize("statement", ["（责任单位：市民政局）", "责任单位：市民政局。"])
@pytest.mark.parametrize("behind", [" 扫一扫分享", "\n某市人民政府\n2023年5月1日", "【打印本页】"])
def test_nor_of_a_statement(statement, behind):
    found, _, responsibilities = last(PLAN + LAST + statement + behind)
    assert found == LAST + statement
    assert [row.agency for row in responsibilities] == ["市民政局"]


@pytest.mark.parametrize(
    "sentence",
    [
        "关闭不合格的养老机构。",
        "分享各地经验。",
        "扫描建档，形成台账。",
        "编辑发放宣传手册。",
        "审核发放补贴。",
        "阅读推广进社区。",
        "附近的老年人可就近用餐。",
        "打印服务进社区。",
        "来源多样的资金统筹使用。",
        "网站适老化改造基本完成。",
        "自2023年5月1日起发放。",
        "主办敬老月活动。",
        "公开服务价格。",
        "电话探访独居老年人。",
    ],
)
@pytest.mark.parametrize("parting", ["", "\n"])
def test_sentences_that_open_with_such_words_stay(sentence, parting):
    assert last(PLAN + LAST + parting + sentence)[0] == LAST + parting + sentence


def test_the_table_behind_ends_the_last_unit_too():
    assert last(PLAN + LAST + "\n附表\n指标表\n")[0] == LAST


@pytest.mark.parametrize("office", ["某市人民政府办公室", "某县民政局", "某区卫生健康委员会"])
@pytest.mark.parametrize("sentence", ["区级财政每年安排不少于300万元", "各县按月报送进展"])
def test_a_last_sentence_without_its_stop_is_no_signature(sentence, office):
    found, _, _ = last(f"{PLAN}{LAST}{sentence}\n\n    {office}\n  2023年5月1日\n")
    assert found == LAST + sentence


def test_the_title_of_a_run_in_table_ends_the_last_unit():
    table = "附件重点任务分工表序号任务牵头单位配合单位1建设食堂区民政局区财政局2增加床位区民政局区财政局3培训护理员300名区人社局区民政局"
    text = PLAN + LAST + table
    tasks = read(text, describe(text, document_id="plan"), CODEBOOK).tasks
    assert text[tasks[2].span.start : tasks[2].span.end] == LAST
    assert [[row.agency for row in task.responsibilities] for task in tasks[3:]] == [
        ["区民政局", "区财政局"],
        ["区民政局", "区财政局"],
        ["区人社局", "区民政局"],
    ]
