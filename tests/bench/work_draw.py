"""The draw itself: tickets and order, beside hashing alone, random.sample and consistent_sampler."""

import hashlib
import random

SEED = hashlib.sha256(b"seed").hexdigest()


def prepare(folder, size):
    """Nothing has to be written."""


def leaves(size):
    return sorted(hashlib.sha256(b"%d" % n).hexdigest() for n in range(size))


def drawing(order):
    def start(folder, size):
        from sampler.draw.frame import StratumRows
        from sampler.draw.selection import order_stratum

        rows = StratumRows(leaves(size), [n % 4 for n in range(size)], [1] * size)

        def work():
            assert len(order_stratum("层", rows, size // 4, order, SEED, limit=size // 4)) == size // 4

        return work

    return start


def hashing(tags):
    def start(folder, size):
        texts = [f"ticket/v1\n{SEED}\n{leaf}".encode() for leaf in leaves(size)]

        def work():
            for _ in range(tags):
                [hashlib.sha256(text).digest() for text in texts]

        return work

    return start


def sampling(folder, size):
    known = leaves(size)
    return lambda: random.Random(1).sample(known, size // 4) and None


def consistent(folder, size):
    import consistent_sampler

    known = leaves(size)
    return lambda: list(consistent_sampler.sampler(known, seed=SEED, take=size // 4)) and None


WORK = {
    "ours": drawing("burden"),
    "uniform": drawing("uniform"),
    "hash": hashing(1),
    "hash2": hashing(2),
    "random": sampling,
    "consistent": consistent,
}
