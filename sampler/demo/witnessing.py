"""An invented witness: keeps the book as a real one does, and signs with a key that everybody can know.

The key comes from the place's seed, so the signatures are the same on every machine. A real witness makes a key of
his own with ``ssh-keygen`` and shows it to nobody.
"""

import base64
import hashlib
from datetime import date
from pathlib import Path

from sampler.demo.place import Place
from sampler.draw import sshsig, witness
from sampler.draw.verify import NAMESPACE
from sampler.registers import read_bureau
from sampler.workflow import draws

KIND = b"ssh-ed25519"
LINE = 70


def witness_key(place: Place) -> str:
    """Return the witness's public key as it stands in ``bureau.toml``."""
    return f"ssh-ed25519 {base64.b64encode(_packed(KIND, _public(_secret(place)))).decode()}"


def register(place: Place, data: Path, draw: str, day: date) -> None:
    """Let the witness enter the manifest of a draw in his book, sign the entry, and hand it to the bureau."""
    draws.add_witness(data, draw, *entered(place, data, draw), as_of=day)


def entered(place: Place, data: Path, draw: str) -> tuple[bytes, bytes]:
    """Return the witness's entry of a committed draw, in a book that holds all draws in their order, and its signature."""
    book, name = b"", read_bureau(data).draw.witness
    for folder in draws.committed(data):
        manifest = folder.manifest()
        book, entry = witness.enter(
            book, folder.read("manifest.json"), witness=name, date=manifest.committed_on
        )
        if folder.draw == draw:
            break
    record = entry.record()
    return record, signed(_secret(place), record)


def signed(secret: bytes, message: bytes) -> bytes:
    """Return the armoured SSH signature of a message (Ed25519, SHA-512)."""
    digest = hashlib.sha512(message).digest()
    wrapped = b"SSHSIG" + _packed(NAMESPACE.encode(), b"", b"sha512", digest)
    signature = _packed(KIND, _signature(secret, wrapped))
    parts = (_packed(KIND, _public(secret)), NAMESPACE.encode(), b"", b"sha512", signature)
    text = base64.b64encode(b"SSHSIG" + (1).to_bytes(4, "big") + _packed(*parts)).decode()
    lines = [text[at : at + LINE] for at in range(0, len(text), LINE)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]).encode()


def _secret(place: Place) -> bytes:
    return hashlib.sha256(f"{place.chance.seed} witness".encode()).digest()


def _packed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _scalar(secret: bytes) -> tuple[int, bytes]:
    """Return the secret number and the prefix of RFC 8032, 5.1.5."""
    spread = hashlib.sha512(secret).digest()
    number = int.from_bytes(spread[:32], "little") & ((1 << 254) - 8) | (1 << 254)
    return number, spread[32:]


def _public(secret: bytes) -> bytes:
    return _encoded(_scalar(secret)[0])


def _signature(secret: bytes, message: bytes) -> bytes:
    """Return the signature of RFC 8032, 5.1.6."""
    number, prefix = _scalar(secret)
    once = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % sshsig.ORDER
    point = _encoded(once)
    challenge = hashlib.sha512(point + _public(secret) + message).digest()
    answer = (once + int.from_bytes(challenge, "little") * number) % sshsig.ORDER
    return point + answer.to_bytes(32, "little")


def _encoded(scalar: int) -> bytes:
    """Return the base point times a number, encoded."""
    x, y, z, _ = sshsig._times(scalar, sshsig._BASE)  # the arithmetic that checks also signs
    inverse = pow(z, sshsig.P - 2, sshsig.P)
    x, y = x * inverse % sshsig.P, y * inverse % sshsig.P
    return (y | (x & 1) << 255).to_bytes(32, "little")
