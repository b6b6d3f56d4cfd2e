"""Edits a task pack in LibreOffice itself, as staff do, and saves what it saves. Not a test: it made the files beside it.

    soffice --headless --accept="socket,host=localhost,port=2002;urp;" &
    /usr/bin/python3 edit.py pack.xlsx folder        # python3-uno; made with LibreOffice 7.4

``pack.xlsx`` is the pack of the third quarter of the small bureau (tests/unit/office/conftest.py), with a portal.
"""

import sys
from importlib import import_module
from pathlib import Path

HEAD = 2
"""Row of the header; 2025Q3-001 SX-01, 2025Q3-001 SX-02 and 2025Q3-002 SX-01 stand below it."""


def uno():
    """Return the library that comes with LibreOffice and with the system's Python, not with ours."""
    return import_module("uno")


def prop(name, value):
    made = uno().createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


class Pack:
    """An open pack."""

    def __init__(self, desktop, path):
        self.book = desktop.loadComponentFromURL(
            path.resolve().as_uri(), "_blank", 0, (prop("Hidden", True),)
        )
        self.page = self.book.Sheets.getByName("检查结果")
        self.page.unprotect("")

    def place(self, header):
        return next(p for p in range(30) if self.page.getCellByPosition(p, HEAD).String == header)

    def cell(self, line, header):
        return self.page.getCellByPosition(self.place(header), HEAD + line)

    def fill(self, line, **cells):
        for header, value in cells.items():
            self.cell(line, header).String = value

    def good(self, *lines):
        for line in lines:
            self.fill(line, 检查日期="2025-07-10", 检查结果="未发现问题", 录入人="赵示例")

    def column_before(self, header, other):
        old, new = self.place(header), self.place(other)
        self.page.Columns.insertByIndex(new, 1)
        old += old >= new
        source = self.page.getCellRangeByPosition(old, HEAD, old, HEAD + 3).RangeAddress
        self.page.moveRange(self.page.getCellByPosition(new, HEAD).CellAddress, source)
        self.page.Columns.removeByIndex(old, 1)

    def save(self, path, kind="Calc MS Excel 2007 XML", options=""):
        given = (prop("FilterName", kind), prop("FilterOptions", options))
        self.book.storeToURL(path.resolve().as_uri(), given)
        self.book.close(True)


def columns_in_another_order(pack):
    pack.good(1, 2, 3)
    pack.column_before("检查结果", "检查日期")
    pack.column_before("录入人", "检查任务编号")
    pack.column_before("事项编码", "对象名称")


def a_row_deleted(pack):
    pack.good(1, 2, 3)
    pack.page.Rows.removeByIndex(HEAD + 2, 1)


def rows_inserted(pack):
    pack.good(1, 2, 3)
    pack.page.Rows.insertByIndex(HEAD + 2, 2)
    pack.page.getCellByPosition(pack.place("对象名称"), HEAD + 3).String = "（以下为下午检查）"


def a_result_inserted(pack, item):
    pack.good(1, 2, 3)
    pack.page.Rows.insertByIndex(HEAD + 4, 1)
    pack.fill(4, 检查任务编号="2025Q3-002", 对象代码="92130533MA0000003C", 事项编码=item, 检查方式="现场检查")
    pack.good(4)


def a_result_inserted_that_was_not_asked(pack):
    a_result_inserted(pack, "SX-02")


def a_result_typed_twice(pack):
    a_result_inserted(pack, "SX-01")


def dates_typed_as_text(pack):
    pack.good(1, 2, 3)
    for line, text in enumerate(("2025.7.10", "2025年7月10日", " 2025/7/10 "), 1):
        pack.fill(line, 检查日期=text)


def dates_as_numbers(pack):
    pack.good(1, 2, 3)
    for line in (1, 2, 3):
        pack.cell(line, "检查日期").Value = 45848 + line - 1


def a_filter_active(pack):
    pack.good(1, 2, 3)
    pack.fill(1, 检查结果="停产", 佐证编号="ZJ-01")
    field = uno().createUnoStruct("com.sun.star.sheet.TableFilterField")
    field.Field, field.IsNumeric, field.StringValue = pack.place("检查结果"), False, "停产"
    field.Operator = uno().Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    table = pack.page.getCellRangeByPosition(0, HEAD, pack.place("录入人"), HEAD + 3)
    chosen = table.createFilterDescriptor(True)
    chosen.setFilterFields((field,))
    chosen.ContainsHeader = True
    table.filter(chosen)


def a_row_hidden(pack):
    pack.good(1, 2, 3)
    pack.page.Rows.getByIndex(HEAD + 3).IsVisible = False


def cells_merged(pack):
    """The number of one firm over its two rows, as many do to make a list look tidy."""
    pack.good(1, 2, 3)
    for header in ("检查任务编号", "对象名称", "对象代码"):
        place = pack.place(header)
        pack.page.getCellByPosition(place, HEAD + 2).String = ""
        pack.page.getCellRangeByPosition(place, HEAD + 1, place, HEAD + 2).merge(True)


def a_merged_outcome(pack):
    pack.good(1, 3)
    for header in ("检查日期", "检查结果"):
        place = pack.place(header)
        pack.page.getCellRangeByPosition(place, HEAD + 1, place, HEAD + 2).merge(True)


def merged_and_half_filled(pack):
    """The merged number must not make an empty row a filled one."""
    pack.good(1)
    place = pack.place("检查任务编号")
    pack.page.getCellByPosition(place, HEAD + 2).String = ""
    pack.page.getCellRangeByPosition(place, HEAD + 1, place, HEAD + 2).merge(True)


def a_formula_as_outcome(pack):
    pack.good(1, 2, 3)
    cell = pack.cell(3, "检查结果")
    cell.NumberFormat = 0
    cell.Formula = '=IF(1=1;"未发现问题";"停产")'


def a_sheet_renamed(pack):
    pack.good(1, 2, 3)
    pack.page.Name = "已填结果7月"


def a_copy_of_the_sheet_filled(pack):
    pack.book.Sheets.copyByName("检查结果", "检查结果 (2)", 2)
    pack.page = pack.book.Sheets.getByName("检查结果 (2)")
    pack.good(1, 2, 3)


def values_pasted_with_blanks(pack):
    pack.good(1, 3)
    pack.fill(1, 检查结果=" 未发现问题 ", 检查人员="130533000； 130533001", 处理措施="　", 情况说明=" \n ")
    pack.fill(2, 检查日期=" ", 检查结果="　", 处理措施="  ")
    pack.fill(3, 检查任务编号="2025Q3-002 ", 事项编码=" SX-01")


EDITS = (
    columns_in_another_order, a_row_deleted, rows_inserted, a_result_inserted_that_was_not_asked, a_result_typed_twice,
    dates_typed_as_text, dates_as_numbers, a_filter_active, a_row_hidden, cells_merged, a_merged_outcome,
    merged_and_half_filled, a_formula_as_outcome, a_sheet_renamed, a_copy_of_the_sheet_filled, values_pasted_with_blanks,
)  # fmt: skip


def main(pack, folder):
    context = uno().getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    office = resolver.resolve("uno:socket,host=localhost,port=2002;urp;StarOffice.ComponentContext")
    desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
    for edit in EDITS:
        opened = Pack(desktop, pack)
        edit(opened)
        opened.save(folder / f"{edit.__name__.replace('_', '-')}.xlsx")
    for name, charset in (("gbk", 67), ("utf-8", 76)):
        opened = Pack(desktop, pack)
        opened.good(1, 2)
        options = f"44,34,{charset},1,,0,false,true,true,false,false,2"
        opened.save(folder / f"saved-as-csv-{name}.csv", "Text - txt - csv (StarCalc)", options)
    opened = Pack(desktop, pack)
    opened.good(1, 2)
    opened.save(folder / "saved-as-97.xls", "MS Excel 97")
    desktop.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
