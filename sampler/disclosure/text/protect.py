# ruff: noqa: RUF001  # look-alike characters are what this module is about
"""What must stay: official numbers, technical codes, values with units, dates. Found before anything is masked."""

import re

from sampler.disclosure.text import checksums, tables
from sampler.disclosure.text.rules import Rule, rule
from sampler.registers.codes import is_credit_code

NOT_PERSONAL = r"(?<!身份证)(?<!身份证件)(?<!证件)(?<!护照)(?<!通行证)(?<!银行)(?<!银行卡)(?<!微信)(?<!手机)(?<!电话)(?<!联系)"
SERIAL_CUE = (
    r"(?:编号|编码|代码|序列号|出厂号|机身号|设备号|仪器号|表号|桩号|合同号|发票号码?|流水号?|批号|批次号?|报告号|受理号|登记号|回执号|备案号|"
    r"信访号|工单号?|信访件号|执法证号?码?|检查证号?|证书号|资质号|许可证号?|证号|税号|邮编|邮政编码|订单号|快递单号|运单号|单号|票号|卷号|案号|"
    r"文号|型号|规格|车架号|发动机号|识别码|登录号|账套|注册号|执照号|登记证号?|S/?N|No\.?|MAC|IMEI|IP|版本号?|条码|二维码号?|钢印号|铅封号|封条号?)"
)
UNIT = (
    r"(?:m[23³²]|nm3|立方米?|立方|方(?=[,。;、/]|$)|平方米?|公?亩|吨|公斤|千克|克|毫克|微克|t(?![a-z])|kg|mg|ug|μg|g(?![a-z])|"
    r"千瓦时?|千伏安?|kwh|kva|kw|mw|度电|升|毫升|l(?![a-z0-9])|ml|万?元|万吨|℃|°|%|‰|ppm|ppb|db|分贝|"
    r"小时|分钟|秒|h(?![a-z])|min|mpa|kpa|pa(?![a-z])|hz|rpm|转/|米|厘米|毫米|mm|cm|km|公里|m(?![a-z0-9])|us/cm|ntu|无量纲|大卡|千卡|kj|mj)"
)


def _is_firm_code(match: re.Match[str]) -> bool:
    code = match.group()[:18].upper()
    if checksums.looks_like_id(code):
        return False
    return code[:2] in {"91", "93"} or not code.isdigit() or is_credit_code(code)


SURNAMES = "|".join(
    [*sorted(tables.compound_surnames()), f"[{''.join(sorted(tables.counts('surnames.txt')))}]"]
)

PROTECT: tuple[Rule, ...] = (
    rule("keep.document", "", r"(?:[冀京津晋鲁豫][\u4e00-\u9fff]{1,6}|[\u4e00-\u9fff]{0,3}环[\u4e00-\u9fff]{0,4})?[〔\[(【<]?(?:19|20)\d{2}[〕\])】>][\u4e00-\u9fff]{0,6}(?:第?\d{1,6}(?:-\d{1,4})?号(?:之[一二三四五])?|(?<=[〕\]])\d{1,6}(?!\d))", "文书号", "冀赵环罚〔2023〕1号"),
    rule("keep.licence", "", r"[冀京津晋鲁豫][\u4e00-\u9fff]{1,6}(?:字|证|许)?第?\d{4,20}号", "许可或证书编号", "冀危许202103号"),
    rule("keep.certificate", "", r"[冀京津晋鲁豫][\u4e00-\u9fff]{1,5}证\[?[A-Z]?\d{3,8}\]?|第\d{5,12}号", "证书编号", "辐射安全许可证冀环辐证[A0417]"),
    rule("keep.case", "", r"[(〔\[](?:19|20)\d{2}[)〕\]][\u4e00-\u9fff]{1,3}\d{2,6}[\u4e00-\u9fff]{1,4}\d{1,7}号", "案号", "(2023)冀0133行审12号"),
    rule("keep.standard", "", r"(?<![a-z])(?:GB|HJ|DB\d{2}|GBZ|HG|SH|CJ|JB|JJG|JJF|WS|AQ|NY|SL|QX|TB|YY|JT|ISO|IEC|T/[A-Z]{2,8})(?:[/_]?[TZ])?[ -]?\d{1,6}(?:\.\d{1,3})?(?:[-—]\d{2,4})?(?!\d)", "标准号", "《大气污染物综合排放标准》（GB 16297-1996）"),
    rule("keep.firm_branch", "", r"[\u4e00-\u9fff]{2,8}\([\u4e00-\u9fff]{2,6}\)[\u4e00-\u9fff]{0,12}(?:有限|公司|集团|事务所|研究院)", "带括号的单位名称", "唐钢美锦(唐山)煤化工有限公司"),
    rule("keep.outlet", "", r"(?<![a-z0-9京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])(?:DA|DW|FQ|WS|YS|MF|TA|TW|SW|TS|DB|ZS|GF|WF|JC|PK)-?\d{2,6}(?:-\d{1,3})?(?!\d)", "排放口或设施编号", "排放口DA001超标"),
    rule("keep.waste", "", r"(?<![a-z0-9])(?:HW ?\d{2}(?:-\d{2})?|\d{3}-\d{3}-\d{2}(?!\d))", "危险废物代码", "危险废物HW08（900-249-08）"),
    rule("keep.permit", "", r"(?<![a-z0-9])(?!92)[159N][1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?:\d{3}[A-Z])?(?![0-9a-z])", "单位的信用代码或许可证编号", "排污许可证编号91130133MA0700001X001P", accept=_is_firm_code),
    rule("keep.mn", "", r"(?<![a-z])MN(?:号|码|编码|编号|=|:|为|是|\s){0,4}[0-9A-Z]{10,26}", "数采仪 MN 号", "数采仪MN号：88810133001382"),
    rule("keep.manifest", "", r"(?:联单|转移单|磅单|过磅单)(?:编号|号码|号)?(?:为|是|:|\s){0,3}[0-9A-Z-]{6,26}", "联单编号", "转移联单编号：2023130133000123"),
    rule("keep.serial", "", NOT_PERSONAL + SERIAL_CUE + r"(?:为|是|:|=|#|\s|\.|\(|\)){0,4}[A-Z0-9][A-Z0-9/_.-]{2,40}(?:[、,/和及 ]{1,2}[A-Z0-9][A-Z0-9/_.-]{5,40}){0,12}(?:号)?", "器具、文书或证书编号", "采样仪出厂编号：13812345678"),
    rule("keep.flow", "", r"(?:累计|上期|本期|上月底?|流量|读数|示数|表数|底数|水量|电量|气量|总量|产量|用量|止码|起码|行度|工时|金额|余额|面积)[\u4e00-\u9fff]{0,6}(?:为|是|:|=|约|\s){0,3}\d[\d.,]{2,20}", "累计流量、读数等计量值", "流量计累计流量13812345678"),
    rule("keep.value", "", r"(?<![\d.a-z])\d[\d.,]{0,18} ?(?:[×x*]10\^?\d{1,2} ?)?" + UNIT, "带单位的数值", "排放浓度38.5mg/m3"),
    rule("keep.date", "", r"(?<!\d)(?:19|20)\d{2}(?:年\d{1,2}月(?:\d{1,2}[日号])?|[-./]\d{1,2}[-./]\d{1,2}(?!\d))(?: ?\d{1,2}[:时]\d{1,2}(?::\d{2}|分)?)?", "日期", "2023年5月6日"),
    rule("keep.compact_date", "", r"(?<!\d)20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?!\d)", "日期时间", "照片20230506083015"),
    rule("keep.coordinate", "", r"(?<!\d)\d{2,3}(?:\.\d{4,10}(?![\d.])|°\d{1,2}[′'](?:\d{1,2}(?:\.\d+)?[″\"])?)", "经纬度", "经度114.776512"),
    rule("keep.hotline", "", r"(?<![\da-z])(?<![a-z][·.-])(?:\(?0\d{2,3}\)?-? ?)?(?:12369|12345|12315|12348|12388|12318|12350|12371|12380|110|119|120|122|96\d{3}|95\d{3})(?!\d)", "公共服务热线", "请拨打0311-12345"),
    rule("keep.service_number", "", r"(?<!\d)(?<!\d[ -])(?:400|800)[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)", "企业客服号码", "客服400-810-8888"),
    rule("keep.public_line", "", r"(?:举报|监督|投诉|咨询|服务|公开|热线|报警|监管|受理)(?:热线|专线|电话|专用电话|号码)(?:号码)?(?:为|是|:|\s|\(|\)){0,3}(?:\(?0\d{2,3}\)?[- ]?)?[2-8]\d{2,3}[ -]?\d{4}(?!\d)(?:[、,/或 ]{1,2}(?:\(?0\d{2,3}\)?[- ]?)?[2-8]\d{6,7}(?!\d)){0,4}", "向社会公开的电话", "举报电话：0311-84901234"),
    rule("keep.public_mail", "", r"(?:举报|监督|投诉|公开|官方|公共|信访|受理)(?:电子)?(?:邮箱|信箱|邮件)(?:为|是|:|\s){0,3}[a-z0-9_.-]{1,40}@[a-z0-9.-]{0,40}\.gov\.cn", "向社会公开的邮箱", "举报邮箱：zx_hb@sjz.gov.cn"),
)  # fmt: skip
"""What is kept, each with a name, a reason and an example."""

DONE: tuple[Rule, ...] = (
    rule("keep.placeholder", "", r"【(?:手机号|电话|身份证号|银行卡号|护照号|车牌号|邮箱|网络账号|住址|出生日期|信用代码|商业秘密)】", "已经隐去", "电话【手机号】"),
    rule("keep.masked_name", "", rf"(?:{SURNAMES})?某(?:某|甲|乙|丙|丁)?(?:\d{{1,4}}(?!\d))?", "已经隐去姓名", "负责人王某2在场"),
    rule("keep.starred", "", r"[\u3400-\u9fff](?:[*×]{1,3}|x{2,3}(?![a-z]))[\u3400-\u9fff]?|\d{1,6}[*×x]{3,16}[0-9x]{0,6}", "已经打码", "138****1234"),
)  # fmt: skip
"""What has been masked already: never read again, so that masking twice changes nothing."""
