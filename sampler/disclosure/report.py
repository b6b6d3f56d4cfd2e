"""What the gate did, for staff: how much was masked by which rule, what waits, what is due."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sampler.disclosure.export import Exported
from sampler.disclosure.freetext import Question
from sampler.disclosure.text.masks import kind_word
from sampler.disclosure.text.spans import Span


@dataclass(frozen=True, slots=True)
class MaskedBy:
    """How much one rule masked."""

    kind: str
    """What was masked, in Chinese, such as 姓名."""

    rule: str
    """Name of the rule, as in the trace of each place."""

    why: str
    """Its reason; the one it gave most often, where it gave several."""

    places: int

    def as_text(self) -> str:
        """Return one line in Chinese.

        >>> MaskedBy("手机号", "number.mobile", "手机号", 12).as_text()
        '手机号 12 处：手机号（规则 number.mobile）'
        """
        return f"{self.kind} {self.places} 处：{self.why}（规则 {self.rule}）"


@dataclass(frozen=True, slots=True)
class GateReport:
    """The gate's own account of one export."""

    rules: tuple[MaskedBy, ...]
    """What masked how much, by kind of matter, the most frequent rule first."""

    waiting: tuple[Question, ...]
    findings: tuple[str, ...]
    warnings: tuple[str, ...]
    masked_texts: int
    masked_objects: int

    def as_text(self) -> str:
        """Return the report in Chinese."""
        lines = [f"有 {self.masked_texts} 段文字、{self.masked_objects} 个对象的名称或代码有隐去。隐去了："]
        lines += [f"  {one.as_text()}" for one in self.rules]
        lines.append(
            f"等待人工审核：{len(self.waiting)} 段。" + ("办理：./inv gate.review" if self.waiting else "")
        )
        lines += [
            f"  {question.place}「{question.field}」：{'；'.join(question.masked.review)}"
            for question in self.waiting
        ]
        if self.findings:
            lines += ["必须改正，否则不能公开：", *(f"  {text}" for text in self.findings)]
        lines += [f"注意：{text}" for text in self.warnings]
        return "\n".join(lines)


def gate_report(result: Exported) -> GateReport:
    """Return the account of an export."""
    spans = [span for question in result.questions for span in question.masked.spans]
    return GateReport(
        rules=tuple(_masked_by(spans)),
        waiting=tuple(question for question in result.questions if question.waits),
        findings=tuple(finding.as_text() for finding in result.findings if finding.level == "error"),
        warnings=result.warnings,
        masked_texts=sum(bool(question.masked.spans) for question in result.questions),
        masked_objects=sum(row.masked for row in result.record.objects),
    )


def _masked_by(spans: Sequence[Span]) -> Iterator[MaskedBy]:
    reasons: dict[tuple[str, str], Counter[str]] = {}
    for span in spans:
        reasons.setdefault((span.type, span.rule), Counter())[span.why] += 1
    for (kind, rule), whys in sorted(
        reasons.items(), key=lambda one: (one[0][0], -one[1].total(), one[0][1])
    ):
        most = ("多是" if len(whys) > 1 else "") + whys.most_common(1)[0][0]
        yield MaskedBy(kind_word(kind), rule, most, whys.total())
