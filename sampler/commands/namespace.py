"""All tasks under the names staff type."""

from invoke import Collection

from sampler.commands import draws, office, office_cases, office_views, project, release

GROUPS = {
    "draw": draws.DRAW,
    "tasks": (office.packs,),
    "forms": (office.samples,),
    "visits": office_cases.VISITS_GROUP,
    "results": office.RESULTS,
    "followups": office_cases.FOLLOWUPS,
    "objections": office_cases.OBJECTIONS,
    "exchange": office_views.EXCHANGE,
    "journal": office_views.JOURNAL,
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
    """Return every task."""
    root = Collection()
    for single in (
        project.test,
        project.check,
        project.lock,
        project.take_wheels,
        project.doctor,
        draws.verify,
        draws.pyz,
        *office_views.SINGLE,
    ):
        root.add_task(single)
    for name, tasks in GROUPS.items():
        group = Collection(name)
        for one in tasks:
            group.add_task(one)
        root.add_collection(group)
    return root
