"""Commit, witness, beacons, fallback, abort: from a frozen frame to known randomness."""

from datetime import date
from pathlib import Path

from sampler import rules
from sampler.draw import canon, events, sshsig, witness
from sampler.draw.manifest import Link, read_manifest
from sampler.draw.slots import slots_as_json
from sampler.draw.verify import NAMESPACE
from sampler.failure import SamplerError
from sampler.registers import Registers, read_registers
from sampler.rules.period import parse_period
from sampler.workflow.draws_finish import to_change
from sampler.workflow.draws_folder import CHECK_THE_DAY, Folder, committed, numbered, period_of
from sampler.workflow.draws_freeze import SEALED_TAG
from sampler.workflow.draws_plan import BeaconPlan, named, outside_window, plan_of_year
from sampler.workflow.draws_pool import pool_files
from sampler.workflow.draws_teams import to_announce
from sampler.workflow.step import Agree, agreed, changing
from sampler.workflow.told import Told


def commit(
    data: Path, draw: str, *, as_of: date, plan: BeaconPlan | None = None, agree: Agree = agreed
) -> Told:
    """Publish the manifest of a frozen draw. Without ``plan`` the one made for the year is used.

    ``agree`` is asked once everything else allows it.

    Raises SamplerError unless the draw is frozen, not committed, its inputs unchanged and every beacon is yet to come.
    """
    folder = to_change(data, draw, as_of)
    if folder.read("manifest.json"):
        raise SamplerError(f"{draw} 已经公布过抽取公告，一个编号只能有一份。")
    _check_unchanged(data, folder)
    _check_settled(data, draw, as_of)
    plan = plan or plan_of_year(data, int(draw[:4])).get(draw)
    if plan is None:
        raise SamplerError(
            f"没有为 {draw} 指定公开随机源。请先编排（./inv draw.beacons {draw[:4]}），或在承诺时指明休市日期（--closed）。"
        )
    with changing(data, task="draw.commit", arguments={"draw": draw}, as_of=as_of, agree=agree):
        content = _manifest(data, folder, plan, as_of)
        manifest = read_manifest(content)
        for name, made in pool_files(folder, content).items():
            folder.write(name, made)
        folder.write("policy.toml", rules.policy_for(data, period_of(draw)).document.text.encode())
        folder.write("manifest.json", content)
        folder.tell(as_of, "committed", "已公布抽取公告。", commitment=manifest.commitment)
    lines = [
        f"{draw} 的抽取公告已写好，承诺是 {manifest.commitment}。",
        "请当天公布 manifest.json 和 frame.csv。",
    ]
    if manifest.witness:
        lines.append(
            f"请把 manifest.json 交给见证人（{manifest.witness[0]}）登记，收回后办理 ./inv draw.witness {draw}。"
        )
    else:
        lines.append(
            "注意：没有见证人的公钥，外人无法排除“预先冻结多份再挑选”。请在 bureau.toml 的 [draw] 里填写 witness 和 witness_key。"
        )
    registers, policy = read_registers(data), rules.policy_for(data, period_of(draw))
    lines += [one for one in [outside_window(registers, policy, plan, draw)] if one]
    lines += [f"等待：{named(slot.ladder[0])}" for slot in manifest.beacons]
    return Told("\n".join(lines))


def _check_settled(data: Path, draw: str, as_of: date) -> None:
    """Refuse a manifest while an earlier one of the period waits: nobody may wait for numbers and then try again."""
    for folder in committed(data):
        done = any(e.date <= as_of.isoformat() for e in events.of(folder.log(), "drawn", "aborted"))
        if period_of(folder.draw) == period_of(draw) and not done:
            raise SamplerError(
                f"{folder.draw} 已公布抽取公告，还没有抽取。先抽取（./inv draw.run {folder.draw}），"
                f"或在随机源公布以前中止（./inv draw.abort {folder.draw}），再公布 {draw}。"
            )


def _check_unchanged(data: Path, folder: Folder) -> None:
    inputs = canon.read_page(folder.read("sealed/inputs.json"), what="sealed/inputs.json")
    files = inputs.get("files")
    known = {str(name): digest for name, digest in files} if isinstance(files, list) else {}
    changed = [
        name
        for name in known
        if name.partition("/")[0] in ("registers", "policy", "events")
        and (not (data / name).is_file() or canon.digest_bytes((data / name).read_bytes()) != known[name])
    ]
    changed += [
        f"draws/{folder.draw}/sealed/{name}.csv"
        for name in ("units", "exclusions")
        if inputs.get(name) != canon.digest_bytes(folder.read(f"sealed/{name}.csv"))
    ]
    frozen = [event.get("frame") for event in events.of(folder.log(), "frozen")][-1:]
    if frozen != [canon.digest_bytes(folder.read("frame.csv"))]:
        changed.append(f"draws/{folder.draw}/frame.csv")
    if changed:
        raise SamplerError(
            f"冻结以后改动过 {'、'.join(changed)}。请重新冻结：./inv draw.freeze {folder.draw}。"
        )


def _manifest(data: Path, folder: Folder, plan: BeaconPlan, as_of: date) -> bytes:
    facts, period = folder.facts(), period_of(folder.draw)
    registers, policy = read_registers(data), rules.policy_for(data, period)
    inputs = folder.read("sealed/inputs.json")
    salt = str(canon.read_page(inputs, what="sealed/inputs.json")["salt"])
    frame, size = folder.read("frame.csv"), folder.frame()
    same = policy.procedure.inspector_beacon == "同一随机源"
    settings = registers.bureau.raw.get("draw", {})
    key, name = str(settings.get("witness_key", "")), registers.bureau.draw.witness
    value = {
        "assignment": {
            "beacons": [] if same else slots_as_json(plan.assign),
            "roster": canon.digest(SEALED_TAG, salt, _file_digest(data, "registers/inspectors.csv")),
            "rules": to_announce(folder, policy.procedure.team_size, max(1, len(plan.assign))),
        },
        "beacons": slots_as_json(plan.draw),
        "bureau": registers.bureau.name,
        "committed_on": as_of.isoformat(),
        "draw": folder.draw,
        "excluded": facts["excluded"],
        "frame": {"digest": canon.digest_bytes(frame), "size": size.size, "weights": size.weights},
        "frozen_on": facts["frozen_on"],
        "items": {"digest": _file_digest(data, "registers/items.csv")},
        "kind": "regular" if folder.draw == period else "supplementary",
        "note": facts["note"],
        "opening": opening_rules(registers, period, policy),
        "period": period,
        "policy": {"digest": policy.digest, "year": str(policy.year)},
        "previous": _previous(data, as_of),
        "protocol": canon.PROTOCOL,
        "sealed": canon.digest(SEALED_TAG, salt, canon.digest_bytes(inputs)),
        "strata": facts["strata"],
        "suite": canon.SUITE,
        "witness": {"name": name, "key": " ".join(key.split(" ")[:2])} if key and name else None,
    }
    return canon.page(value)


def opening_rules(registers: Registers, period: str, policy: rules.Policy) -> dict[str, object]:
    """Return how and until when names open: by default 20 working days after the end of the period."""
    workdays = rules.Workdays(registers)
    end = workdays.last_workdays_of(parse_period(period), 1)[-1]
    deadline = workdays.add(end, policy.deadlines.result)
    return {
        "deadline": deadline.isoformat(),
        "mode": "all" if policy.procedure.opening_scope == "全部" else "drawn",
        "names": "visit" if policy.procedure.opening == "逐户公开" else "end",
    }


def _file_digest(data: Path, name: str) -> str:
    path = data / name
    return canon.digest_bytes(path.read_bytes() if path.is_file() else b"")


def _previous(data: Path, as_of: date) -> dict[str, str] | None:
    """Return the link to the manifest before, with its log as it stood on that day."""
    chain = committed(data)
    if not chain:
        return None
    last = chain[-1]
    if as_of.isoformat() < last.manifest().committed_on:
        raise SamplerError(
            f"{last.draw} 的抽取公告在 {last.manifest().committed_on} 公布，后一份公告的日期 {as_of} 不能更早，没有改动。"
            f"{CHECK_THE_DAY}"
        )
    log = [event for event in last.log() if event.date <= as_of.isoformat()]
    link = Link(last.draw, last.manifest().commitment, events.head(log))
    return {"draw": link.draw, "commitment": link.commitment, "log": link.log}


def add_witness(data: Path, draw: str, record: bytes, signature: bytes, *, as_of: date) -> Told:
    """Keep the witness's record and signature; SamplerError unless they are about this manifest and valid."""
    folder = to_change(data, draw, as_of)
    manifest = folder.manifest()
    if manifest.witness is None:
        raise SamplerError(f"{draw} 的抽取公告没有指定见证人，不能登记。")
    if faults := list(witness.entry_faults(canon.read_page(record, what="witness.json"), manifest)):
        raise SamplerError(
            f"见证登记不能用：{'；'.join(faults)}。{draw} 的承诺是 {manifest.commitment[:12]}…，"
            "请把正确的 manifest.json 交给见证人，由他在随机源公布以前登记。"
        )
    if not sshsig.is_signed(record, signature, key=manifest.witness[1], namespace=NAMESPACE):
        raise SamplerError("见证签名无效，或不是抽取公告里写的见证人签的。请见证人重新签名。")
    if folder.read("witness.json") == record and folder.has("witnessed"):
        return Told(f"{manifest.witness[0]}的见证登记已经收到过。")
    with changing(data, task="draw.witness", arguments={"draw": draw}, as_of=as_of):
        folder.write("witness.json", record)
        folder.write("witness.json.sig", signature)
        folder.tell(
            as_of, "witnessed", "见证人已登记。", commitment=manifest.commitment, witness=manifest.witness[0]
        )
    return Told(f"已收到{manifest.witness[0]}的见证登记。")


def abort(data: Path, draw: str, reason: str, *, as_of: date, agree: Agree = agreed) -> Told:
    """Abort a draw before its first beacon; a public event in the chain. Afterwards there is no way back."""
    folder = to_change(data, draw, as_of)
    first = min(slot.ladder[0].date for slot in folder.manifest().beacons)
    if not reason:
        raise SamplerError("中止是公开事件，必须写明理由（--reason）。")
    if folder.has("aborted"):
        raise SamplerError(f"{draw} 已经中止。")
    if as_of.isoformat() >= first or folder.lines():
        raise SamplerError(
            f"{draw} 的公开随机源在 {first} 公布，现在不能中止，也不能重抽。漏掉的对象请用补充抽取。"
        )
    given = {"draw": draw, "reason": reason}
    with changing(data, task="draw.abort", arguments=given, as_of=as_of, agree=agree):
        folder.tell(as_of, "aborted", f"抽取已中止：{reason}。", reason=reason)
    return Told(f"{draw} 已中止并记入公告链。重新办理请用补充抽取的编号 {next_number(data, draw)}。")


def next_number(data: Path, draw: str) -> str:
    """Return the next supplementary number of a period; one that is frozen and not committed yet is taken again.

    >>> next_number(Path("nowhere"), "2025Q3"), next_number(Path("nowhere"), "2025")
    ('2025Q3-2', '2025Y-2')
    """
    period, number = period_of(draw), 2
    while (data / "draws" / numbered(period, number) / "manifest.json").is_file():
        number += 1
    return numbered(period, number)
