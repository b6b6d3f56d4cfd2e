"""The review of doubtful texts: what waits, how an answer is stored, and the page on which a person gives it.

Hiding never needs a second person; releasing what the machine masked does, and it can't be the same one.
"""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sampler.disclosure.freetext import DROP, HIDE, RELEASE, Question, four_eyes
from sampler.failure import SamplerError
from sampler.registers import Row

ANSWERS = (HIDE, RELEASE, DROP)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person decided about one text."""

    digest: str
    answer: str
    person: str
    day: date


def answered(rows: Iterable[Row], question: Question, given: Answer) -> list[Row]:
    """Return reviews.csv with the answer: a new row, or the second name on a release that waits for one."""
    person = given.person.strip()
    if given.answer not in ANSWERS:
        raise SamplerError(f"没有“{given.answer}”这个答复。可以答复：{'、'.join(ANSWERS)}。")
    if not person:
        raise SamplerError("请填写审核人姓名。")
    kept = [dict(row) for row in rows if not _is_about(row, question)]
    before = next((row for row in rows if _is_about(row, question)), None)
    fresh = {
        "digest": question.digest,
        "table": question.table,
        "field": question.field,
        "answer": given.answer,
        "reviewer": person,
        "second": "",
        "date": given.day.isoformat(),
        "rules": question.rules,
    }
    if (
        given.answer == RELEASE
        and before
        and before["answer"] == RELEASE
        and before.get("rules") == question.rules
    ):
        if before["reviewer"] == person:
            raise SamplerError(f"公开机器隐去的内容要两个人同意。{person} 已经审核过，请换一个人复核。")
        fresh |= {"reviewer": before["reviewer"], "second": person}
    return [*kept, fresh]


def _is_about(row: Row, question: Question) -> bool:
    return (row["digest"], row["table"], row["field"]) == (question.digest, question.table, question.field)


def to_look_at(questions: Iterable[Question], rows: Iterable[Row]) -> tuple[Question, ...]:
    """Return what a person should see: open questions first, then releases that wait for a second person."""
    half = {
        (row["digest"], row["table"], row["field"], row.get("rules", ""))
        for row in rows
        if row["answer"] == RELEASE and not four_eyes(row)
    }
    listed = list(questions)
    open_ones = [question for question in listed if question.waits]
    second = [
        question
        for question in listed
        if question.masked.spans and (question.digest, question.table, question.field, question.rules) in half
    ]
    return tuple(dict.fromkeys([*open_ones, *second]))


def page(questions: Sequence[Question], masked: Sequence[Question], *, token: str, said: str = "") -> str:
    """Return the review page: original and masked text side by side, three answers each."""
    head = f"<p class=said>{html.escape(said)}</p>" if said else ""
    body = "".join(_form(question, token) for question in questions) or "<p>没有需要审核的文字。</p>"
    rest = "".join(_form(question, token) for question in masked[:200])
    more = (
        f"<details><summary>机器已隐去、可以要求公开的 {len(masked)} 段</summary>{rest}</details>"
        if rest
        else ""
    )
    title = f"公开前审核（还有 {len(questions)} 段）"
    return (
        f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{title}</title><style>{STYLE}</style>"
        f"<h1>{title}</h1><p>隐去：机器隐去的和有疑问的都不公开。可公开：没有机器隐去的内容时一人即可；"
        f"有的，要第二个人复核。整行不公开：这一行结果都不公开。</p>{head}{body}{more}</html>"
    )


STYLE = (
    "body{font:16px/1.7 system-ui,sans-serif;max-width:1100px;margin:1rem auto;padding:0 1rem}"
    "form{border:1px solid #999;border-radius:6px;padding:1rem;margin:1rem 0}"
    ".two{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.two p{white-space:pre-wrap;margin:.3rem 0}"
    "mark{background:#ffe08a}button{font-size:1rem;padding:.4rem 1rem;margin-right:.6rem}"
    ".said{background:#e8f4e8;padding:.5rem 1rem}small{color:#555}"
)


def _form(question: Question, token: str) -> str:
    reasons = "；".join([*question.masked.review, *(span.why for span in question.masked.spans)])
    buttons = "".join(f'<button name=answer value="{word}">{word}</button>' for word in ANSWERS)
    key = html.escape(f"{question.digest} {question.table} {question.field}")
    return (
        f'<form method=post action="/{token}/answer"><input type=hidden name=key value="{key}">'
        f"<small>{html.escape(question.place)}「{html.escape(question.field)}」</small>"
        f"<div class=two><div><b>原文</b><p>{marked(question)}</p></div>"
        f"<div><b>公开的样子</b><p>{html.escape(question.masked.text)}</p></div></div>"
        f"<p><small>理由：{html.escape(reasons)}</small></p>"
        f"<label>审核人 <input name=person required></label> {buttons}</form>"
    )


def marked(question: Question) -> str:
    """Return the original as HTML with the masked places marked."""
    parts, done = [], 0
    for span in question.masked.spans:
        parts.append(html.escape(question.original[done : span.start]))
        why = html.escape(span.why, quote=True)
        parts.append(f'<mark title="{why}">{html.escape(question.original[span.start : span.end])}</mark>')
        done = span.end
    return "".join([*parts, html.escape(question.original[done:])])
