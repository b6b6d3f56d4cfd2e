"""What the policy demands: classes, quotas, targets, caps, working days.

The door of the room: other rooms import from here.
"""

from sampler.rules.check import check_policy
from sampler.rules.classes import ClassChange, ClassedObject, Classification, class_changes, classify
from sampler.rules.history import DrawnUnit, History
from sampler.rules.policy import Policy
from sampler.rules.pool import pool_quotas
from sampler.rules.quotas import work_out_quotas
from sampler.rules.reading import load_policy, policy_for, policy_from_text
from sampler.rules.report import Conflict, EligibleUnit, Excluded, QuotaReport, StratumQuota, TargetState
from sampler.rules.workdays import DrawWindow, Workdays, draw_window

__all__ = [
    "ClassChange",
    "ClassedObject",
    "Classification",
    "Conflict",
    "DrawWindow",
    "DrawnUnit",
    "EligibleUnit",
    "Excluded",
    "History",
    "Policy",
    "QuotaReport",
    "StratumQuota",
    "TargetState",
    "Workdays",
    "check_policy",
    "class_changes",
    "classify",
    "draw_window",
    "load_policy",
    "policy_for",
    "policy_from_text",
    "pool_quotas",
    "work_out_quotas",
]
