"""Classes and quotas of the shipped policy, beside the same counts with pandas."""

from tests.bench.bureaus import write_bureau
from tests.bench.quarter import FROZEN, PERIOD


def prepare(folder, size):
    write_bureau(folder / "data", size)


def ours(folder, size):
    from sampler import rules
    from sampler.registers import read_registers

    registers = read_registers(folder / "data")
    policy = rules.policy_for(folder / "data", PERIOD)

    def work():
        report = rules.work_out_quotas(registers, policy, PERIOD, FROZEN, rules.History(()))
        assert not report.undecided
        return {"drawn": sum(stratum.quota for stratum in report.strata)}

    return work


def pandas(folder, size):
    import pandas

    frame = pandas.read_csv(folder / "data" / "registers" / "objects.csv", dtype=str, keep_default_na=False)

    def work():
        frame.groupby(["正面清单", "排污许可管理类别", "重点监管"]).size()
        frame.groupby(["监管科室", "信用等级"]).size()

    return work


WORK = {"ours": ours, "pandas": pandas}
