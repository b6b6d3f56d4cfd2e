"""The pool of wholly withheld objects: a frame and a manifest of its own beside the public ones, kept inside."""

import json

from sampler.draw import canon
from sampler.draw.frame import SealedUnit, frame_table, read_frame
from sampler.workflow.draws_folder import Folder

FRAME, MANIFEST = "sealed/pool/frame.csv", "sealed/pool/manifest.json"


def pool_files(folder: Folder, manifest: bytes) -> dict[str, bytes]:
    """Return frame and manifest of the pool of a draw; none where nobody is in it.

    Both follow from the public manifest and from what was frozen, so there is nothing in them to choose: an auditor
    makes them again and compares.
    """
    facts = folder.read("sealed/pool/frozen.json")
    if not facts:
        return {}
    pool, value = json.loads(facts), json.loads(manifest)
    units = [SealedUnit(k.unit, k.salt, k.leaf, "") for k in folder.units("sealed/pool").values()]
    weights = any(stratum["order"] == "weighted" for stratum in pool["strata"])
    frame = frame_table(units, weights=weights)
    value["frame"] = {"digest": canon.digest_bytes(frame), "size": read_frame(frame).size, "weights": weights}
    value |= {"strata": pool["strata"], "excluded": pool["excluded"], "previous": None}
    return {FRAME: frame, MANIFEST: canon.page(value)}
