import pytest

from sampler.failure import SamplerError
from sampler.site.stamp import Card, count_slots, cut


def test_a_value_that_looks_like_a_slot_is_never_filled():
    shell = cut("<h1>@@TITLE@@</h1><p>@@BODY@@</p>")
    assert shell.stamp({"TITLE": "@@BODY@@", "BODY": "好"}) == "<h1>@@BODY@@</h1>好"


def test_the_paragraph_markdown_puts_around_a_slot_goes_with_it():
    assert cut("<p>@@BODY@@</p>").texts == ("", "")


def test_a_slot_without_a_value_stops_the_build_and_is_named():
    with pytest.raises(SamplerError, match="BODY"):
        cut("@@TITLE@@@@BODY@@").stamp({"TITLE": "甲"})


def test_filling_some_slots_keeps_the_others_in_place():
    shell = cut("a@@A@@b@@B@@c").fill({"A": "1"})
    assert shell.slots == ("B",)
    assert shell.stamp({"B": "2"}) == "a1b2c"


def test_every_slot_is_counted():
    assert count_slots(cut("@@A@@ @@B@@ @@A@@")) == {"A": 2, "B": 1}


def test_the_card_of_a_page_is_read_and_taken_out():
    shell = cut('x<!--card {"title": "甲 \\u0026", "published": "2025-01-02"} -->y')
    assert shell.card == Card(title="甲 &", published="2025-01-02")
    assert shell.texts == ("xy",)


def test_lines_are_stripped_but_code_blocks_are_left_alone():
    assert cut("<p>\n   a\n</p>").texts == ("<p>\na\n</p>",)
    assert cut("<pre>\n   a\n</pre>").texts == ("<pre>\n   a\n</pre>",)


def test_tables_of_written_pages_get_caption_scope_and_a_scrolling_frame():
    html = cut("<h2 id='x'>期限</h2><table><tr><th>甲</th></tr></table>").texts[0]
    assert '<caption class="hidden-text">期限</caption>' in html
    assert '<th scope="col">' in html
    assert html.endswith("</table></div>")
