"""Members of one list and the numbers beside names."""

from sampler.disclosure.text import TextGate


def found(text: str) -> dict[str, str]:
    return {text[one.start : one.end]: one.type for one in TextGate().mask(text).spans}


def test_the_rest_of_a_list_of_names_is_masked_even_without_a_surname() -> None:
    text = "村民签名（按手印）：邸大海、郜梅、芈玉、黎月、张平、生水妹"
    assert found(text)["生水妹"] == "PERSON"


def test_numbered_people_are_people_even_where_a_name_is_a_word() -> None:
    text = "承租户：1）仇建军，塑料注塑；2）解放，五金冲压；3）盖世清，木工雕刻；4）单志刚，印刷。"
    assert found(text)["解放"] == "PERSON"


def test_speakers_with_what_they_do_in_brackets_are_people() -> None:
    text = "濮建国（饭店业主）：太贵。海燕（水产摊主）：臭水是总管堵的。诸志强（教师）：我统计过。"
    assert found(text)["海燕"] == "PERSON"


def test_a_local_number_after_a_name_is_a_landline_and_a_quantity_is_none() -> None:
    assert found("财务钱建国 6081221")["6081221"] == "LANDLINE"
    assert "6081221" not in found("当日由钱建国 6081221元入账")


def test_who_stands_before_an_identity_number_is_a_person() -> None:
    text = "工资表：尤建军/G48213075；战旗/110105194912310021。"
    assert found(text)["战旗"] == "PERSON"
    assert found(text)["G48213075"] == "PASSPORT"


def test_a_column_without_a_head_in_which_most_are_names_holds_names() -> None:
    assert found("名册\n王建国|35|男\n战旗|41|女\n李秀兰|28|女\n")["战旗"] == "PERSON"


def test_a_column_of_things_holds_no_names() -> None:
    assert found("物料\n石英砂|35|吨\n黄沙|41|吨\n王建国|28|吨\n").keys() <= {"王建国"}


def test_a_telephone_may_be_parted_in_any_way() -> None:
    for number in ("13 8 5 7 0 9 1 6 2 7", "13666\u202f70\u202f1205"):
        assert found(f"联系电话：{number}。")[number] == "MOBILE"
    assert found("固话：6033 517；")["6033 517"] == "LANDLINE"
    assert found("回电打村部0570 6177 210。")["0570 6177 210"] == "LANDLINE"


def test_a_reading_of_the_shape_of_a_mobile_stays() -> None:
    assert found("企业台账显示当月用气18657033829，录入错误。") == {}


def test_words_and_seams_are_no_names() -> None:
    for text in (
        "废机油由东方环保回收。",
        "1号池清 2号池黑",
        "约了周四再看",
        "老板签名龙飞凤舞",
        "李主任 赵师傅都没签",
    ):
        assert found(text) == {}, text
