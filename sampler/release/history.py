"""Which release stands before which: read from the list of every switch, oldest first.

A switch to a release further back is a way back: what lay above it is no longer before anything. So after
A, B, C, back to B, then D, the one before D is B and not C.
"""

import re
from collections.abc import Collection, Sequence

NAME = re.compile(r"^\d{4}-\d\d-\d\d-[0-9a-f]{12}$")


def standing(switches: Sequence[str]) -> list[str]:
    """Return the releases one could go back through, the last one being up.

    >>> standing(["A", "B", "C", "B", "D"])
    ['A', 'B', 'D']
    """
    stack: list[str] = []
    for name in switches:
        if name in stack:
            del stack[stack.index(name) + 1 :]
        else:
            stack.append(name)
    return stack


def before(switches: Sequence[str], current: str, there: Collection[str]) -> str:
    """Return the release to go back to from ``current`` among those that are still there; empty when none is.

    >>> before(["A", "B", "C", "B"], "B", {"A", "B", "C"})
    'A'
    >>> before(["A", "B"], "B", {"B"})
    ''
    """
    earlier = [name for name in standing([*switches, current])[:-1] if name in there]
    return earlier[-1] if earlier else ""


def to_go_back_to(switches: Sequence[str], current: str, there: Collection[str]) -> str:
    """Return what a way back leads to; a way back that was done but not listed leads where it led, and no further.

    >>> to_go_back_to(["A", "B", "C"], "C", {"A", "B", "C"}), to_go_back_to(["A", "B", "C"], "B", {"A", "B", "C"})
    ('B', 'B')
    >>> to_go_back_to(["A", "B"], "C", {"A", "B", "C"})
    'B'
    """
    last = switches[-1] if switches else current
    done = last != current and before(switches, last, there) == current
    return current if done else before(switches, current, there)


def by_last_use(switches: Sequence[str], there: Collection[str]) -> list[str]:
    """Return the releases that are there, the one used last at the end; those never used come first.

    >>> by_last_use(["A", "B", "A"], {"A", "B", "C"})
    ['C', 'B', 'A']
    """
    used = [name for name in dict.fromkeys(reversed(switches)) if name in there][::-1]
    return [*sorted(set(there) - set(used)), *used]
