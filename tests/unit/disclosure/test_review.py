"""A person answers once; the answer holds until text or rule changes; releasing needs two."""

import dataclasses
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest

from sampler.disclosure.freetext import outcome_of
from sampler.disclosure.review import Answer
from sampler.disclosure.signatures import read_signatures
from sampler.failure import SamplerError
from sampler.office import journal
from sampler.registers import read_registers, write_table
from sampler.workflow import publish
from tests.unit.disclosure import bureau

TEXT = "现场见尾号5678的手机，负责人尉迟晓峰签字。"


@pytest.fixture
def data(tmp_path):
    folder = bureau.make(tmp_path / "data")
    bureau.change(folder, "results", "visit_id", "2025Q3-T02", "2025Q3", note=TEXT)
    return folder


def shown(data):
    return {row.visit_id: row.note for row in bureau.exported(data).record.results}["2025Q3-T02"]


def answer(data, word, person):
    question = next(q for q in bureau.exported(data).questions if q.original == TEXT)
    publish.answer(data, question, Answer(question.digest, word, person, bureau.DAY))


def test_what_waits_is_listed_and_an_answer_closes_it(data):
    assert [q.original for q in publish.waiting(data, as_of=bureau.DAY)] == [TEXT]
    answer(data, "隐去", "甲")
    assert publish.waiting(data, as_of=bureau.DAY) == ()
    bureau.exported(data).checked()


def test_hiding_hides_the_doubt_as_well(data):
    answer(data, "隐去", "甲")
    assert "5678" not in shown(data)
    assert "尉迟晓峰" not in shown(data)


def test_releasing_what_the_machine_masked_needs_two_people(data):
    answer(data, "可公开", "甲")
    assert "尉迟晓峰" not in shown(data)
    with pytest.raises(SamplerError, match="换一个人"):
        answer(data, "可公开", "甲")
    answer(data, "可公开", "乙")
    assert shown(data) == TEXT


def test_one_person_may_clear_a_doubt_without_releasing_a_mask(data):
    answer(data, "可公开", "甲")
    assert "5678" in shown(data)
    assert bureau.exported(data).checked()


def test_a_changed_text_is_asked_again(data):
    answer(data, "隐去", "甲")
    bureau.change(data, "results", "visit_id", "2025Q3-T02", "2025Q3", note=TEXT + "又见尾号1234。")
    assert len(publish.waiting(data, as_of=bureau.DAY)) == 1


def test_a_changed_rule_is_asked_again(data):
    answer(data, "隐去", "甲")
    row = dict(read_registers(data).table("reviews").rows[0])
    bureau.put(data, "reviews", [{**row, "rules": "000000000000"}])
    assert len(publish.waiting(data, as_of=bureau.DAY)) == 1
    question = bureau.exported(data).questions[0]
    assert len(outcome_of(question.masked)) == 12


def test_an_answer_for_one_firm_is_not_used_for_another(data):
    answer(data, "可公开", "甲")
    answer(data, "可公开", "乙")
    bureau.change(data, "results", "visit_id", "2025Q3-T01", "2025Q3", note=TEXT)
    notes = {row.visit_id: row.note for row in bureau.exported(data).record.results}
    assert "尉迟晓峰" not in notes["2025Q3-T01"]


def test_an_answer_without_a_name_or_of_another_word_is_refused(data):
    with pytest.raises(SamplerError, match="审核人"):
        answer(data, "隐去", " ")
    with pytest.raises(SamplerError, match="没有“随便”"):
        answer(data, "随便", "甲")


@pytest.fixture
def page(data):
    server = publish.review_page(data, as_of=bureau.DAY, token="tok3n")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def fetch(address, body=None, host=None):
    request = urllib.request.Request(address, data=body, headers={"Host": host} if host else {})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode()


def test_the_page_shows_both_texts_and_takes_an_answer(data, page):
    shown_page = fetch(f"{page}/tok3n/")
    assert "<mark" in shown_page
    assert "尉迟某" in shown_page
    question = publish.waiting(data, as_of=bureau.DAY)[0]
    form = {"key": f"{question.digest} {question.table} {question.field}", "answer": "隐去", "person": "甲"}
    said = fetch(f"{page}/tok3n/answer", urllib.parse.urlencode(form).encode())
    assert "已记下：隐去" in said
    assert publish.waiting(data, as_of=bureau.DAY) == ()
    assert "没有需要审核的文字" in fetch(f"{page}/tok3n/")


@pytest.mark.parametrize(("path", "host"), [("/", None), ("/wrong/", None), ("/tok3n/", "evil.example:80")])
def test_the_page_answers_only_its_own_address(page, path, host):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(page + path, host=host)


def test_the_page_shows_hostile_text_harmlessly(data):
    from sampler.disclosure import review

    bureau.change(
        data, "results", "visit_id", "2025Q3-T02", "2025Q3", note="<script>alert(1)</script>尾号5678的手机"
    )
    questions = publish.waiting(data, as_of=bureau.DAY)
    assert "<script>" not in review.page(questions, questions, token="t")


def test_a_picture_is_signed_for_by_digest_with_name_and_reason(data, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 30)
    with pytest.raises(SamplerError, match="不能公开"):
        publish.stop_on_leak(data, site, as_of=bureau.DAY)
    site.with_name("site-不能公开").rename(site)
    digest = publish.scan_target(data, site, as_of=bureau.DAY).unsigned[0][2]
    with pytest.raises(SamplerError, match="理由和签字人"):
        publish.sign(data, site, digest=digest, note="", by="甲", as_of=bureau.DAY)
    publish.sign(data, site, digest=digest[:12], note="只有地图，没有人", by="甲", as_of=bureau.DAY)
    assert read_signatures(data).signed[digest] == "只有地图，没有人"
    assert "没有发现泄漏" in publish.stop_on_leak(data, site, as_of=bureau.DAY).text


def test_a_leak_puts_the_site_aside(data, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("负责人 尉迟 晓峰")
    with pytest.raises(SamplerError, match=r"index\.html"):
        publish.stop_on_leak(data, site, as_of=bureau.DAY)
    assert not site.exists()


def test_report_says_what_was_masked_and_what_waits(data):
    text = publish.report(data, as_of=bureau.DAY).as_text()
    assert "等待人工审核：1 段" in text
    assert "  姓名 " in text
    assert "（规则 known.person）" in text
    assert "尉迟晓峰" not in text


def test_hide_all_answers_everything(data):
    assert "1 段" in publish.hide_all(data, person="甲", as_of=bureau.DAY).text
    assert publish.waiting(data, as_of=bureau.DAY) == ()
    assert "没有等待审核" in publish.hide_all(data, person="甲", as_of=bureau.DAY).text


def test_hide_all_is_one_step_that_writes_the_answers_once(data, monkeypatch):
    questions = publish.waiting(data, as_of=bureau.DAY)
    several = [dataclasses.replace(questions[0], digest=f"{n:064x}") for n in range(5)]
    monkeypatch.setattr(publish, "waiting", lambda *_, **__: tuple(several))
    written = []
    monkeypatch.setattr(publish, "write_table", lambda *given: written.append(given) or write_table(*given))
    before = len(journal.entries(data))
    assert "5 段" in publish.hide_all(data, person="甲", as_of=bureau.DAY).text
    assert len(written) == 1
    steps = journal.entries(data)[before:]
    assert [step["task"] for step in steps if step["task"] == "gate.review"] == ["gate.review"]
    answered = {row["digest"] for row in read_registers(data).table("reviews").rows}
    assert {question.digest for question in several} <= answered


def test_a_reason_in_a_public_log_that_names_somebody_stops_the_export_until_two_release_it(data):
    from sampler.disclosure.publiclog import public_log_faults
    from sampler.draw import events

    log = events.append(
        b"", date="2025-06-20", event="aborted", text="中止。", reason="尉迟晓峰请假，电话13912345678"
    )
    desk = bureau.exported(data).desk
    told = dataclasses.replace(desk.source, draws={"draws/2025Q3/events.jsonl": log})
    desk.source = told
    assert [finding.code for finding in public_log_faults(desk)] == ["gate.public-log"]


def test_a_segmenter_raises_flags_only_where_it_is_switched_on(data):
    before = len(publish.waiting(data, as_of=bureau.DAY))
    bureau.change(data, "results", "visit_id", "2025Q3-T02", "2025Q3", note="检查时由李建国带路。")
    toml = (data / "bureau.toml").read_text(encoding="utf-8")
    (data / "bureau.toml").write_text(
        toml.replace("[contact]", '[publication]\nflags = "jieba"\n[contact]'), encoding="utf-8"
    )
    assert bureau.exported(data).desk.gate.texts.gate.second_reader
    (data / "bureau.toml").write_text(
        toml.replace("[contact]", '[publication]\nflags = "other"\n[contact]'), encoding="utf-8"
    )
    with pytest.raises(SamplerError, match="不认识"):
        bureau.exported(data)
    assert before == 1


def test_late_and_short_answers_of_third_parties_are_told(data):
    bureau.put(data, "calendar", [{"date": "2025-05-01", "kind": "休"}], "2025")
    bureau.put(data, "consents", [
        {"consent_id": "ZQ-1", "code": bureau.PLAIN, "asked": "2025-04-21", "due": "2025-05-09"},
    ])  # fmt: skip
    told = " ".join(bureau.exported(data).warnings)
    assert "没有登记答复" in told
    assert "15 个工作日" in told
