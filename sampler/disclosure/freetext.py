"""Free text on its way out: masked, looked at by a person where the machine is in doubt, released only by two.

A review is bound to the text, its column, its object and to what the rules make of it: when any of them changes, the
question is open again.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sampler.disclosure.text import Entity, Masked, Person, TextGate
from sampler.failure import SamplerError
from sampler.office.expiry import is_natural_person
from sampler.registers import Field, Registers, Row, Table

CLEARED = "疑点已排除"
"""One person looked and found nothing private beyond what the machine masked."""
HIDE, RELEASE, DROP = "隐去", "可公开", "整行不公开"
HIDDEN, WITHHELD = "【隐去】", "【本段不公开】"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a text is about."""

    name: str = ""
    """Registered name of the object."""

    kind: str = ""
    """对象类型."""

    code: str = ""
    """Code of the object."""

    person: str = ""
    """Person in charge of the object."""

    @property
    def hidden(self) -> bool:
        """Say whether nothing is known."""
        return not self.name


@dataclass(frozen=True, slots=True)
class Question:
    """One text that a person has to look at before anything is published."""

    digest: str
    """Names the text, its column and the subject in reviews.csv."""

    table: str
    """English name of the table."""

    field: str
    """Chinese header of the column."""

    place: str
    """File and key, for staff."""

    original: str
    """As written."""

    masked: Masked
    """As the machine would publish it, with its reasons."""

    answer: str = ""
    """The stored answer; empty while it is open."""

    @property
    def waits(self) -> bool:
        """Say whether the machine asks for a person and none has answered."""
        return bool(self.masked.review) and not self.answer

    @property
    def rules(self) -> str:
        """What the answer is bound to: the outcome of the rules for this text."""
        return outcome_of(self.masked)

    @property
    def shown(self) -> str:
        """The text as it is published with the stored answer."""
        if self.answer == RELEASE:
            return self.original
        return hidden_doubts(self.masked) if self.answer == HIDE else self.masked.text


@dataclass(slots=True)
class FreeText:
    """Masks every text once, and remembers what was asked."""

    gate: TextGate
    answers: Mapping[tuple[str, str, str], Row]
    """(digest, table, column) → the stored review."""

    questions: dict[tuple[str, str, str], Question] = field(default_factory=dict)
    """Every text that was masked or doubted, by digest, table and column."""

    cache: dict[tuple[str, str, Subject], Masked] = field(default_factory=dict)
    """Masked texts; they depend on nothing but text, column and subject."""

    def published(self, table: Table, row: Row, column: Field, subject: Subject) -> str:
        """Return the public form of a text cell."""
        text = row.get(column.key, "")
        if not text.strip():
            return ""
        masked = self.masked(text, column.header, subject)
        return self._question(table, row, column, masked=masked, code=subject.code).shown

    def drops(self, table: Table, row: Row, column: Field, subject: Subject) -> bool:
        """Say whether a person decided that the whole row stays inside because of this text."""
        text = row.get(column.key, "")
        if not text.strip():
            return False
        place = (digest_of(text, subject.code), table.schema.name, column.header)
        return self._answer(place, self.masked(text, column.header, subject)) == DROP

    def verbatim(self, text: str, place: str, header: str) -> Question:
        """Return the question about a text that is published as it is or not at all, such as a line of a public log."""
        masked = self.masked(text, header, Subject())
        key = (digest_of(text, ""), "draws", header)
        question = Question(key[0], "draws", header, place, text, masked, self._answer(key, masked))
        if masked.review or masked.spans:
            self.questions.setdefault(key, question)
        return question

    def masked(self, text: str, header: str, subject: Subject) -> Masked:
        """Return what the machine makes of a text."""
        place = (text, header, subject)
        if place not in self.cache:
            entity = None if subject.hidden else Entity(subject.name, subject.kind, subject.code)
            known = [Person(subject.person, "负责人")] if subject.person else []
            self.cache[place] = self.gate.mask(text, field=header, entity=entity, known=known)
        return self.cache[place]

    def _question(self, table: Table, row: Row, column: Field, *, masked: Masked, code: str) -> Question:
        text = row[column.key]
        digest = digest_of(text, code)
        answer = self._answer((digest, table.schema.name, column.header), masked)
        place = f"{table.file} {' '.join(table.key_of(row))}"
        question = Question(digest, table.schema.name, column.header, place, text, masked, answer)
        if masked.review or masked.spans:
            self.questions.setdefault((digest, table.schema.name, column.header), question)
        return question

    def _answer(self, place: tuple[str, str, str], masked: Masked) -> str:
        review = self.answers.get(place)
        if review is None or review.get("rules") != outcome_of(masked):
            return ""
        if review["answer"] != RELEASE or four_eyes(review):
            return review["answer"]
        return CLEARED if review.get("reviewer") else ""


def four_eyes(review: Row) -> bool:
    """Say whether two different people stand behind a release."""
    first, second = review.get("reviewer", "").strip(), review.get("second", "").strip()
    return bool(first and second) and first != second


def digest_of(text: str, code: str) -> str:
    """Return the name of a text in reviews.csv. It holds the object, so an answer is never reused for another firm."""
    return hashlib.sha256(f"{code}\n{text}".encode()).hexdigest()[:32]


def outcome_of(masked: Masked) -> str:
    """Return the digest of what the rules made of a text; it changes when a rule changes the result, and only then."""
    parts = [masked.text, *masked.review, *(f"{span.start} {span.end} {span.rule}" for span in masked.spans)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def hidden_doubts(masked: Masked) -> str:
    """Return the masked text without the words that the machine doubted; all of it goes when one can't be found.

    >>> hidden_doubts(Masked("郝主任在场。", (), ("可能是姓名：郝主",)))
    '【隐去】任在场。'
    """
    text = masked.text
    for doubt in masked.review:
        word = doubt.partition("：")[2]
        if not word or word not in text:
            return WITHHELD
        text = text.replace(word, HIDDEN)
    return text


def free_text(registers: Registers, hidden: Iterable[str] = ()) -> FreeText:
    """Return the masking of one bureau: its people, its private numbers, its public names and places.

    ``hidden`` holds the codes of objects whose name may not be shown in any text.
    """
    objects = registers.table("objects").rows
    unnamed = {row["name"] for row in objects if row["code"] in set(hidden)}
    gate = TextGate(
        people=people_of(registers),
        private_numbers=numbers_of(registers),
        public_names=[
            row["name"] for row in objects if not is_natural_person(row) and row["name"] not in unnamed
        ],
        public_terms=_terms(registers),
        places=sorted({row.get("township", "") for row in objects} - {""}),
        trade_secrets=sorted(unnamed),
        style=registers.bureau.publication.mask_style or "strict",
        second_reader=_second_reader(registers),
    )
    answers = {(row["digest"], row["table"], row["field"]): row for row in registers.table("reviews").rows}
    return FreeText(gate, answers)


def _second_reader(registers: Registers) -> bool:
    """Say whether the bureau wants a word segmenter to raise further doubts (``[publication] flags = "jieba"``)."""
    wanted = registers.bureau.raw.get("publication", {}).get("flags", "")
    if wanted not in ("", "jieba"):
        raise SamplerError(
            f"bureau.toml 的 publication.flags 不认识“{wanted}”。可以写 jieba，或者删去这一行。"
        )
    return bool(wanted)


def people_of(registers: Registers) -> list[Person]:
    """Return every person that a private file names."""
    found = [Person(row["name"], "执法人员") for row in registers.table("inspectors").rows]
    found += [Person(row["name"], "专家") for row in registers.table("experts").rows]
    found += [Person(row["person"], "负责人") for row in registers.table("objects").rows if row.get("person")]
    return [person for person in found if person.name]


def numbers_of(registers: Registers) -> list[str]:
    """Return every private number: telephones, certificates, sole traders' codes."""
    rows = [
        *registers.table("objects").rows,
        *registers.table("inspectors").rows,
        *registers.table("experts").rows,
    ]
    found = {row.get("phone", "") for row in rows} | {row.get("certificate", "") for row in rows}
    found |= {row["code"] for row in registers.table("objects").rows if row["code"].startswith("92")}
    return sorted(found - {"", registers.bureau.contact.phone})


def _terms(registers: Registers) -> Iterable[str]:
    bureau = registers.bureau
    yield from (name for name in (bureau.name, bureau.short_name, *bureau.sections) if name)
    yield from (department.name for department in bureau.departments)
    yield from (row["name"] for row in registers.table("items").rows)
