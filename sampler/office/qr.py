"""The QR code of a public page, for packs and forms. The only module that knows segno."""

import io
from functools import cache


@cache
def qr_code(address: str) -> bytes:
    """Return the QR code of an address as a PNG picture, the same bytes each time; nothing without an address.

    >>> qr_code("")
    b''
    """
    if not address:
        return b""
    import segno

    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=6, border=2)
    return picture.getvalue()
