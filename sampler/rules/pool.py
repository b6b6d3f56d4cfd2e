"""The pool of wholly withheld objects: drawn by the same rules, beside the public frame.

A share is taken of each group alone. A number that does not depend on the objects (inspectors, a named number, 20家)
belongs to both together: the pool gets what the public frame gets, in proportion to its size, rounded up.
"""

from dataclasses import replace
from fractions import Fraction

from sampler.rules.amount import UP, rounded
from sampler.rules.report import QuotaReport, StratumQuota


def pool_quotas(pool: QuotaReport, public: QuotaReport) -> QuotaReport:
    """Return the pool's quotas, no stratum drawn more densely than its public twin (rounded up, forced ones kept)."""
    twins = {stratum.name: stratum for stratum in public.strata}
    return replace(pool, strata=tuple(_as_dense(stratum, twins.get(stratum.name)) for stratum in pool.strata))


def _as_dense(stratum: StratumQuota, twin: StratumQuota | None) -> StratumQuota:
    if twin is None or not twin.units:
        return stratum
    share = rounded(Fraction(twin.quota * len(stratum.units), len(twin.units)), UP)
    quota = min(stratum.quota, max(share, len(stratum.forced)))
    return replace(stratum, quota=quota, takes_all=bool(stratum.units) and quota == len(stratum.units))
