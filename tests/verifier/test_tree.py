"""The verifier walks a tree as RFC 6962 says, and as the service does: two hands wrote the two."""

import random

import pytest

from audit import merkle

from .records import verifier

# Of RFC 6962's reference implementation: eight leaves, and the root over them.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


class TestTheTree:
    def test_has_the_published_root(self):
        leaves = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
        assert merkle.root_of(leaves).hex() == ROOT
        for place, leaf in enumerate(leaves):
            path = merkle.inclusion(leaves, place)
            assert verifier.root_of(leaf, place, 8, path).hex() == ROOT
            assert merkle.root_from(leaf, place, 8, path).hex() == ROOT

    def test_is_judged_alike_by_both_programs(self):
        differences(200)

    @pytest.mark.long
    def test_is_judged_alike_by_both_programs_many_times(self):
        differences(2_000)


def differences(times):
    """Two programs that share no line say the same of proofs, true and tampered with."""
    chance, accepted = random.Random(6962), 0
    for _ in range(times):
        size = chance.randint(1, 70)
        leaves = [merkle.leaf_hash(bytes([number])) for number in range(size)]
        place = chance.randrange(size)
        leaf, path, root = leaves[place], merkle.inclusion(leaves, place), merkle.root_of(leaves)
        said = tampered(chance, leaf, place, size, path)
        ours, theirs = outcome(merkle.root_from, *said), outcome(verifier.root_of, *said)
        assert ours == theirs, said
        true = said == (leaf, place, size, path)
        assert (ours == root) or not true
        accepted += true
    assert 0 < accepted < times


def tampered(chance, leaf, place, size, path):
    turned = [bytes([part[0] ^ 1]) + part[1:] for part in path]
    return chance.choice(
        [
            (leaf, place, size, path),
            (merkle.leaf_hash(leaf), place, size, path),
            (leaf, place + chance.choice([-1, 1]), size, path),
            (leaf, place, size + chance.randint(-3, 3), path),
            (leaf, place, size, turned),
            (leaf, place, size, path[:-1]),
            (leaf, place, size, path[1:]),
            (leaf, place, size, [*path, leaf]),
            (leaf, place, size, path[::-1]),
        ]
    )


def outcome(check, *said):
    try:
        return check(*said)
    except ValueError:
        return None
