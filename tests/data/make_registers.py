"""Makes the files of tests/data/registers once. Run by hand; the files are kept, so that readers meet real bytes.

The .xls and .et files were written by xlwt, valid_by_hand.ods by hand below; the others by openpyxl, csv and hand. Files
named ``*_libreoffice.*`` were saved by soffice from the sources that ``python make_registers.py libreoffice FOLDER`` writes.
"""

import csv
import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).parent / "registers"
HEADER = ["对象代码", "名称", "乡镇", "入库日期", "重点监管", "联系电话"]
ROWS = [
    ["XM-001", "晨露䶮纸制品有限公司（示例）", "北王里镇", "2025-03-01", "是", "0311-00000001"],
    ["XM-002", "𠮷祥·古丽餐馆（示例）", "北王里镇", "2024-12-20", "否", "0311-00000002"],
    ["XM-003", "1e5 加油站（示例）", "南柏舍镇", "2025-01-02", "否", ""],
]


def text(rows, separator=",", end="\n"):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator=end).writerows(rows)
    return buffer.getvalue()


def put(name, content):
    (HERE / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def put_book(name, fill):
    book = Workbook()
    fill(book.active)
    book.save(HERE / name)


def texts():
    whole = [HEADER, *ROWS]
    put("valid_plain.csv", text(whole))
    put("valid_utf8_mark.csv", b"\xef\xbb\xbf" + text(whole, end="\r\n").encode())
    put("valid_gb18030.csv", text(whole, end="\r\n").encode("gb18030"))
    put("valid_utf16_tab.csv", text(whole, "\t").encode("utf-16"))
    put("valid_utf16_big_endian.csv", b"\xfe\xff" + text(whole).encode("utf-16-be"))
    put("valid_semicolon.csv", text(whole, ";"))
    put("valid_other_order.csv", text([[row[place] for place in (3, 5, 1, 0, 4, 2)] for row in whole]))
    names = ["社会信用代码", "企业 名称", "所属乡镇", "入库\n时间", "是否重点（必填）", "手机"]
    put("valid_other_names.csv", text([names, *ROWS]))
    wide = [
        [
            cell.translate({code: code + 0xFEE0 for code in range(0x2B, 0x3A)} | {0x58: 0xFF38, 0x4D: 0xFF2D})
            if place in (0, 3, 5)
            else cell
            for place, cell in enumerate(row)
        ]
        for row in ROWS
    ]
    put("valid_full_width.csv", text([HEADER, *wide]))
    dates = ["2025年3月1日", "2024/12/20", "20250102"]
    put(
        "valid_dates.csv",
        text([HEADER, *[[*row[:3], day, *row[4:]] for row, day in zip(ROWS, dates, strict=True)]]),
    )
    around = [
        ["赵县检查对象名录（示例）"],
        ["填报单位：示例", "", "日期：2025-03"],
        [],
        HEADER,
        ROWS[0],
        [],
        ROWS[1],
        HEADER,
        ROWS[2],
        [],
        ["注：本表一式两份，由执法科保管。"],
        ["填表人：示例", "审核人：示例"],
    ]
    put("valid_around.csv", text(around))
    put(
        "valid_running_number.csv",
        text([["序号", *HEADER, "", ""], *[[str(i), *row, "", ""] for i, row in enumerate(ROWS, 1)]]),
    )
    put(
        "invalid_destroyed_code.csv",
        text([HEADER, ["9.11301E+17", *ROWS[0][1:]], ["1.3E+17", *ROWS[1][1:]], ROWS[2]]),
    )
    put("invalid_private_use.csv", text([HEADER, [ROWS[0][0], "晨\ue000纸厂", *ROWS[0][2:]], ROWS[1]]))
    put(
        "invalid_lone_surrogate.csv",
        b"\xef\xbb\xbf" + text([HEADER, ROWS[0]]).encode() + b"XM-9,\xed\xa0\x80,,,,\n",
    )
    put(
        "invalid_lone_surrogate_utf16.csv",
        b"\xff\xfe" + text([HEADER, ROWS[0]]).encode("utf-16-le") + b"\x00\xd8,\x00",
    )
    put("invalid_encoding.csv", b"\x81\x20\xff\xfe\xff" * 3)
    put("invalid_broken_quotes.csv", text([HEADER]) + 'XM-1,"' + "长" * 140_000)
    put("invalid_missing_column.csv", text([["信用码", *HEADER[1:]], *ROWS]))
    put(
        "invalid_duplicate_header.csv",
        text([[*HEADER, "乡镇"], [*ROWS[0], "别的镇"], [*ROWS[1], "北王里镇"]]),
    )
    put("invalid_unnamed_column.csv", text([[*HEADER, ""], [*ROWS[0], "这是什么"], [*ROWS[1], ""]]))
    put("invalid_no_header.csv", text([["甲", "乙"], ["1", "2"]]))
    put("invalid_empty.csv", b"")
    put(
        "invalid_words.csv",
        text(
            [
                [*HEADER, "状态", "排污许可管理类别"],
                [*ROWS[0], "在也", "重点官理"],
                [*ROWS[1][:4], "也许", "", "停产", "简化"],
            ]
        ),
    )
    put(
        "invalid_dates.csv",
        text(
            [
                HEADER,
                ["XM-1", "甲厂", "", "2025-02-30", "", ""],
                ["XM-2", "乙厂", "", "25.3.1", "", ""],
                ["XM-3", "丙厂", "", "去年", "", ""],
            ]
        ),
    )
    put(
        "invalid_duplicate_code.csv", text([HEADER, ROWS[0], ROWS[1], ["XM-001", "完全另一家", *ROWS[0][2:]]])
    )
    put("invalid_empty_cells.csv", text([HEADER, ["", *ROWS[0][1:]], ["XM-002", "", *ROWS[1][2:]], ROWS[2]]))
    put(
        "invalid_credit_codes.csv",
        text(
            [
                ["统一社会信用代码", "企业名称"],
                ["91130100MA0AAAAA1M", "甲厂"],
                ["91130100MAOAAAAA1L", "乙厂"],
                ["11010519491231002X", "丙厂"],
                ["130100123456789", "丁厂"],
                ["91130100MA0AAAAA1", "戊厂"],
            ]
        ),
    )
    put("invalid_web_page.xls", "<html><table><tr><td>对象代码</td></tr></table></html>")
    put("invalid_not_a_workbook.xlsx", b"PK\x03\x04" + b"\x00" * 200)


def two_rows(page):
    page.append(["检查对象名录（示例）"])
    page.merge_cells("A1:F1")
    page.append(["对象代码", "名称", "所在地", "时间", "监管情况", ""])
    page.append(["", "", "乡镇", "入库日期", "重点监管", "联系电话"])
    for area in ("A2:A3", "B2:B3", "E2:F2"):
        page.merge_cells(area)
    for row in ROWS:
        page.append(row)


def merged(page):
    for row in [HEADER, *ROWS]:
        page.append(row)
    page["C3"] = None
    page.merge_cells("C2:C3")


def typed(page):
    page.append(["说明行"])
    page.append(["", "", *HEADER])
    page.append([])
    for row in ROWS:
        page.append(["", "", *row])
    for line, serial in zip((4, 5, 6), (45717, 45646, 45659), strict=True):
        page.cell(line, 6).value = serial
    page.cell(4, 6).number_format = "yyyy/m/d"
    page.cell(5, 6).number_format = "yyyy-mm-dd"
    page.cell(4, 7).value = True
    page["D4"].font = Font(bold=True)
    page["C2"].comment = Comment("批注", "示例")


def second_sheet(page):
    page.append(["封面"])
    other = page.parent.create_sheet("名录")
    for row in [HEADER, *ROWS]:
        other.append(row)
    hidden = page.parent.create_sheet("旧")
    hidden.append(HEADER)
    hidden.append(["XM-099", "旧的", "", "", "", ""])
    hidden.sheet_state = "hidden"


def formula(page):
    page.append(HEADER)
    page.append(["XM-001", '=HYPERLINK("http://x","甲")', "北王里镇", "", "", ""])
    page.append(["XM-002", "乙厂", "=C2", "", "", ""])


def number_code(page):
    page.append(HEADER)
    page.append([911301000000000017, "甲厂", "", "", "", ""])
    page.append(["#N/A", "乙厂", "#REF!", "", "", ""])


def books():
    put_book("valid_two_row_header.xlsx", two_rows)
    put_book("valid_merged_down.xlsx", merged)
    put_book("valid_typed_cells.xlsx", typed)
    put_book("valid_second_sheet.xlsx", second_sheet)
    put_book("invalid_formula.xlsx", formula)
    put_book("invalid_number_code.xlsx", number_code)


def hostile():
    plain = HERE / "valid_merged_down.xlsx"
    again = {name: zipfile.ZipFile(plain).read(name) for name in zipfile.ZipFile(plain).namelist()}

    def put_zip(name, parts):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for part, content in parts.items():
                package.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
        put(name, buffer.getvalue())

    sheet = "xl/worksheets/sheet1.xml"
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    put_zip("invalid_entities.xlsx", {**again, sheet: bomb + again[sheet].split(b"?>")[-1]})
    put_zip("invalid_macro.xlsx", {**again, "xl/vbaProject.bin": b"x"})
    put_zip("invalid_external_link.xlsx", {**again, "xl/externalLinks/externalLink1.xml": b"<x/>"})
    put_zip("invalid_embedded.xlsx", {**again, "xl/embeddings/oleObject1.bin": b"x"})
    put_zip("invalid_zip_bomb.xlsx", {**again, "xl/media/image1.png": b"\x00" * 60_000_000})
    far = again[sheet].replace(b'<row r="4"', b'<row r="10000000"').replace(b'r="A4"', b'r="A10000000"')
    put_zip("invalid_far_row.xlsx", {**again, sheet: far})
    put("invalid_truncated.xlsx", plain.read_bytes()[:3000])
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in [HEADER, *ROWS]
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="名录">{cells}%s</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    put_ods("valid_by_hand.ods", document % "")
    many = '<table:table-row table:number-rows-repeated="10000000"><table:table-cell table:number-columns-repeated="1000" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    put_ods("invalid_repeated.ods", document % many)


def put_ods(name, document):
    manifest = '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(HERE / name, "w") as package:
        package.writestr(
            zipfile.ZipInfo("mimetype", (1980, 1, 1, 0, 0, 0)),
            "application/vnd.oasis.opendocument.spreadsheet",
        )
        package.writestr(zipfile.ZipInfo("content.xml", (1980, 1, 1, 0, 0, 0)), document)
        package.writestr(zipfile.ZipInfo("META-INF/manifest.xml", (1980, 1, 1, 0, 0, 0)), manifest)


def old():
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("名录")
    for line, row in enumerate([HEADER, *ROWS]):
        for place, cell in enumerate(row):
            page.write(line, place, cell)
    for name in ("valid_old.xls", "valid_old.et"):
        book.save(str(HERE / name))


def second_texts():
    """Write what offices and other systems do to a text file beyond its encoding."""
    whole = [HEADER, *ROWS]
    put("valid_sep_line.csv", ("sep=;\r\n" + text(whole, ";", "\r\n")).encode("utf-8-sig"))
    put("valid_utf16_no_mark.csv", text(whole, "\t", "\r\n").encode("utf-16-le"))
    put(
        "valid_mixed_line_ends.csv",
        "".join(text([row], end=end) for row, end in zip(whole, ["\r", "\r\n", "\n", "\r"], strict=True)),
    )
    put("valid_two_files_joined.csv", "\ufeff\ufeff" + text(whole[:3]) + "\ufeff" + text([HEADER, ROWS[2]]))
    marked = [
        [f"'{ROWS[0][0]}", *ROWS[0][1:]],
        [f'="{ROWS[1][0]}"', *ROWS[1][1:]],
        [f"\u2018{ROWS[2][0]}", *ROWS[2][1:]],
    ]
    put("valid_text_marks.csv", text([HEADER, *marked]))
    unseen = [[row[0], row[1][:2] + "\u200b" + row[1][2:] + "\ufeff", *row[2:]] for row in ROWS]
    put("valid_invisible_characters.csv", text([HEADER, *unseen]))
    times = [[*row[:3], f"{row[3].replace('-', '/')} 08:30:15", *row[4:]] for row in ROWS]
    put("valid_clock_times.csv", text([HEADER, *times]))
    put("invalid_open_quote.csv", text(whole).replace("𠮷祥", '"𠮷祥').replace("XM-002,", "XM-002,", 1))
    put(
        "invalid_swallowed_rows.csv",
        text(whole).replace("晨露", '"晨露').replace("1e5 加油站（示例）", '1e5 加油站（示例）"'),
    )
    put("invalid_cut_off.csv", text(whole).encode()[:-40])
    put("invalid_cut_in_a_character.csv", text(whole).encode("gb18030")[:-17])
    put("invalid_zero_byte.csv", text(whole).replace("晨露", "晨\x00露"))
    put("invalid_utf32.csv", text(whole).encode("utf-32"))
    put("invalid_direction_marks.csv", text(whole).replace("晨露", "晨\u202e露"))


def totals(page):
    page.append(["赵县检查对象名录（示例）"])
    page.append(HEADER)
    page.append(["一、北王里镇"])
    page.append(ROWS[0])
    page.append(ROWS[1])
    page.append(["小 计", "2家"])
    page.append(["南柏舍镇"])
    page.merge_cells("A7:F7")
    page.append(ROWS[2])
    page.append(["", "合计", "3"])
    page.append(["以上共3家"])
    page.append(["制表：示例", "", "审核：示例"])
    page.append(["2025年3月1日"])
    page.row_dimensions[5].hidden = True


def base_1904(page):
    page.parent.epoch = CALENDAR_MAC_1904
    page.append(HEADER)
    for row, day in zip(ROWS, (date(2025, 3, 1), 44184, "44197"), strict=True):
        page.append([*row[:3], day, *row[4:]])


def three_row_header(page):
    page.append(["基本信息", None, None, "其他信息"])
    page.merge_cells("A1:C1")
    page.merge_cells("D1:F1")
    page.append(["主体", None, "属地", "时间", "标记", "联络"])
    page.merge_cells("A2:B2")
    page.append(HEADER)
    for row in ROWS:
        page.append(row)


def two_sheets(page):
    page.title = "北王里镇"
    page.append(HEADER)
    page.append(ROWS[0])
    other = page.parent.create_sheet("南柏舍镇")
    other.append(HEADER)
    other.append(ROWS[2])


def merged_header(page):
    page.append(["对象代码", "名称", None, "乡镇"])
    page.merge_cells("B1:C1")
    page.append(["XM-001", "晨露纸制品", "有限公司（示例）", "北王里镇"])


def second_books():
    put_book("valid_totals.xlsx", totals)
    put_book("valid_1904.xlsx", base_1904)
    put_book("valid_three_row_header.xlsx", three_row_header)
    put_book("invalid_two_sheets.xlsx", two_sheets)
    put_book("invalid_merged_header.xlsx", merged_header)


def libreoffice_good(page):
    page.append(["赵县检查对象名录（示例）"])
    page.merge_cells("A1:F1")
    page.append(HEADER)
    for row in ROWS:
        page.append([*row[:3], date.fromisoformat(row[3]), *row[4:]])
        page.cell(page.max_row, 4).number_format = "yyyy年m月d日"
    page.append(["注：本表由执法科保管。"])
    page.parent.create_sheet("说明").append(["填表说明"])


def libreoffice_bad(page):
    page.append(HEADER)
    page.append([911301000000000123, "甲厂（示例）", "北王里镇", date(2025, 3, 1), "是", "0311-1"])
    page.append(["XM-002", "乙厂（示例）", "北王里镇", "2025年2月30日", "也许", None])
    page.append(["XM-003", '=CONCATENATE("丙","厂")', "北王里镇", date(2025, 3, 1), True, None])
    page.append(["XM-004", "=1/0", "北王里镇", date(2025, 3, 1), False, None])
    page.append(["XM-002", "丁厂（示例）", "北王里镇", 45717, "否", None])


def libreoffice(folder):
    """Have soffice save the two sources in each of its forms; the results were copied here by hand, once."""
    for name, fill in (("valid", libreoffice_good), ("invalid", libreoffice_bad)):
        book = Workbook()
        book.active.title = "名录"
        fill(book.active)
        source = folder / f"{name}_libreoffice.xlsx"
        book.save(source)
        for form in ("xlsx", "ods", "xls"):
            subprocess.run(
                ["soffice", "--headless", "--convert-to", form, "--outdir", folder / "out", source],
                check=True,
            )
    (folder / "valid_libreoffice.csv").write_text(text([HEADER, *ROWS]), "utf-8")
    form = "csv:Text - txt - csv (StarCalc):44,34,85,1,,0,false,true,false"  # 85 is GB18030; 65535 with 9 was UTF-16 by tab
    columns = "CSV:44,34,76,1,1/2/2/2/3/2/4/2/5/2/6/2"
    source = folder / "valid_libreoffice.csv"
    command = [
        "soffice",
        "--headless",
        f"--infilter={columns}",
        "--convert-to",
        form,
        "--outdir",
        folder / "out",
        source,
    ]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    if sys.argv[1:2] == ["libreoffice"]:
        libreoffice(Path(sys.argv[2]))
    else:
        texts()
        books()
        hostile()
        old()
        second_texts()
        second_books()
