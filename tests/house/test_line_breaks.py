"""A line break in a template is layout: nothing of it reaches the page."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from app.shell.line_breaks import LineBreaks

JINJA = Environment(extensions=[LineBreaks], autoescape=True)


@pytest.mark.parametrize(
    ("template", "page"),
    [
        ("<p>\n  中文\n  接續\n</p>\n", "<p>中文接續</p>"),
        ("<b>1</b>\n<b>2</b>", "<b>1</b><b>2</b>"),
        ("<b>1</b> <b>2</b>", "<b>1</b> <b>2</b>"),
        ('<b>1</b>\n{{ " " }}\n<b>2</b>', "<b>1</b> <b>2</b>"),
        ("甲\n  　乙", "甲　乙"),
        ('<a\n  href="/"\n  class="x"\n>\n  去\n</a>', '<a href="/" class="x" >去</a>'),
        ('<a\n  href="/"\n  {% if true %}hidden{% endif %}\n>去</a>', '<a href="/" hidden >去</a>'),
        ("<p title='a > \"b\"\n  c'>\n1 < 2\n</p>", "<p title='a > \"b\" c'>1 < 2</p>"),
        ("{% for n in [1, 2] %}\n  {{ n }}\n{% endfor %}", "12"),
        ("{% set text %}\n  甲\n{% endset %}\n{{ text }}", "甲"),
    ],
)
def test_what_remains_of_a_line_break(template: str, page: str) -> None:
    assert JINJA.from_string(template).render() == page


def test_values_keep_their_line_breaks() -> None:
    assert JINJA.from_string("<p>\n{{ text }}\n</p>").render(text="一\n  二") == "<p>一\n  二</p>"


def test_an_error_names_the_line_of_the_template() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        JINJA.from_string("<p>\n\n\n  {{ 1 / 0 }}\n</p>").render()
    assert caught.traceback[-1].lineno == 3, "pytest counts from 0"
