"""Signatures of ``ssh-keygen -Y sign`` with Ed25519 keys, checked with nothing but the standard library.

The arithmetic is RFC 8032 written plainly; it only ever checks signatures and never sees a secret, so it need not
take the same time for every input.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
_ROOT = pow(2, (P - 1) // 4, P)
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
WIDTH = 70
Point = tuple[int, int, int, int]


def is_signed(message: bytes, signature: bytes, *, key: str, namespace: str) -> bool:
    """Tell whether ``signature`` (an armoured SSHSIG file) is this key's signature of ``message``.

    ``key`` is a line such as ``ssh-ed25519 AAAA…``.
    """
    try:
        blob = _armour(signature.decode("ascii"))
        parts = _sshsig(blob)
        public = _strings(base64.b64decode(key.split(" ")[1], validate=True))
        signed, theirs = _strings(parts[4]), _strings(parts[0])
    except (ValueError, IndexError, binascii.Error):
        return False
    _, space, reserved, hash_name, _ = parts
    if space != namespace.encode() or reserved or hash_name not in (b"sha512", b"sha256") or theirs != public:
        return False
    digest = hashlib.new(hash_name.decode(), message).digest()
    wrapped = b"SSHSIG" + b"".join(_string(part) for part in (space, b"", hash_name, digest))
    fine = len(public) == len(signed) == 2 and public[0] == signed[0] == b"ssh-ed25519"
    return fine and verify(public[1], wrapped, signed[1])


def _armour(text: str) -> bytes:
    """Return what is inside the armour, which must be exactly as ``ssh-keygen`` writes it: one spelling, 70 a line."""
    blob = base64.b64decode("".join(text.split("\n")[1:-2]), validate=True)
    body = base64.b64encode(blob).decode()
    lines = [body[at : at + WIDTH] for at in range(0, len(body), WIDTH)]
    if text != "\n".join([BEGIN, *lines, END, ""]):
        raise ValueError("not an SSH signature")
    return blob


def _sshsig(blob: bytes) -> list[bytes]:
    """Return public key, namespace, reserved, hash name and signature of an SSHSIG blob."""
    if blob[:10] != b"SSHSIG" + (1).to_bytes(4, "big"):
        raise ValueError("not an SSHSIG blob of version 1")
    parts = _strings(blob[10:])
    if len(parts) != 5:
        raise ValueError("an SSHSIG blob has five parts")
    return parts


def _strings(blob: bytes) -> list[bytes]:
    parts = []
    while blob:
        size = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + size:
            raise ValueError("cut off")
        parts.append(blob[4 : 4 + size])
        blob = blob[4 + size :]
    return parts


def _string(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether an Ed25519 signature is valid (RFC 8032, 5.1.7)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, point = _decode(public), _decode(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or point is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = _times(scalar, _BASE), _add(point, _times(challenge, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


def _decode(encoded: bytes) -> Point | None:
    y = int.from_bytes(encoded, "little") & (2**255 - 1)
    x = _x_of(y, encoded[31] >> 7)
    return None if y >= P or x is None else (x, y, 1, x * y % P)


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * _ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return x if x & 1 == sign else P - x


def _add(one: Point, two: Point) -> Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


_BASE_Y = 4 * pow(5, P - 2, P) % P
_BASE_X = _x_of(_BASE_Y, 0) or 0
_BASE: Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % P)
