"""Makes the files of tests/data/published once: lists, plans and results as bureaus publish them and systems export them.

Run by hand (``python make_published.py``); the files are kept, so that readers meet the same bytes for ever. What must be read or said
of each is written by hand in ``expected.json``. The forms of LibreOffice and the encrypted file come from ``soffice`` and
``msoffcrypto`` (``python make_published.py office``). All firms, people and numbers are invented.
"""

import csv
import io
import subprocess
import sys
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table as ListObject

HERE = Path(__file__).parent / "published"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAW = "《排污许可管理条例》第二十五条"
OBJECTS = ["统一社会信用代码", "企业名称", "所属乡镇", "联系电话", "入库日期"]
FIRMS = [
    ["XM-001", "晨露纸制品有限公司（示例）", "北王里镇", "0311-00000001", "2025-03-01"],
    ["XM-002", "𠮷祥餐馆（示例）", "北王里镇", "0311-00000002", "2024-12-20"],
    ["XM-003", "云岭加油站（示例）", "南柏舍镇", "0311-00000003", "2025-01-02"],
]
ITEMS = [
    "序号",
    "抽查类别",
    "抽查事项",
    "检查对象",
    "事项类别",
    "检查方式",
    "检查主体",
    "检查依据",
    "抽查比例",
    "频次",
]
LIST = [
    [1, "污染源日常监管", "排污许可证执行情况", "排污单位", "重点检查事项", "现场检查", "县分局", LAW, "2%-5%", "每季度1次"],
    [2, "污染源日常监管", "自行监测情况", "排污单位", "一般检查事项", "非现场检查", "县分局", LAW, "1户", "1次/年"],
    [3, "建设项目", "“三同时”落实情况", "建设项目", "一般检查事项", "现场检查", "县分局", LAW, "≥10%", "1次/年"],
]  # fmt: skip  # one row a line
PLAN = ["抽查计划编号", "抽查计划名称", "抽查任务编号", "抽查任务名称", "抽查类型", "抽查比例", "抽查事项", "抽查对象范围", "发起科室", "联合科室", "抽查时间"]  # fmt: skip
TASK = [
    "JH-2025-01",
    "2025年度随机抽查01",
    "RW-01",
    "重点对象抽查",
    "不定向",
    "≥25%",
    "SX-01",
    "重点",
    "执法一中队",
    "",
]
RESULT = ["检查任务编号", "统一社会信用代码", "事项编码", "检查日期", "检查方式", "检查结果", "处理措施"]


def put(name, content):
    (HERE / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def text(rows, separator=",", end="\r\n"):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator=end).writerows(rows)
    return buffer.getvalue()


def book(name, rows, *, merges=(), left=0, above=0, touch=None):
    made = Workbook()
    page = made.active
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if value not in (None, ""):
                page.cell(above + place + 1, left + column + 1).value = value
    for area in merges:
        page.merge_cells(area)
    if touch:
        touch(page)
    made.save(HERE / name)


def shared(name, rows):
    """Return the parts of a workbook with shared strings, which openpyxl does not write."""
    import xlsxwriter

    with xlsxwriter.Workbook(HERE / name) as made:
        page = made.add_worksheet("名录")
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return parts_of(name)


def parts_of(name):
    with zipfile.ZipFile(HERE / name) as source:
        return {part: source.read(part) for part in source.namelist()}


def package(name, parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for part, content in parts.items():
            target.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    put(name, buffer.getvalue())


def item_lists():
    spaced = ["序 号", "抽 查\n类 别", "抽查\n事项", "检 查 对 象", "事项\r\n类别", "检查　方式", "检 查 主 体", "检 查 依 据", "抽 查\n比 例", "频　次"]  # fmt: skip
    book("items_spaced_headers.xlsx", [["附件1"], ["随机抽查事项清单"], spaced, *LIST], merges=["A2:J2"])
    rows = [["赵县分局随机抽查事项清单（2025年版）"], [], ITEMS, *LIST, [], ["填表人：示例", "", "", "审核人：示例"], ["注：比例按户数计。"]]  # fmt: skip
    rows[4] = [2, "", *LIST[1][2:]]
    book("items_at_c9.xlsx", [rows[0], rows[1], rows[2], LIST[0], rows[4], *rows[5:]], left=2, above=8, merges=["D12:D13"])  # fmt: skip
    put(
        "items_words_gb18030.csv",
        text([["随机抽查事项清单"], ITEMS, *LIST, ["合计", "3项"]]).encode("gb18030"),
    )
    units = [*ITEMS[:8], "抽查比例（%）", "频次（次/年）"]
    rows = [[*row[:8], ratio, "1"] for row, ratio in zip(LIST, ("25", "2-5", "100"), strict=True)]
    put("items_units_in_header.csv", "\ufeff" + text([units, *rows]))
    book("items_numbers_under_header.xlsx", [ITEMS, list(range(1, 11)), *LIST])
    book("items_categories_between.xlsx", [ITEMS, ["一、污染源日常监管"], LIST[0], LIST[1], ["二、建设项目"], LIST[2]], merges=["A2:J2", "A5:J5"])  # fmt: skip
    put("items_text.xls", text([ITEMS, *LIST], "\t").encode("gb18030"))
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [ITEMS, *LIST])
    put("items_web_page.xls", f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table>{cells}</table></body></html>')  # fmt: skip
    put("items_web_archive.xls", f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<table>{cells}</table>\r\n--x--\r\n')  # fmt: skip
    rows = [[*ITEMS[:7], "检查依据", "检查依据"], *[[*row[:7], "《环境保护法》", LAW] for row in LIST]]
    book("items_one_header_twice.xlsx", rows)
    two = [["污染源日常监管清单"], ITEMS, *LIST[:2], [], ["建设项目清单"], ITEMS, LIST[2]]
    book("items_two_tables_below.xlsx", two)
    wide = [[*ITEMS[:5], "检查依据", "", *ITEMS[:5], "检查依据"], [*LIST[0][:5], LAW, "", *LIST[2][:5], LAW]]
    book("items_two_tables_beside.xlsx", wide)
    book("items_two_different_tables.xlsx", [ITEMS, *LIST, [], ["检查对象名录"], OBJECTS, *FIRMS])


def object_lists():
    plain = [OBJECTS, *FIRMS]
    dates = ["2025.3.1", "45646", "2025年1月"]
    put(
        "objects_dates.csv",
        text([OBJECTS, *[[*row[:4], day] for row, day in zip(FIRMS, dates, strict=True)]]),
    )
    rare = [
        ["XM-001", "㐂䶮𠮷餐馆（示例）", "北王里镇", "", ""],
        ["XM-002", "阿依古丽·麦麦提商店（示例）", "", "", ""],
    ]
    put("objects_four_byte.csv", text([OBJECTS, *rare]).encode("gb18030"))
    put("objects_utf16_be_no_mark.csv", text(plain, "\t").encode("utf-16-be"))
    put("objects_carriage_returns.csv", text(plain, end="\r").encode("gb18030"))
    put("objects_floats.csv", text([OBJECTS, ["130133001.0", *FIRMS[0][1:3], "13800000000.0", "2025-03-01"]]))
    put(
        "objects_semicolons_uneven.csv", text([OBJECTS, [*FIRMS[0], "", "", ""], FIRMS[1][:3], FIRMS[2]], ";")
    )
    pages = [
        ["第1页 共2页"],
        OBJECTS,
        *FIRMS[:2],
        ["第2页 共2页"],
        OBJECTS,
        FIRMS[2],
        ["打印日期：2025-03-31"],
    ]
    put("objects_page_marks.csv", text(pages))
    put("objects_cut_off.csv", text(plain).encode()[:-9])
    put("objects_danger.csv", text([OBJECTS, ["XM-001", "=cmd|'/c calc'!A0", "+1", "-2", ""], ["XM-002", "@SUM(1)", "", "", ""]]))  # fmt: skip
    put("objects_long_cell.csv", text([OBJECTS, ["XM-001", "长" * 200_000, "", "", ""]]).encode("gb18030"))
    book("objects_danger.xlsx", [OBJECTS, ["XM-001", "=cmd|'/c calc'!A0", "镇", "", ""], ["XM-002", "=HYPERLINK(\"http://example.org\",\"甲\")", "", "", ""]])  # fmt: skip
    parts = shared("objects_long_cell.xlsx", [OBJECTS, FIRMS[0]])
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        "晨露".encode(), ("长" * 600_000).encode()
    )
    package("objects_long_cell.xlsx", parts)
    old_days(plain)
    marked(plain)


def old_days(plain):
    def turn(page):
        page.parent.epoch = CALENDAR_MAC_1904
        for line, day in enumerate((date(2025, 3, 1), datetime(2024, 12, 20, 8, 30), 44197), 2):  # noqa: DTZ001  # a cell has no zone
            page.cell(line, 5).value = day

    book("objects_1904.xlsx", plain, touch=turn)


def marked(plain):
    def hide(page):
        page.auto_filter.ref = "A1:E4"
        page.row_dimensions[3].hidden = True
        page.column_dimensions["D"].hidden = True
        page["B2"].comment = Comment("请核实", "示例")
        page["B2"].hyperlink = "https://example.org/"

    book("objects_filtered.xlsx", plain, touch=hide)

    def list_object(page):
        page.append(["合计", 3])
        page.add_table(ListObject(displayName="名录", ref="A1:E5", totalsRowCount=1))

    book("objects_list_object.xlsx", plain, touch=list_object)
    hidden = Workbook()
    hidden.active.append(["封面"])
    page = hidden.create_sheet("名录")
    for row in plain:
        page.append(row)
    page.sheet_state = "hidden"
    hidden.save(HERE / "objects_hidden_sheet.xlsx")
    several = Workbook()
    several.active.title = "北王里镇"
    for row in [OBJECTS, FIRMS[0], FIRMS[1]]:
        several.active.append(row)
    page = several.create_sheet("南柏舍镇")
    for row in [["南柏舍镇名录"], OBJECTS, FIRMS[2], ["XM-004", "", "南柏舍镇", "", "去年"]]:
        page.append(row)
    several.save(HERE / "objects_a_sheet_a_town.xlsx")


def odd_packages():
    book("objects_plain.xlsx", [OBJECTS, *FIRMS])
    plain = parts_of("objects_plain.xlsx")
    put("objects_really_xlsx.csv", (HERE / "objects_plain.xlsx").read_bytes())
    put("objects_empty.xlsx", b"")
    put("objects_cut_off.xlsx", (HERE / "objects_plain.xlsx").read_bytes()[:2500])
    strict = {
        name: part.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, part in plain.items()
    }
    package("objects_strict.xlsx", strict)
    rich = '<si><r><t>晨露</t></r><r><rPr><b/></rPr><t xml:space="preserve">纸制品有限公司（示例）</t></r><rPh sb="0" eb="2"><t>チェンルー</t></rPh><phoneticPr fontId="1"/></si>'
    phonetic = shared("objects_rich_text.xlsx", [OBJECTS, *FIRMS])
    strings = phonetic["xl/sharedStrings.xml"].decode()
    assert "<si><t>晨露纸制品有限公司（示例）</t></si>" in strings
    package("objects_rich_text.xlsx", {**phonetic, "xl/sharedStrings.xml": strings.replace("<si><t>晨露纸制品有限公司（示例）</t></si>", rich).encode()})  # fmt: skip
    cells = "".join(
        "<x:row>"
        + "".join(f'<x:c t="inlineStr"><x:is><x:t>{cell}</x:t></x:is></x:c>' for cell in row)
        + "</x:row>"
        for row in [OBJECTS, *FIRMS]
    )
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{cells}</x:sheetData></x:worksheet>'
    bare = {**plain, "xl/worksheets/sheet1.xml": sheet.encode()}
    package("objects_bare_cells.xlsx", bare)
    link = {**plain, "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    package("objects_external_link.xlsx", link)
    binary = {"[Content_Types].xml": b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>', "xl/workbook.bin": b"\x83\x01\x00", "xl/worksheets/sheet1.bin": b"\x81\x01\x00"}  # fmt: skip
    package("objects_binary.xlsb", binary)
    package("items_word.xlsx", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    package("objects_packed.zip", {"名录.xlsx": (HERE / "objects_plain.xlsx").read_bytes()})
    put("items_pdf.xls", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n")
    put("objects_packed.rar.xlsx", b"Rar!\x1a\x07\x01\x00" + bytes(range(200)))
    put(
        "~$objects.xlsx",
        b"\x06\x53\x68\x69\x6c\x69\x20"
        + b"\x20" * 47
        + b"\x06\x00S\x00h\x00i\x00l\x00i\x00"
        + b"\x20\x00" * 48,
    )


def plans_and_results():
    months = ["2025年3月-5月", "3月", "二季度", "全年", "2025年1月—3月", "每月"]
    rows = [[*TASK[:2], f"RW-{place:02}", *TASK[3:], when] for place, when in enumerate(months, 1)]
    put("plans_without_period.csv", text([["2025年度双随机抽查计划"], PLAN, *rows]).encode("gb18030"))
    good = [row for row in rows if row[-1] in ("3月", "二季度", "全年", "2025年1月—3月")]
    book("plans_with_months.xlsx", [["2025年度双随机抽查计划"], PLAN, *good], merges=["A1:K1"])
    rows = [
        ["2025Q1-001", "XM-001", "SX-01", "2025.3.1", "现场", "未发现问题。", ""],
        ["2025Q1-002", "XM-002", "SX-01", "2025年3月", "实地检查", "已停产", ""],
        ["2025Q1-003", "XM-003", "SX-01", 45717, "非现场检查", "发现问题已责令整改", "责令改正"],
    ]
    book("results_in_other_words.xlsx", [["2025年一季度抽查结果公示"], RESULT, *rows], merges=["A1:G1"])
    staff = [["序号", "姓名", "执法证号", "所在科室", "有效期"], [1, "赵示例", "03010001", "执法一中队", "2024.3.1-2029.2.28"], [2, "钱示例", 3010002, "执法一中队", "长期"]]  # fmt: skip
    book("inspectors_validity.xlsx", [["执法人员名录库"], *staff])


def office():
    """Have soffice write its own forms, and msoffcrypto the encrypted one."""
    import msoffcrypto.format.ooxml

    def formulas(page):
        page["B3"] = '=CONCATENATE("𠮷祥","餐馆（示例）")'
        page["D4"] = "=1/0"
        page.append(["XM-004", "丁厂（示例）", "北王里镇", 0.25, date(2025, 3, 1)])
        page["D5"].number_format = "0%"
        page.row_dimensions[4].hidden = True

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "objects_office.xlsx"
        book(source, [OBJECTS, *FIRMS], touch=formulas)
        for form in ("ods", "xls", "xlsx"):
            subprocess.run(
                ["soffice", "--headless", "--convert-to", form, "--outdir", HERE, source], check=True
            )
        ratios = Path(folder) / "items_office.xlsx"

        def percent(page):
            page["I2"], page["I3"] = 0.25, 0.05
            page["I2"].number_format = page["I3"].number_format = "0%"

        book(ratios, [["随机抽查事项清单"], ITEMS, *LIST][1:], touch=percent)
        for form in ("ods", "xls"):
            subprocess.run(
                ["soffice", "--headless", "--convert-to", form, "--outdir", HERE, ratios], check=True
            )
        hidden = HERE / "objects_hidden_sheet.xlsx"
        for form in ("ods", "xls"):
            subprocess.run(
                ["soffice", "--headless", "--convert-to", form, "--outdir", HERE, hidden], check=True
            )
    buffer = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO((HERE / "objects_plain.xlsx").read_bytes())).encrypt(
        "秘密", buffer
    )
    put("objects_password.xlsx", buffer.getvalue())
    put("objects_cut_off.xls", (HERE / "objects_office.xls").read_bytes()[:3000])
    put("objects_cut_off.ods", (HERE / "objects_office.ods").read_bytes()[:4000])


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    if sys.argv[1:] == ["office"]:
        office()
    else:
        item_lists()
        object_lists()
        odd_packages()
        plans_and_results()
