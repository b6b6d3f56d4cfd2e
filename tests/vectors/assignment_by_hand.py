"""Makes ``assignment-v1.json`` without the package: every lawful assignment is tried, the cheapest one kept.

Written from the public page alone; run once, never again for version 1.
"""

import hashlib
import itertools
import json
from pathlib import Path

SEED = hashlib.sha256("演示种子".encode()).hexdigest()
CAPS = {"9901001": 2, "9901002": 2, "9901003": 2, "9902001": 2}
SEATS = {
    "2025Q3-001": [["9901001", "9901002", "9901003"], ["9901001", "9901002", "9901003", "9902001"]],
    "2025Q3-002": [["9901001", "9901003"], ["9902001"]],
    "2025Q3-003": [["9901001", "9901002", "9901003"], ["9901001", "9901002", "9901003", "9902001"]],
}


def number(*parts):
    return int(hashlib.sha256("\n".join(parts).encode()).hexdigest(), 16)


def sits(team, seats):
    return any(all(who in seat for who, seat in zip(order, seats, strict=True)) for order in itertools.permutations(team))


def lead(visit, team):
    able = [who for who in team if who in SEATS[visit][0] and sits([o for o in team if o != who], SEATS[visit][1:])]
    return min(able, key=lambda who: number("assign/lead/v1", SEED, visit, who))


teams = {v: [t for t in itertools.combinations(sorted(CAPS), 2) if sits(t, s)] for v, s in SEATS.items()}
best = []
for choice in itertools.product(*teams.values()):
    load = [who for team in choice for who in team]
    if all(load.count(who) <= cap for who, cap in CAPS.items()):
        best.append((sum(number("assign/cost/v1", SEED, v, w) for v, t in zip(SEATS, choice, strict=True) for w in t), choice))
best.sort()
found = [{"visit": v, "lead": lead(v, t), "members": list(t)} for v, t in zip(SEATS, best[0][1], strict=True)]
vector = {"seed": SEED, "caps": CAPS, "visits": [{"visit": v, "seats": s} for v, s in SEATS.items()], "teams": found,
          "cost": str(best[0][0]), "lawful_assignments": len(best)}  # fmt: skip
Path(__file__).with_name("assignment-v1.json").write_text(json.dumps(vector, ensure_ascii=False, indent=2) + "\n")
