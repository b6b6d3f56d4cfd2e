"""The steps of a quarter. The only place that knows the whole road; tasks call it and nothing deeper.

Modules are loaded when first used, so that a command starts at once: ``workflow.draws.freeze(...)``.
"""

from importlib import import_module
from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    """Load a step's module the first time it is named."""
    if name.startswith("_"):
        raise AttributeError(name)
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name == f"{__name__}.{name}":
            raise AttributeError(name) from error
        raise
