"""Registers: reading and checking 12 columns, beside the csv module, pandera and frictionless."""

import csv
import json

from tests.bench.test_bench_registers import DAY, HEADER, _narrow, written


def prepare(folder, size):
    written(folder, size)
    (folder / "datapackage.json").write_text(json.dumps(_narrow(folder)), "utf-8")


def ours(folder, size):
    from sampler.registers import check_registers

    def work():
        assert check_registers(folder, DAY) == []

    return work


def plain(folder, size):
    def work():
        with (folder / "objects.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.reader(file))) == size + 1

    return work


def pandera(folder, size):
    import pandas
    import pandera.pandas as pa

    words = {"对象类型": ["企业"], "重点监管": ["是", "否"], "信用等级": ["A", "B"], "状态": ["在业"]}
    columns = {header: pa.Column(str, nullable=True) for header in HEADER}
    columns["对象代码"] = pa.Column(str, pa.Check.str_matches(r"^[0-9A-Z]{18}$"), unique=True)
    columns["入库日期"] = pa.Column(str, pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}$"))
    columns |= {header: pa.Column(str, pa.Check.isin(known)) for header, known in words.items()}
    schema = pa.DataFrameSchema(columns)
    first = pandas.read_csv(folder / "objects.csv", dtype=str, keep_default_na=False, nrows=1)
    schema.validate(first)  # what it loads on its first use is not on the bill

    def work():
        schema.validate(pandas.read_csv(folder / "objects.csv", dtype=str, keep_default_na=False), lazy=True)

    return work


def frictionless(folder, size):
    from frictionless import Package, system

    def work():
        with system.use_context(trusted=True):
            assert Package(str(folder / "datapackage.json"), basepath=str(folder)).validate().valid

    return work


WORK = {"ours": ours, "csv": plain, "pandera": pandera, "frictionless": frictionless}
