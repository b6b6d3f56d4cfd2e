"""All tasks under the names staff type."""

from typing import Any

from invoke import Collection, Task

from sampler.commands import (
    audit,
    bench,
    demo,
    draws,
    findings,
    gate,
    gate_text,
    house,
    licences,
    office,
    office_cases,
    office_views,
    plans,
    project,
    registers,
    release,
    road,
    rules,
    site,
    verification,
)

SINGLE: tuple[Task[Any], ...] = (
    road.status,
    demo.demo,
    road.build,
    rules.quotas,
    rules.classes,
    plans.targets,
    verification.verify,
    office.packs,
    *office_views.SINGLE,
    *registers.SINGLE,
    project.test,
    project.lock,
    house.house,
    licences.licences,
    audit.audit,
    bench.bench,
    findings.findings,
    project.take_wheels,
    project.doctor,
)

GROUPS: dict[str, tuple[Task[Any], ...]] = {
    "registers": registers.REGISTERS,
    "policy": (rules.check, rules.new, rules.carry, rules.schema),
    "plan": (plans.check, plans.draft, plans.change),
    "draw": draws.DRAW,
    "visits": office_cases.VISITS_GROUP,
    "results": office.RESULTS,
    "followups": office_cases.FOLLOWUPS,
    "objections": office_cases.OBJECTIONS,
    "exchange": office_views.EXCHANGE,
    "journal": office_views.JOURNAL,
    "forms": (office.samples,),
    "gate": (
        gate.export,
        gate.report,
        gate.review,
        gate.scan,
        gate.sign,
        gate.allow,
        gate.totals,
        gate.confirm,
        gate.selftest,
        gate_text.text,
    ),
    "site": (site.build, site.serve, site.check, site.screenshots),
    "release": (
        release.pack,
        release.verify,
        release.key,
        release.deploy,
        release.rollback,
        release.nginx,
        release.paste,
        release.show,
        release.diff,
        release.list_releases,
    ),
}
"""Dotted groups, named by what people do."""


def namespace() -> Collection:
    """Return every task. Without a name, ``./inv`` tells where the quarter stands."""
    root = Collection()
    for one in SINGLE:
        root.add_task(one, default=one is road.status)
    for name, tasks in GROUPS.items():
        root.add_collection(_group(name, tasks))
    check = Collection("check")
    check.add_task(project.check, name="all", default=True)
    check.add_task(registers.check, name="data")
    check.add_task(project.check_keys)
    root.add_collection(check)
    return root


def _group(name: str, tasks: tuple[Task[Any], ...]) -> Collection:
    group = Collection(name)
    for one in tasks:
        group.add_task(one)
    return group
