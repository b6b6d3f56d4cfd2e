"""Freeze: salts, leaves and the frame file, beside as many digests and nothing else."""

import hashlib
import hmac

KEY = b"k" * 32


def prepare(folder, size):
    """Nothing has to be written."""


def ours(folder, size):
    from sampler.draw import frame

    units = [frame.Unit(f"e{n:05}", ("重点", "特殊", "一般")[n % 3], n % 4) for n in range(size)]

    def work():
        sealed = frame.seal(units, key=KEY, draw="2025Q1", weights=False)
        assert len(frame.frame_table(sealed, weights=False)) > 60 * size

    return work


def digests(folder, size):
    texts = [f'2025Q1\n{{"burden":{n % 4},"id":"e{n:05}","stratum":"重点"}}'.encode() for n in range(size)]

    def work():
        for text in texts:
            hashlib.sha256(hmac.new(KEY, text, "sha256").hexdigest().encode() + text).hexdigest()

    return work


WORK = {"ours": ours, "hash": digests}
