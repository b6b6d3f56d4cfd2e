"""What staff wrote: schemas, reading, checks, canonical writing, changes.

The door of the room: other rooms import from here. Workbooks have a door of their own,
:mod:`sampler.registers.workbook`, because it loads a heavy library.
"""

from sampler.registers.bureau import Bureau, Department, read_bureau
from sampler.registers.canonical import csv_bytes, table_bytes, write_table
from sampler.registers.characters import join_list, split_list
from sampler.registers.checks import check_registers
from sampler.registers.days import parse_day
from sampler.registers.holds import Hold, hold_of, holds
from sampler.registers.registers import Registers, read_registers
from sampler.registers.rows import Row, Table
from sampler.registers.schema import Field, Schema, schema_for, schema_named, schemas

__all__ = [
    "Bureau",
    "Department",
    "Field",
    "Hold",
    "Registers",
    "Row",
    "Schema",
    "Table",
    "check_registers",
    "csv_bytes",
    "hold_of",
    "holds",
    "join_list",
    "parse_day",
    "read_bureau",
    "read_registers",
    "schema_for",
    "schema_named",
    "schemas",
    "split_list",
    "table_bytes",
    "write_table",
]
