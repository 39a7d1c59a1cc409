"""Adding documents: the row, the files, and that nothing is ever half done."""

from __future__ import annotations

import hashlib
import os
from datetime import date

import pytest

from policytasks.documents import load_registered
from policytasks.errors import PolicyTasksError, RegistryError, SourceError
from policytasks.importing import add_document
from policytasks.registry import REGISTRY_COLUMNS, RegistryEntry, read_registry

HEAD = ",".join(REGISTRY_COLUMNS) + "\n"
LAKE = (
    "lake-1,hudong,湖东市,Hudong,prefecture,湖东市人民政府关于养老服务的意见,,湖东市人民政府,"
    "2020-01-02,,lake-1.txt,{sha256}\n"
)
HTML_PLAN = "<html><head><meta charset=utf-8></head><body>{}</body></html>"


@pytest.fixture
def registry(tmp_path):
    """A registry without documents."""
    path = tmp_path / "project" / "data" / "documents.csv"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD, encoding="utf-8")
    return path


def entries(registry) -> list[RegistryEntry]:
    found = list(read_registry(registry))
    assert all(isinstance(entry, RegistryEntry) for entry in found)
    return found


def state(registry) -> dict[str, bytes]:
    folder = registry.parent
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def as_html(plan: str) -> str:
    return HTML_PLAN.format("".join(f"<p>{line}</p>" for line in plan.splitlines()))


def test_the_row_is_found_in_the_text_and_the_source_is_there(registry, write, plan):
    added = add_document(write("hudong-2023.txt", plan), registry=registry)
    assert added.status == "added"
    assert added.missing == ("published", "place_en")
    [entry] = entries(registry)
    text, document = load_registered(entry)
    assert text == plan
    assert document == added.document
    assert document.document_id == "hudong-2023"
    assert document.title == "湖东市人民政府办公室关于印发湖东市养老服务提升方案的通知"
    assert document.number == "湖东政办发〔2023〕12号"
    assert document.issuer == "湖东市人民政府办公室"
    assert (document.place_zh, document.level) == ("湖东市", "prefecture")
    assert document.issued == date(2023, 3, 9)
    # The text itself is the file that was added.
    assert added.original is None
    assert sorted(state(registry)) == ["documents.csv", "sources/hudong-2023.txt"]


def test_the_original_is_kept_beside_the_text_that_was_taken_from_it(registry, write, plan):
    page = write("页面 (1).HTML", as_html(plan))
    added = add_document(page, registry=registry)
    assert added.document.document_id == "页面-1"
    assert added.original.name == "页面-1.original.html"
    assert added.original.read_bytes() == page.read_bytes()
    text, _ = load_registered(entries(registry)[0])
    assert text == plan


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_text_in_another_encoding_is_stored_in_utf_8(registry, write, plan, encoding):
    added = add_document(write("a.txt", plan.encode(encoding)), registry=registry)
    assert added.source.read_bytes() == plan.encode()
    assert added.original.read_bytes() == plan.encode(encoding)


def test_adding_the_same_again_changes_nothing_and_says_so(registry, write, plan):
    first = add_document(write("a.txt", plan), registry=registry)
    before = state(registry)
    for again in (write("a.txt", plan), write("b.txt", plan.encode("gbk"))):
        second = add_document(again, registry=registry)
        assert (second.status, second.document) == ("unchanged", first.document)
    assert state(registry) == before


def test_an_original_that_reads_differently_now_is_known_all_the_same(registry, write, plan):
    page = write("a.html", as_html(plan))
    added = add_document(page, registry=registry)
    # As if another version of the library had read it.
    other = added.source.read_bytes() + b"\n"
    added.source.write_bytes(other)
    row = registry.read_text(encoding="utf-8")
    new_hash = hashlib.sha256(other).hexdigest()
    registry.write_text(row.replace(added.document.sha256, new_hash), encoding="utf-8")
    assert add_document(page, registry=registry).status == "unchanged"


def test_values_given_go_before_the_text_and_fill_what_it_lacks(registry, write, plan):
    added = add_document(
        write("a.txt", plan),
        registry=registry,
        document_id="lake",
        place_id="hudong",
        place_en="Hudong",
        title="湖东市养老服务提升方案",
        issued=date(2023, 3, 8),
        published=date(2023, 3, 10),
    )
    assert added.missing == ()
    document = load_registered(entries(registry)[0])[1]
    assert document.document_id == "lake"
    assert (document.place_id, document.place_en) == ("hudong", "Hudong")
    assert document.title == "湖东市养老服务提升方案"
    assert (document.issued, document.published) == (date(2023, 3, 8), date(2023, 3, 10))


def test_what_is_required_and_not_found_is_named_with_its_flags_and_nothing_is_written(
    registry, write
):
    bare = write("a.txt", "一、重点任务\n（一）发展助餐服务。建成老年食堂20个。\n")
    before = state(registry)
    with pytest.raises(RegistryError, match="title, place_zh, level") as refused:
        add_document(bare, registry=registry)
    assert refused.value.remedy == "add it with --title, --place-zh, --level"
    assert state(registry) == before
    added = add_document(bare, registry=registry, title="助餐方案", place_zh="湖东市")
    assert (added.document.place_id, added.document.level) == ("湖东市", "prefecture")


def test_values_given_later_fill_the_row_but_do_not_overturn_it(registry, write, plan):
    path = write("a.txt", plan)
    add_document(path, registry=registry)
    other = add_document(write("b.txt", plan + "（二）培训。每年500名。\n"), registry=registry)
    completed = add_document(
        path, registry=registry, published=date(2023, 3, 12), place_en="Hudong"
    )
    assert (completed.status, completed.completed) == ("completed", ("place_en", "published"))
    first, second = entries(registry)
    assert first.published == date(2023, 3, 12)
    # A place has one name throughout.
    assert second.place_en == "Hudong" and second.document_id == other.document.document_id
    before = state(registry)
    with pytest.raises(RegistryError, match="湖东市人民政府办公室"):
        add_document(path, registry=registry, issuer="湖西市人民政府")
    with pytest.raises(RegistryError, match="before issued"):
        add_document(
            write("b.txt", plan + "（二）培训。每年500名。\n"),
            registry=registry,
            published=date(2020, 1, 1),
        )
    assert state(registry) == before


def test_a_place_that_the_registry_knows_keeps_its_id_and_names(registry, write, plan):
    add_document(write("a.txt", plan), registry=registry, place_id="hudong", place_en="Hudong")
    for number, given in enumerate([{}, {"place_id": "hudong"}, {"place_id": "湖东市"}]):
        text = plan + f"（{number}）培训。每年500名。\n"
        added = add_document(write(f"b{number}.txt", text), registry=registry, **given)
        document = added.document
        assert (document.place_id, document.place_en) == ("hudong", "Hudong")
        again = add_document(write(f"b{number}.txt", text), registry=registry, **given)
        assert again.status == "unchanged"
    with pytest.raises(RegistryError, match="place_zh of 'hudong'"):
        add_document(
            write("c.txt", plan + "完\n"), registry=registry, place_id="hudong", place_zh="湖西市"
        )


def test_two_places_of_one_name_are_asked_about(registry, write, plan):
    for place_id in ("hudong-a", "hudong-b"):
        path = write(f"{place_id}.txt", plan + place_id)
        add_document(path, registry=registry, place_id=place_id)
    with pytest.raises(RegistryError, match="hudong-a or hudong-b") as refused:
        add_document(write("c.txt", plan), registry=registry)
    assert "--place" in refused.value.remedy


def test_an_id_never_goes_to_a_second_document(registry, write, plan):
    add_document(write("a.txt", plan), registry=registry)
    before = state(registry)
    for name in ("a.txt", "A.txt"):
        with pytest.raises(RegistryError, match="another document") as refused:
            add_document(write(name, plan + "（二）培训。\n"), registry=registry)
        assert "--id" in refused.value.remedy
    assert state(registry) == before


def test_an_unregistered_file_is_not_overwritten(registry, write, plan):
    own = registry.parent / "sources" / "a.txt"
    own.parent.mkdir()
    own.write_text("mine", encoding="utf-8")
    with pytest.raises(SourceError, match="not registered"):
        add_document(write("a.txt", plan), registry=registry)
    assert own.read_text(encoding="utf-8") == "mine"
    assert registry.read_text(encoding="utf-8") == HEAD


@pytest.mark.parametrize(
    ("stem", "document_id"),
    [
        ("..a", "a"),
        ("a;rm -rf $HOME", "a-rm-rf-HOME"),
        ("方案\u202egpj.exe", "方案-gpj.exe"),
        ("CON", "document-CON"),
        ("x" * 120, "x" * 80),
        ("a:b", "a-b"),
        ('"=1+1"', "1-1"),
    ],
)
def test_a_file_s_name_makes_an_id_that_leads_nowhere_else(
    registry, write, plan, stem, document_id
):
    added = add_document(write(f"{stem}.txt", plan), registry=registry)
    assert added.document.document_id == document_id
    assert added.source == registry.parent / "sources" / f"{document_id}.txt"


@pytest.mark.parametrize("document_id", ["../a", "a/b", "a:b", "", " a", "nul", "a\u202eb", "."])
def test_an_id_that_is_no_file_s_name_is_refused(registry, write, plan, document_id):
    with pytest.raises(SourceError):
        add_document(write("a.txt", plan), registry=registry, document_id=document_id)
    assert registry.read_text(encoding="utf-8") == HEAD


def test_nothing_in_the_text_becomes_a_formula_or_a_file_name(registry, write):
    hostile = (
        "标题:\t=HYPERLINK(1)\n发文机关:\t@SUM(A1)\n湖东市人民政府办公室\n2023年3月9日\n"
        "一、任务\n发展助餐服务。\n"
    )
    path = write("a.txt", hostile)
    with pytest.raises(RegistryError, match="title"):
        add_document(path, registry=registry)
    added = add_document(path, registry=registry, title="方案", place_zh="湖东市")
    cells = registry.read_text(encoding="utf-8").splitlines()[1].split(",")
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert added.source.name == "a.txt"
    with pytest.raises(SourceError, match="formula"):
        add_document(path, registry=registry, title="=1+1")


def test_a_published_date_before_the_document_s_own_is_not_taken(registry, write, plan):
    added = add_document(write("a.txt", "发布日期: 2022-01-01\n" + plan), registry=registry)
    assert added.document.published is None
    assert "published" in added.missing


@pytest.mark.parametrize(
    ("mark", "end", "last"),
    [(b"", b"\n", b""), (b"\xef\xbb\xbf", b"\r\n", b""), (b"", b"\n", b"no line end")],
)
def test_the_registry_stays_as_it_was_save_for_the_new_line(registry, write, plan, mark, end, last):
    columns = [*REGISTRY_COLUMNS, "remark"]
    add_document(write("a.txt", plan), registry=registry)
    rows = registry.read_text(encoding="utf-8").splitlines()
    own = [",".join(columns), rows[1] + ',"my ""own"", remark"']
    content = mark + end.join(line.encode() for line in own) + (b"" if last else end)
    registry.write_bytes(content)
    add_document(write("b.txt", plan + "（二）培训。\n"), registry=registry)
    after = registry.read_bytes()
    assert after.startswith(content)
    assert len(entries(registry)) == 2
    assert after.count(b"\r\n") == (3 if end == b"\r\n" else 0)


def test_a_registry_is_made_where_there_is_none(tmp_path, write, plan):
    registry = tmp_path / "new" / "documents.csv"
    add_document(write("a.txt", plan), registry=registry)
    assert load_registered(entries(registry)[0])[0] == plan


def test_a_broken_registry_is_reported_and_left_alone(registry, write, plan):
    registry.write_text(HEAD + "a,b\n", encoding="utf-8")
    before = state(registry)
    with pytest.raises(RegistryError):
        add_document(write("a.txt", plan), registry=registry)
    assert state(registry) == before


@pytest.mark.parametrize("files_done", [0, 1, 2])
def test_stopped_at_any_file_the_registry_names_only_whole_texts(
    registry, write, plan, monkeypatch, files_done
):
    add_document(write("first.txt", plan), registry=registry)
    before = registry.read_bytes()
    page = write("second.html", as_html(plan + "（二）培训。每年500名。\n"))
    really_replace = os.replace
    done = []

    def replace_then_stop(source, target):
        if len(done) == files_done:
            raise KeyboardInterrupt
        done.append(target)
        really_replace(source, target)

    monkeypatch.setattr(os, "replace", replace_then_stop)
    with pytest.raises(KeyboardInterrupt):
        add_document(page, registry=registry)
    monkeypatch.undo()
    assert registry.read_bytes() == before
    assert not [name for name in state(registry) if name.endswith(".part")]
    assert add_document(page, registry=registry).status == "added"
    for entry in entries(registry):
        load_registered(entry)


def test_a_registry_that_changes_meanwhile_is_not_overwritten(registry, write, plan, monkeypatch):
    other = HEAD + LAKE.format(sha256=64 * "0")
    monkeypatch.setattr(
        "policytasks.importing.add.check_free",
        lambda _: registry.write_text(other, encoding="utf-8"),
    )
    with pytest.raises(RegistryError, match="meanwhile"):
        add_document(write("a.txt", plan), registry=registry)
    assert registry.read_text(encoding="utf-8") == other
    assert not list((registry.parent / "sources").glob("a.*"))


def test_a_file_that_cannot_be_read_leaves_the_project_alone(registry, write):
    before = state(registry)
    for name, content in [("a.pdf", b"no"), ("a.html", b"<p>no</p>"), ("a.txt", b"\0")]:
        with pytest.raises(PolicyTasksError):
            add_document(write(name, content), registry=registry)
    assert state(registry) == before


@pytest.mark.parametrize(
    "number",
    [
        "湖东政办发〔2023〕12号",
        "湖东政办发[2023]12号",
        "湖东政办发［2023］12号",
        "湖东政办发（2023）12号",
        "湖东政办发(2023) 12号",
        "湖东政办发【2023】12号",
    ],
)
def test_a_number_that_is_there_already_is_told_with_both_names(registry, write, plan, number):
    add_document(write("as-text.txt", plan), registry=registry)
    other = plan.replace("湖东政办发〔2023〕12号", number).replace("20个", "20家")
    added = add_document(write("as-page.html", as_html(other)), registry=registry)
    [note] = [note for note in added.notes if "number" in note]
    assert "as-text" in note and added.document.title in note
    assert len(entries(registry)) == 2


@pytest.mark.parametrize(
    "number",
    [
        "湖东政办发〔2023〕13号",
        "湖东政办发〔2022〕12号",
        "湖东政发〔2023〕12号",
        "湖东政办发〔2023〕112号",
        "",
    ],
)
def test_another_number_or_none_is_no_doubt(registry, write, plan, number):
    add_document(write("a.txt", plan), registry=registry)
    other = plan.replace("湖东政办发〔2023〕12号", number)
    added = add_document(write("b.txt", other), registry=registry)
    assert not [note for note in added.notes if "number" in note and "also" in note]


@pytest.mark.parametrize(
    "body",
    [
        "本市养老服务设施名单见附表。",
        "现将《方案》印发给你们，请认真执行。",
        "各区县要加强领导，落实责任，建成老年食堂20个。",
        "目 录",
        "附件：湖东市养老服务提升方案.pdf",
    ],
)
def test_a_plan_in_which_nothing_can_be_read_is_told_and_kept(registry, write, body):
    text = f"湖东市人民政府办公室关于养老服务的公告\n2023年3月9日\n{body}\n"
    added = add_document(write("a.txt", text), registry=registry)
    assert any("nothing in it could be read" in note for note in added.notes)
    assert len(entries(registry)) == 1


def test_a_plan_that_can_be_read_raises_no_doubt(registry, write, plan):
    added = add_document(write("a.txt", plan), registry=registry)
    assert not [note for note in added.notes if "read" in note]
