"""The gate: what may leave the house, in what form, and the proof that nothing else did.

``sampler.disclosure.public`` is the record that leaves; it knows nothing of the rest of this room, so that a
program that imports it sees no private file. Everything else here works on the private side of the wall.
"""
