"""A few Chinese lines about what a step did."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """A few Chinese lines about what was done."""

    text: str
    """The lines."""

    def as_text(self) -> str:
        """Return the lines."""
        return self.text
