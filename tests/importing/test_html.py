"""Saved web pages: the article and its tables, and nothing else."""

from __future__ import annotations

import http.server
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytasks.errors import SourceError
from policytasks.importing import html, read_file

ARTICLE = [
    "《湖东市养老服务提升方案》已经市政府同意，现印发给你们，请认真执行。",
    "湖东市人民政府办公室",
    "2023年3月9日",
    "一、重点任务",
    "（一）发展助餐服务。到2025年，建成老年食堂20个。（牵头单位：市民政局）",
    "（二）培训护理人员。每年培训500名。（责任单位：市人力资源社会保障局）",
]
PARAGRAPHS = "".join(f"<p>{line}</p>\n" for line in ARTICLE)


def lines(page: str) -> list[str]:
    return html.read(page.encode()).text.splitlines()


def test_of_a_government_page_only_the_article_and_its_head_are_read():
    page = f"""<!DOCTYPE html><html><head><meta charset="utf-8">
    <title>湖东市人民政府 养老服务提升方案</title><style>p {{color: red}}</style></head><body>
    <div class="top"><b>湖东市人民政府门户网站</b> 今天是2024年10月1日
      <ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div>
    <div class="wrap"><div>当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a></div>
      <div class="side"><h3>最新文件</h3><ul><li><a href="1">关于印发另一方案的通知</a></li>
        <li><a href="2">关于印发又一方案的通知</a></li></ul></div>
      <div class="head">湖东市人民政府办公室关于印发湖东市养老服务提升方案的通知</div>
      <div>来源：市政府办公室 <a href="javascript:print()">打印</a><script>read()</script></div>
      <div class="text">{PARAGRAPHS}</div>
      <div class="bdsharebuttonbox">分享到 <a href="#">微信</a></div>
      <div>相关文档：<a href="3">一图读懂</a> <a href="4">政策问答</a></div></div>
    <div class="bottom">主办：湖东市人民政府办公室，电话：0000，邮编：000000。版权所有</div>
    <div style="display:none">看不见的一段话，不在页面上。</div></body></html>"""
    assert lines(page) == [
        "湖东市人民政府办公室关于印发湖东市养老服务提升方案的通知",
        "来源：市政府办公室",
        *ARTICLE,
    ]
    assert any("left out" in note for note in html.read(page.encode()).notes)


def test_a_page_laid_out_by_tables_gives_its_article():
    text = "<br>&nbsp;&nbsp;".join(ARTICLE)
    page = f"""<table><tr><td colspan=2><a href=/>首页</a> <a href=/b>新闻</a></td></tr>
    <tr><td><table><tr><td><a href=1>文件</a></td></tr><tr><td><a href=2>解读</a></td></tr></table>
    <td><table><tr><td><font size=3>{text}</font></td></tr></table></td></tr>
    <tr><td colspan=2>版权所有：湖东市人民政府<br>地址：湖滨路1号，邮编：000，电话：00</td></tr>
    </table>"""
    assert lines(page) == ARTICLE


def test_an_annex_beside_the_text_keeps_its_cells():
    page = f"""<div id=zoom>{PARAGRAPHS}</div><div><p>附件</p><table>
    <tr><th rowspan=2>序号<th rowspan=2>任务<th colspan=2>责任单位</tr>
    <tr><th>牵头单位<th>配合单位</tr>
    <tr><td>1<td rowspan=2><p>建设食堂，</p><p>共20个。</p><td>市民政局<td rowspan=2></tr>
    <tr><td>2<td>市商务局</tr></table></div>"""
    assert lines(page)[len(ARTICLE) :] == [
        "附件",
        "序号\t任务\t责任单位\t",
        "〃\t〃\t牵头单位\t配合单位",
        "1\t建设食堂， 共20个。\t市民政局\t",
        "2\t〃\t市商务局\t",
    ]


LIST = [
    ("序号", "主要任务", "牵头单位", "完成时限"),
    ("1", "建设街道老年食堂", "市民政局", "2024年底"),
    ("2", "培训养老护理员500名", "市人力资源社会保障局", "2025年底"),
    ("3", "改造特困老年人家庭300户", "市住房城乡建设局", "2024年底"),
]
ROWS = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in LIST)
LISTED = ["\t".join(row) for row in LIST]
MENU = "<a href=/>首页</a> <a href=/b>政务公开</a> <a href=/c>互动交流</a>"
FOOTER = "版权所有：湖东市人民政府<br>地址：湖滨路1号，邮编：000，电话：00"


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>{menu}</td></tr><tr><td>{text}</td></tr><tr><td><table>{rows}</table>"
        "</td></tr><tr><td>{footer}</td></tr></table>",
        "<table><tr><td><table><tr><td>{text}</td></tr></table></td></tr><tr><td>"
        "<table><tr><td><table>{rows}</table></td></tr></table></td></tr></table>",
        "<div>{menu}</div><div><div>{text}</div></div><div><div><table>{rows}</table></div></div>"
        "<div>{footer}</div>",
        "<div class=main>{text}</div><div class=side>{menu}</div><div><table>{rows}</table></div>",
        "<table><tr><td>{text}<table>{rows}</table></td></tr></table>",
    ],
    ids=["cell of its own", "tables within tables", "division", "behind a menu", "same cell"],
)
def test_a_task_list_beside_the_text_is_read_wherever_it_stands(page):
    read = lines(page.format(menu=MENU, footer=FOOTER, text=PARAGRAPHS, rows=ROWS))
    assert read == [*ARTICLE, *LISTED]


@pytest.mark.parametrize(
    "page",
    [
        "<table>{rows}</table>",
        "<div>{menu}</div><div><table>{rows}</table></div><div>{footer}</div>",
        "<table><tr><td>{menu}</td></tr><tr><td><table>{rows}</table></td></tr>"
        "<tr><td>{footer}</td></tr></table>",
    ],
    ids=["bare", "divisions", "layout table"],
)
def test_a_page_that_is_only_a_task_list_is_read(page):
    assert lines(page.format(menu=MENU, footer=FOOTER, rows=ROWS)) == LISTED


def test_numbered_items_without_full_stops_are_an_article():
    items = ["一、重点任务", "（一）建设老年食堂二十个", "（二）培训养老护理员五百名"]
    items += ["1.改造特困老年人家庭", "2、新增护理型床位三百张"]
    page = f"<div>{MENU}</div><div>{''.join(f'<p>{item}</p>' for item in items)}</div>"
    assert lines(page) == items


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td>工作日</td><td>晴</td></tr><tr><td>周六</td><td>雨</td></tr><tr><td>周日<td>晴</tr>",
        "".join(
            f"<tr><td><a href={n}>关于印发第{n}号方案的通知</a><td>05-0{n}</tr>" for n in range(5)
        ),
        "<tr><td>主办单位：<td>湖东市人民政府办公室</tr><tr><td>地址：<td>湖东市湖滨路一号楼</tr>"
        "<tr><td>电话：<td>000-00000000</tr>",
    ],
    ids=["weather", "links", "address"],
)
def test_tables_of_the_page_are_no_task_lists(table):
    assert lines(f"<div>{PARAGRAPHS}</div><div><table>{table}</table></div>") == ARTICLE


def test_labels_of_a_document_are_kept_above_the_text_and_are_no_list():
    labels = [("索引号", "00-11"), ("发布机构", "湖东市民政局"), ("成文日期", "2023-03-09")]
    rows = "".join(f"<tr><td>{name}：<td>{value}</tr>" for name, value in labels)
    page = (
        f"<div><table>{rows}</table></div><div><span>分享到</span>：</div><div>{PARAGRAPHS}</div>"
    )
    assert lines(page) == [*(f"{name}：\t{value}" for name, value in labels), *ARTICLE]


@pytest.mark.parametrize(
    "struck",
    [
        "<s>二十家</s>",
        "<strike>二十家</strike>",
        "<del>二十家</del>",
        '<span style="color:red;text-decoration: line-through">二十家</span>',
        '<span style="text-decoration-line:line-through"><b>二十家</b></span>',
    ],
)
def test_struck_text_is_left_out_and_told(struck):
    page = f"{PARAGRAPHS}<p>（三）建设食堂{struck}三十家。</p>"
    imported = html.read(page.encode())
    assert imported.text.splitlines()[-1] == "（三）建设食堂三十家。"
    assert "left out struck text: 二十家" in imported.notes


@pytest.mark.parametrize(
    "kept",
    [
        "<u>二十家</u>",
        "<ins>二十家</ins>",
        '<span style="text-decoration:underline">二十家</span>',
        '<span class="line-through-none">二十家</span>',
    ],
)
def test_underlined_and_inserted_text_is_text(kept):
    page = f"{PARAGRAPHS}<p>（三）建设食堂{kept}。</p>"
    assert lines(page)[-1] == "（三）建设食堂二十家。"


def test_a_tag_that_is_never_closed_strikes_out_no_page():
    assert lines(f"<div><s>{PARAGRAPHS}</div>") == ARTICLE


def test_text_that_the_page_hides_is_told_where_it_is_much():
    hidden = f"<div style='display:none'>{PARAGRAPHS * 5}</div>"
    assert any("hides" in note for note in html.read(f"{PARAGRAPHS}{hidden}".encode()).notes)
    menu = "<ul hidden><li>首页<li>要闻</ul>"
    assert not html.read(f"{menu}{PARAGRAPHS}".encode()).notes


def test_how_much_of_the_page_was_left_out_is_told_beside_the_article():
    page = f"<div>{MENU * 30}</div><div>{PARAGRAPHS}</div>"
    [note] = html.read(page.encode()).notes
    assert note == (
        f"left out about {30 * 10} characters around the article of {len(''.join(ARTICLE))}"
    )


@pytest.mark.parametrize(
    ("picture", "count"),
    [
        ("<img src=table.png>", 1),
        ("<img src=table.png width=600 height=400>", 1),
        ("<img src=a.png width='100%'><img src=b.png>", 2),
        ("<img src=icon.gif width=16>", 0),
        ("<img src=line.gif height=1px>", 0),
    ],
)
def test_pictures_in_the_article_are_told(picture, count):
    notes = html.read(f"<div>{PARAGRAPHS}<p>{picture}</p></div>".encode()).notes
    assert notes == ((f"pictures not read: {count}",) if count else ())


@pytest.mark.parametrize("tag", ["footer", "aside", "nav"])
def test_an_article_in_an_element_for_furniture_is_read(tag):
    assert lines(f"<{tag}>{PARAGRAPHS}</{tag}>") == ARTICLE
    page = f"<div>{PARAGRAPHS}</div><{tag}>{MENU}</{tag}>"
    assert lines(page) == ARTICLE


def test_a_table_that_holds_most_of_the_text_keeps_what_stands_around_it():
    rows = "".join(
        f"<tr><td>{n}</td><td>建设食堂，配备厨具，开展培训，共{n}个。</td></tr>" for n in range(30)
    )
    page = f"<div>{PARAGRAPHS}<table>{rows}</table><p>附注</p></div>"
    read = lines(page)
    assert read[: len(ARTICLE)] == ARTICLE
    assert read[-1] == "附注"
    assert len(read) == len(ARTICLE) + 31


def test_ordered_lists_get_the_numbers_that_a_browser_prints():
    page = f"""{PARAGRAPHS}<ol start=3><li>甲项<li value=7>乙项</ol>
    <ol style="list-style-type:cjk-ideographic"><li>丙项</ol>
    <ol style="list-style:none"><li>1.丁项</ol><ul><li>戊项</ul>"""
    assert lines(page)[len(ARTICLE) :] == ["3. 甲项", "7. 乙项", "一、丙项", "1.丁项", "戊项"]


def test_line_ends_of_the_markup_part_no_chinese_words():
    page = f"{PARAGRAPHS}<p>各区\n  人民<span>政府</span>\n和 Silver\nAge 中心</p>"
    assert lines(page)[-1] == "各区人民政府和 Silver Age 中心"


def test_a_list_of_annexes_to_download_is_kept():
    page = f"""<div>{PARAGRAPHS}<p>附件：<a href="a.docx">1.任务清单</a>
    <a href="b.pdf?x=1">2.名单</a></p></div>"""
    assert lines(page)[-1] == "附件：1.任务清单 2.名单"


def test_text_behind_a_page_that_closes_too_early_is_read():
    page = f"<html><body><a href=/>首页</a></body></html><div>{PARAGRAPHS}</div></body></html>"
    assert lines(page) == ARTICLE


def test_text_between_the_cells_of_a_table_is_not_lost():
    page = f"{PARAGRAPHS}<table>按：<tr><td>甲<td>乙</tr>又按<tr><td>丙<td>丁</tr></table>"
    assert lines(page)[len(ARTICLE) :] == ["按：", "又按", "甲\t乙", "丙\t丁"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta http-equiv=Content-Type content="text/html; charset=gb2312">', "gb18030"),
        ('<?xml version="1.0" encoding="GBK"?>', "gb18030"),
        ("", "gb18030"),
        ("", "utf-16"),
        ("<meta charset=x-user-defined>", "utf-8"),
        ("<meta charset=utf-8>", "gb18030"),
    ],
)
def test_the_encoding_is_the_declared_one_if_it_fits_else_the_one_that_does(declared, encoding):
    imported = html.read(f"{declared}<html><body>{PARAGRAPHS}</body></html>".encode(encoding))
    assert imported.text.splitlines() == ARTICLE
    assert imported.encoding == encoding


def test_a_damaged_character_in_a_declared_encoding_is_marked_and_told():
    page = f"<meta charset=gbk>{PARAGRAPHS * 9}".encode("gbk")
    imported = html.read(page.replace("食堂".encode("gbk"), b"\xff\xff", 1))
    assert "\ufffd" in imported.text
    assert any("damaged" in note for note in imported.notes)


def test_what_the_page_says_of_itself_is_handed_on():
    page = f"""<head><meta name="ArticleTitle" content="关于印发方案的 通知">
    <meta name="PubDate" content="2023-03-10 09:30"></head><body>{PARAGRAPHS}"""
    imported = html.read(page.encode())
    assert imported.title == "关于印发方案的通知"
    assert imported.published.isoformat() == "2023-03-10"


def test_control_characters_in_a_table_do_no_harm():
    page = f"{PARAGRAPHS}<table><tr><td>甲\x01<td>乙\x1f</tr><tr><td>丙\uffff<td>丁</tr></table>"
    assert lines(page)[len(ARTICLE) :] == ["甲\t乙", "丙\t丁"]


def test_invisible_characters_are_not_read():
    page = f"{PARAGRAPHS}<p>养&shy;老&#x200b;服&#x202e;务&#0;&#xd800;</p>"
    assert lines(page)[-1].rstrip("\ufffd") == "养老服务"


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (
            "<ul><li><a href=1>首页，要闻、快讯。</a></ul><p>版权所有，某市、某局。</p>",
            "no article",
        ),
        ("<html><frameset><frame src=a.html></frameset></html>", "no article"),
        ("<html><body><script>document.write('一、任务。')</script></body></html>", "no article"),
        ("<div>" * 5000 + PARAGRAPHS, "deeper"),
        ("一、总体要求。1 < 2", "no HTML"),
        ("From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n<html>", "MHTML"),
        ("Subject: a\n\tb\nMime-Version: 1.0\n\n<html>", "MHTML"),
        ("Server: nginx\r\n" * 40_000, "no HTML"),
        ("<html><p>" + "\0" * 100, "no article|binary"),
    ],
    ids=[
        "menus",
        "frames",
        "script",
        "nesting",
        "plain text",
        "web archive",
        "folded header",
        "header of a server",
        "NUL",
    ],
)
def test_pages_without_an_article_are_refused(write, page, problem):
    with pytest.raises(SourceError, match=problem):
        read_file(write("page.html", page))


def test_nothing_that_a_page_refers_to_is_fetched(write):
    asked = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        here = f"http://127.0.0.1:{server.server_port}"
        page = f"""<!DOCTYPE html SYSTEM "{here}/a.dtd" [<!ENTITY e SYSTEM "{here}/e">]>
        <html><head><base href="{here}/"><link rel=stylesheet href="{here}/s.css">
        <meta http-equiv=refresh content="0; url={here}/r"></head>
        <body><img src="{here}/i.png"><iframe src="{here}/f"></iframe>&e;{PARAGRAPHS}"""
        read_file(write("page.html", page))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert asked == []


_TAGS = st.sampled_from(
    ["div", "p", "span", "b", "td", "tr", "table", "ul", "ol", "li", "a", "form", "br", "h2", "pre"]
)
_MARKUP = st.lists(
    st.one_of(
        st.builds("<{}>".format, _TAGS),
        st.builds("</{}>".format, _TAGS),
        st.sampled_from(
            ["<td colspan=9 rowspan=0>", "<a href='javascript:x'>", "<!--", "-->", "&"]
        ),
        st.text("一、。，（）12\n\t ", max_size=12),
    ),
    max_size=40,
)


@given(_MARKUP)
def test_no_markup_breaks_the_reader(pieces):
    try:
        text = html.read(("<html>" + "".join(pieces)).encode()).text
    except SourceError:
        return
    assert text.strip()


_WRAPPERS = st.lists(
    st.sampled_from(["div", "section", "article", "center", "main", "font", "blockquote"]),
    max_size=6,
)


@given(_WRAPPERS, st.sampled_from(["p", "div", "li", "h3"]), st.booleans())
def test_an_article_is_read_whole_whatever_wraps_it(wrappers, tag, closed):
    inner = "".join(f"<{tag}>{line}" + (f"</{tag}>" if closed else "") for line in ARTICLE)
    opening = "".join(f"<{wrapper}>" for wrapper in wrappers)
    closing = "".join(f"</{wrapper}>" for wrapper in reversed(wrappers))
    page = f"<ul><li><a href=1>首页</a><li><a href=2>新闻</a></ul>{opening}{inner}{closing}"
    assert lines(page) == ARTICLE
