"""The public record: everything the public may see, after redaction, and nothing else.

Standard library, :mod:`sampler.failure` and :mod:`sampler.files` only. The site is built from this record alone.

>>> record = PublicRecord(as_of="2025-03-31", tombstones=(TombstoneRow("e00003", "检查结果", "2025-03-01", "个人信息"),))
>>> record.tombstones[0].public_id
'e00003'
"""

from sampler.disclosure.public.columns import Column, PublicColumn, columns_of
from sampler.disclosure.public.describe import KIND_WORDS, described_field, dictionary
from sampler.disclosure.public.facts import (
    ChangeRow,
    CorrectionRow,
    FollowupRow,
    NextDateRow,
    ResultRow,
    StatisticRow,
    TargetRow,
    TombstoneRow,
    VisitRow,
    WithheldRow,
)
from sampler.disclosure.public.ground import (
    DrawnRow,
    DrawRow,
    ItemRow,
    ObjectRow,
    PlanChangeRow,
    PlanRow,
    StratumRow,
)
from sampler.disclosure.public.record import (
    TABLES,
    PublicRecord,
    PublicRow,
    PublicTable,
    row_key,
    sorted_rows,
    table_named,
)
from sampler.disclosure.public.store import (
    public_files,
    read_public,
    table_csv,
    write_public,
)

__all__ = [
    "KIND_WORDS",
    "TABLES",
    "ChangeRow",
    "Column",
    "CorrectionRow",
    "DrawRow",
    "DrawnRow",
    "FollowupRow",
    "ItemRow",
    "NextDateRow",
    "ObjectRow",
    "PlanChangeRow",
    "PlanRow",
    "PublicColumn",
    "PublicRecord",
    "PublicRow",
    "PublicTable",
    "ResultRow",
    "StatisticRow",
    "StratumRow",
    "TargetRow",
    "TombstoneRow",
    "VisitRow",
    "WithheldRow",
    "columns_of",
    "described_field",
    "dictionary",
    "public_files",
    "read_public",
    "row_key",
    "sorted_rows",
    "table_csv",
    "table_named",
    "write_public",
]
