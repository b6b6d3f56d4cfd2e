"""The life of a draw, step by step. One module for everybody else: each name below is the whole API.

freeze → commit → (witness) → add_beacon … → run → confirm/substitute → assign/reassign → open_units … → open_all; abort before the
first beacon; a supplementary draw is a freeze under the number ``<period>-2`` with a note.

Files of ``draws/<id>/`` (exact forms: site_src/method/protocol.md; read them with the readers of sampler.draw):

=====================  ==========  =====================================================================
manifest.json          public      ``manifest.read_manifest``; SHA-256 of its bytes = commitment
frame.csv              public      leaf,stratum,burden[,weight] sorted by leaf; burden −1 = forced
policy.toml            public      the rules as frozen; manifest.policy.digest is its SHA-256
events.jsonl           public      ``events.read_log``; one canonical record per line, chained by digests
beacons.txt            public      canonical lines of the draw, ``1 ssq 2025071 2025-06-24 03 07 … + 08``
drawn.csv              public      stratum,place,kind,leaf; the quota first, then kind=substitute
assign-beacons.txt     public      canonical lines of the assignment
assignment.json        public      {"batches": [{batch, date, lines, seed, visits, certificate_digest …}], "roster"}
openings.csv           public      leaf,salt,record (record = canonical JSON {"burden","id","stratum"[,"weight"]})
witness.json(.sig)     public      the witness's record and SSH signature
sealed/units.csv       private     code,public_id,salt,leaf,stratum,burden,weight
sealed/exclusions.csv  private     code,reason,stratum
sealed/quotas.json     private     the quota report at the freeze
sealed/frozen.json     private     what the freeze hands to the later steps
sealed/inputs.json     private     digests of all inputs; manifest.sealed commits to it; sealed/inputs.zip holds them
sealed/assignment.json private     {"batches": [{batch, date, certificate, experts …}]}
sealed/assign-<n>.zip  private     people, recusals, items and visits a batch was assigned from; its digest is published
sealed/pool/…          private     the same files for wholly withheld objects (only when there are any)
=====================  ==========  =====================================================================

``draws/beacons-<year>.json`` is the public plan of a year's beacons. States of due units: ``states(folder_of(data, id), as_of)``.
"""

from sampler.workflow.draws_assign import assign, make_visits_of
from sampler.workflow.draws_beacons import add_beacon, fall_back, resolve
from sampler.workflow.draws_commit import abort, add_witness, commit, next_number
from sampler.workflow.draws_folder import (
    Folder,
    committed,
    drawn_codes,
    existing,
    folder_of,
    folders,
    period_of,
)
from sampler.workflow.draws_freeze import Frozen, freeze, masked, public_ids, withheld_whole
from sampler.workflow.draws_history import history
from sampler.workflow.draws_open import open_all, open_units, receipt
from sampler.workflow.draws_plan import BeaconPlan, plan_after, plan_of_year, plan_with, plan_year
from sampler.workflow.draws_reassign import announce, announce_text, reassign
from sampler.workflow.draws_run import confirm, run, substitute
from sampler.workflow.draws_status import Standing, Status, standing, states, status
from sampler.workflow.told import Told

__all__ = [
    "BeaconPlan",
    "Folder",
    "Frozen",
    "Standing",
    "Status",
    "Told",
    "abort",
    "add_beacon",
    "add_witness",
    "announce",
    "announce_text",
    "assign",
    "commit",
    "committed",
    "confirm",
    "drawn_codes",
    "existing",
    "fall_back",
    "folder_of",
    "folders",
    "freeze",
    "history",
    "make_visits_of",
    "masked",
    "next_number",
    "open_all",
    "open_units",
    "period_of",
    "plan_after",
    "plan_of_year",
    "plan_with",
    "plan_year",
    "public_ids",
    "reassign",
    "receipt",
    "resolve",
    "run",
    "standing",
    "states",
    "status",
    "substitute",
    "withheld_whole",
]
