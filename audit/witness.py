"""What a line of the ledger said, from its proof alone: so that it counts though the ledger was put back since."""

import json
from typing import Any

from .checkpoint import BadNote, known_keys, opened
from .ledger import commitment
from .merkle import leaf_hash, root_from


def said_in(proof: dict[str, Any]) -> dict[str, Any]:
    """The body of the line. Raises BadNote unless a ledger that was signed with a known key holds exactly this."""
    body, header = proof["body"].encode(), json.loads(proof["header"])
    if header["c"] != commitment(bytes.fromhex(proof["salt"]), body).hex():
        raise BadNote("The line says something else.")
    note = opened(proof["checkpoint"], known_keys())
    path = [bytes.fromhex(part) for part in proof["path"]]
    if root_from(leaf_hash(proof["header"].encode()), header["seq"] - 1, note.size, path) != note.root:
        raise BadNote("The ledger that was signed does not hold this line.")
    return json.loads(body)
