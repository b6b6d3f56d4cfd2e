"""Targets of the year."""

from datetime import date

from sampler.registers import Registers
from sampler.rules.evaluate import Scene
from sampler.rules.period import Period
from sampler.rules.policy import Policy
from sampler.rules.report import TargetState


def target_states(
    registers: Registers, policy: Policy, period: Period, as_of: date, scene: Scene
) -> tuple[TargetState, ...]:
    """Return where each target stands."""
    return ()
