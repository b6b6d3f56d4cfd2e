"""All tasks under the names staff type."""

from invoke import Collection

from sampler.commands import project


def namespace() -> Collection:
    """Return every task; dotted groups are named by what people do."""
    root = Collection()
    for single in (project.test, project.check, project.lock, project.wheels, project.doctor):
        root.add_task(single)
    return root
