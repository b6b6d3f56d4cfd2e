"""The masking of free text: fold, keep, known people and numbers, checked patterns, names in context, doubts.

>>> from sampler.disclosure.text import TextGate
>>> TextGate().mask("经询问刘志强，其电话为138 1234 5678").text
'经询问刘某，其电话为【手机号】'
"""

from sampler.disclosure.text.gate import TextGate
from sampler.disclosure.text.masks import STYLES, Style
from sampler.disclosure.text.spans import TYPES, Entity, Masked, Person, Span

__all__ = ["STYLES", "TYPES", "Entity", "Masked", "Person", "Span", "Style", "TextGate"]
