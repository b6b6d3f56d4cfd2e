"""How a visit is made, and whether it counts: the policy's order of modes, caps and exemptions."""

from collections.abc import Iterable

from sampler.office.roster import Row, split
from sampler.rules.evaluate import Scene
from sampler.rules.expression import Count, walk
from sampler.rules.policy import Policy

ON_SITE = "现场检查"
OFF_SITE = ("科技检查", "其他检查")
"""The ways of inspecting without going there, in the order in which they are tried."""

RANDOM = "随机抽取"


def counts(policy: Policy, scene: Scene, visit: Row, target: Row) -> bool:
    """Tell whether a visit counts towards the yearly cap of its object."""
    cap = policy.cap
    if cap is None or (cap.kinds and visit["kind"] not in cap.kinds):
        return False
    if cap.modes and visit["mode"] not in cap.modes:
        return False
    freed = [
        entry for entry in cap.exemptions if not entry.triggers or visit.get("trigger") in entry.triggers
    ]
    return not any(entry.condition is None or scene.holds(entry.condition, target) for entry in freed)


def choose_mode(
    policy: Policy, scene: Scene, target: Row, items: Iterable[Row], *, trigger: str, wish: str
) -> tuple[str, str]:
    """Return the mode of a visit and the reason.

    A clue asks for its own mode at once; then the first matching line of the policy; then the wish of the stratum;
    then on-site. Where an item does not allow an off-site mode, the other one is taken if all items allow it; on-site
    is the last resort.
    """
    if policy.clues is not None and trigger in policy.clues.triggers:
        return policy.clues.mode, f"{trigger}，按规定立即{policy.clues.mode}"
    match = next((rule for rule in policy.modes if scene.holds(rule.condition, target)), None)
    mode, reason = (match.mode, match.reason or "按抽查规则") if match else (wish, f"本层首选{wish}")
    if not mode:
        return ON_SITE, "抽查规则没有规定其他方式" if trigger == RANDOM else trigger
    listed = list(items)
    refusing = _refusing(listed, mode)
    if not refusing or mode == ON_SITE:
        return mode, reason
    other = next((one for one in OFF_SITE if one != mode and not _refusing(listed, one)), ON_SITE)
    return other, f"事项 {'、'.join(refusing)} 不能用{mode}，改用{other}"


def _refusing(items: Iterable[Row], mode: str) -> list[str]:
    """Return the items that name their modes and do not name this one."""
    return [item["item_id"] for item in items if item.get("modes") and mode not in split(item["modes"])]


def event_kinds(policy: Policy, more: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the kinds of event that conditions over visits ask for."""
    trees = [rule.condition for rule in policy.modes]
    if policy.cap is not None:
        trees += [entry.condition for entry in policy.cap.exemptions if entry.condition is not None]
    parts = [part for tree in trees for part in walk(tree)]
    return tuple(dict.fromkeys([*(part.kind for part in parts if isinstance(part, Count)), *more]))
