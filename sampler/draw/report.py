"""What a verification says: each check by name, its verdict, and why a failure would matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OK, FAIL, UNABLE = "ok", "fail", "unable"
MARKS = {OK: "✓ 相符", FAIL: "✗ 不符", UNABLE: "— 不能核验"}
CHECKS = {
    "form": ("文件写法", "文件被改动过，或不是按规程产生的"),
    "frame": ("抽样框", "承诺以后换了名单"),
    "policy": ("规则文件", "公布的抽查规则不是抽取时用的那一份"),
    "events": ("事件记录", "记录被删改，或抽取公告被换过"),
    "chain": ("公告链", "有一次抽取被藏起来，或同一编号有两份公告"),
    "witness": ("见证", "公告不是见证人登记的那一份"),
    "beacons": ("公开随机源", "有人挑选了随机数"),
    "drand": ("drand 签名", "这一轮的数是编造的，不是 drand 公布的"),
    "seed": ("种子", "种子不是由承诺和公开随机源合成的"),
    "drawn": ("抽中名单", "抽中名单被改过，有人被换掉或漏掉"),
    "states": ("替换与状态", "有人被悄悄放过，或没有按次序替换"),
    "openings": ("揭示", "公布的名称与当初锁定的不是同一户，或有人被藏起来"),
    "burdens": ("抽中次数", "有人的抽中次数被改写，好让他多被抽或少被抽"),
    "assignment": ("分派", "检查人员的分派结果事后被改过"),
    "sealed": ("内部文件", "内部名单与公开的叶对不上，或冻结以后换过内部文件"),
    "eligible": ("入框资格", "有人被不合规地放进或排除出抽样框"),
    "roster": ("人员分派", "检查组不是抽签的结果，或不合资格、回避规定"),
    "pool": ("单独抽取", "第十四条对象的抽取不是按规程产生的"),
    "journal": ("办理日志", "办理日志被删改过"),
}
OUTSIDE = (
    "公开文件本身不能回答：名录库漏了谁（漏掉的永远抽不到，请查名录）；开奖号码有没有抄错（抄错就是换了种子，请对照官方公告）；"
    "检查人员是怎样分派的、第十四条对象怎样抽取（由审计人员核验）；见证人与公布单位有没有串通。"
)


@dataclass(frozen=True)
class Check:
    """One question and its answer."""

    code: str
    """A key of ``CHECKS``."""

    draw: str
    """Draw number; empty for what concerns all draws."""

    verdict: str
    """``ok``, ``fail`` or ``unable``."""

    detail: str = ""
    """In Chinese: what was compared, or what is wrong, or why it could not be checked."""

    def as_text(self) -> str:
        """Return one or two Chinese lines."""
        title, why = CHECKS[self.code]
        text = f"  {MARKS[self.verdict]}  {title}：{self.detail}"
        return text + (f"\n      这意味着：{why}。" if self.verdict == FAIL else "")


@dataclass(frozen=True)
class Report:
    """Everything one verification found."""

    checks: tuple[Check, ...]
    """In the order of the protocol page, draw by draw."""

    scope: str = "public"
    """``public`` or ``private``."""

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that do not hold."""
        return tuple(check for check in self.checks if check.verdict == FAIL)

    @property
    def exit_code(self) -> int:
        """0 nothing wrong, 1 something is wrong, 2 there was nothing to check."""
        if self.failed:
            return 1
        return 0 if any(check.verdict == OK for check in self.checks) else 2

    def as_text(self) -> str:
        """Return the report in Chinese: each draw, what was checked, what could not be, the conclusion."""
        lines = []
        for draw in dict.fromkeys(check.draw for check in self.checks):
            lines.append(f"【{draw or '全部抽取'}】")
            lines += [check.as_text() for check in self.checks if check.draw == draw]
        return "\n".join([*lines, "", *self._conclusion()])

    @property
    def gaps(self) -> tuple[str, ...]:
        """What could not be checked, in Chinese: one line for each question, with what can therefore not be ruled out."""
        found: dict[str, list[str]] = {}
        for check in self.checks:
            if check.verdict == UNABLE:
                found.setdefault(check.code, []).append(check.draw or "全部")
        return tuple(
            f"{CHECKS[code][0]}（{'、'.join(dict.fromkeys(draws))}）：不能排除{CHECKS[code][1]}。"
            for code, draws in found.items()
        )

    def _conclusion(self) -> Iterable[str]:
        done = [check for check in self.checks if check.verdict == OK]
        unable = [check for check in self.checks if check.verdict == UNABLE]
        yield f"共 {len(self.checks)} 项：相符 {len(done)} 项，不符 {len(self.failed)} 项，不能核验 {len(unable)} 项。"
        if self.gaps:
            yield "没有核验的，以及为什么要紧："
            yield from (f"  {line}" for line in self.gaps)
        if self.scope == "public":
            yield OUTSIDE
        if self.failed:
            names = "、".join(dict.fromkeys(CHECKS[check.code][0] for check in self.failed))
            yield f"结论：核验不通过（{names}）。请保留这些文件，并向公布单位和见证人询问。"
        elif not done:
            yield "结论：没有可以核验的内容。"
        else:
            yield "结论：能够核验的全部相符。"

    def as_json(self) -> dict[str, object]:
        """Return the report for programs."""
        return {
            "scope": self.scope,
            "exit_code": self.exit_code,
            "gaps": list(self.gaps),
            "outside": OUTSIDE if self.scope == "public" else "",
            "checks": [
                {
                    "code": c.code,
                    "draw": c.draw,
                    "verdict": c.verdict,
                    "detail": c.detail,
                    "title": CHECKS[c.code][0],
                    "why": CHECKS[c.code][1],
                }
                for c in self.checks
            ],
        }
