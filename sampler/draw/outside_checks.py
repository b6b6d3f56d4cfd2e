"""The checks of what comes from outside the arithmetic: the policy file, the witness, the signatures of drand."""

from __future__ import annotations

from sampler.draw import beacon, canon, sshsig, witness
from sampler.draw.checks import DrandCheck, Draw, first_day, unable, verdict
from sampler.draw.manifest import Manifest
from sampler.draw.report import FAIL, OK, UNABLE, Check

NAMESPACE = "sampler-draw"
POLICY = "policy.toml"


def check_policy(draw: Draw) -> Check:
    """The policy file that is published with the draw is the one the manifest fixed."""
    if draw.manifest is None:
        return unable(draw, "policy", "抽取公告读不出来")
    digest = draw.manifest.policy_digest
    if POLICY not in draw.files:
        return Check("policy", draw.name, FAIL, f"没有规则文件 {POLICY}；它的摘要应当是 {digest}")
    same = canon.digest_bytes(draw.files[POLICY]) == digest
    fine = f"{draw.manifest.policy_year} 年的规则文件，摘要 {digest[:12]}…"
    return verdict(draw, "policy", [] if same else [f"{POLICY} 的摘要与抽取公告不符"], fine)


def check_drand(draw: Draw, drand: DrandCheck | None) -> list[Check]:
    """Each drand round is signed by the chain; no check where no line comes from drand."""
    try:
        later = beacon.read_lines(draw.files.get("assign-beacons.txt", b""))
    except canon.FormError:
        later = ()
    lines = [line for line in (*draw.lines, *later) if line.rung.source == "drand"]
    if not lines:
        return []
    rounds = "、".join(line.rung.edition for line in lines)
    if drand is None:
        reason = f"轮次 {rounds} 的 BLS 签名要用 ./inv verify 或别的 BLS12-381 程序核验，这里没有"
        return [unable(draw, "drand", reason)]
    wrong = [line.rung.edition for line in lines if not drand(int(line.rung.edition), line.value)]
    return [verdict(draw, "drand", [f"轮次 {one} 的签名无效" for one in wrong], f"轮次 {rounds} 的签名有效")]


def check_witness(draw: Draw, as_of: str) -> Check:
    """The witness recorded this manifest in time, and signed it with the key the manifest names."""
    if draw.manifest is None:
        return Check("witness", draw.name, UNABLE, "抽取公告读不出来")
    if draw.manifest.witness is None:
        return Check(
            "witness", draw.name, UNABLE, "抽取公告没有指定见证人：预先冻结多份再挑选的可能性无法排除"
        )
    if "witness.json" not in draw.files:
        verdict = FAIL if _witness_due(draw, draw.manifest, as_of) else UNABLE
        return Check("witness", draw.name, verdict, "没有见证登记")
    if "witness.json" in draw.faults:
        return Check("witness", draw.name, FAIL, draw.faults["witness.json"])
    value = canon.read_page(draw.files["witness.json"], what="witness.json")
    faults = list(witness.entry_faults(value, draw.manifest))
    name, key = draw.manifest.witness
    signature = draw.files.get("witness.json.sig", b"")
    if not sshsig.is_signed(draw.files["witness.json"], signature, key=key, namespace=NAMESPACE):
        faults.append("见证签名无效，或不是公告里写的见证人签的")
    detail = "；".join(faults) or f"{name} 于 {value.get('date')} 登记并签名"
    return Check("witness", draw.name, FAIL if faults else OK, detail)


def _witness_due(draw: Draw, manifest: Manifest, as_of: str) -> bool:
    """Tell whether the witness must have been here: the log says so, or the randomness is known."""
    told = any(draw.has(name) for name in ("witnessed", "beacon", "drawn"))
    return told or (as_of >= first_day(manifest) and not draw.has("aborted"))
