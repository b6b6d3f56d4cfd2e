"""The signature of a drand quicknet round, checked offline with py_ecc. The only door to that library.

The chain's public key stands here, so that a stored round stays checkable when the chain is gone. The signature of a
round is unique: whoever holds the shares cannot choose between two.
"""

from hashlib import sha256
from importlib.util import find_spec

PUBLIC_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def available() -> bool:
    """Tell whether the library is installed."""
    return find_spec("py_ecc") is not None


def is_signed(number: int, signature: str, *, public_key: str = PUBLIC_KEY) -> bool:
    """Tell whether ``signature`` (96 hex digits, G1) is the chain's signature of a round.

    >>> is_signed(1000, "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39")
    True
    """
    from py_ecc.bls.hash_to_curve import hash_to_G1
    from py_ecc.bls.point_compression import decompress_G1, decompress_G2
    from py_ecc.optimized_bls12_381 import G2, curve_order, is_inf, multiply, pairing

    message = sha256(number.to_bytes(8, "big")).digest()
    try:
        point = decompress_G1(int(signature, 16))
        key = decompress_G2((int(public_key[:96], 16), int(public_key[96:], 16)))
    except ValueError:
        return False
    if len(signature) != 96 or is_inf(point) or not is_inf(multiply(point, curve_order)):
        return False
    hashed = hash_to_G1(message, DOMAIN, sha256)
    return bool(pairing(G2, point) == pairing(key, hashed))
