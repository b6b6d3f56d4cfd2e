"""What the gate did, for staff: how much was masked by which rule, what waits, what is due."""

from collections import Counter
from dataclasses import dataclass

from sampler.disclosure.export import Exported
from sampler.disclosure.freetext import Question


@dataclass(frozen=True, slots=True)
class GateReport:
    """The gate's own account of one export."""

    rules: tuple[tuple[str, str, int], ...]
    """Rule, type, number of masked places."""

    waiting: tuple[Question, ...]
    findings: tuple[str, ...]
    warnings: tuple[str, ...]
    masked_texts: int
    masked_objects: int

    def as_text(self) -> str:
        """Return the report in Chinese."""
        lines = [
            f"有 {self.masked_texts} 段文字、{self.masked_objects} 个对象的名称或代码有隐去。各规则隐去的处数："
        ]
        lines += [f"  {rule}（{kind}）：{count}" for rule, kind, count in self.rules]
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
    counts = Counter((span.rule, span.type) for span in spans)
    return GateReport(
        rules=tuple((rule, kind, count) for (rule, kind), count in sorted(counts.items())),
        waiting=tuple(question for question in result.questions if question.waits),
        findings=tuple(finding.as_text() for finding in result.findings if finding.level == "error"),
        warnings=result.warnings,
        masked_texts=sum(bool(question.masked.spans) for question in result.questions),
        masked_objects=sum(row.masked for row in result.record.objects),
    )
