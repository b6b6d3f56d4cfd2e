"""Pictures for workbooks: a PNG file as openpyxl wants it, without an imaging library."""

from typing import Any

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

EDGE, MARGIN = 900_000, 36_000
"""25 mm and 1 mm in the units of drawings."""

HEIGHT = (EDGE + 2 * MARGIN) / 12_700
"""Height of a row that holds a picture, in points."""


class Png(Image):
    """A square PNG inside one cell. It moves with the cell and hides with it when rows are filtered."""

    def __init__(self, content: bytes, row: int, column: int) -> None:
        self.content = content
        self.format = "png"
        self.width, self.height = (int.from_bytes(content[place : place + 4], "big") for place in (16, 20))
        begin = AnchorMarker(col=column, colOff=MARGIN, row=row, rowOff=MARGIN)
        end = AnchorMarker(col=column, colOff=MARGIN + EDGE, row=row, rowOff=MARGIN + EDGE)
        self.anchor: Any = TwoCellAnchor(editAs="twoCell", _from=begin, to=end)

    def _data(self) -> bytes:
        return self.content
