"""The field key: what is locked opens where it belongs and nowhere else, under every key it was ever locked with."""

import pytest
from django.core.management import call_command

from audit import field_key
from audit.field_key import Unreadable, lock, unlock
from records.models import SafeContact


@pytest.fixture
def keys(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR


def test_what_is_locked_opens_again_and_is_locked_otherwise_each_time(keys):
    first, second = lock("12 Elm Road", "row 1"), lock("12 Elm Road", "row 1")
    assert unlock(first, "row 1") == unlock(second, "row 1") == "12 Elm Road"
    assert first != second and "Elm" not in first


def test_it_does_not_open_in_another_row_nor_altered(keys):
    locked = lock("12 Elm Road", "row 1")
    swapped = locked[:-6] + ("AAAAAA" if locked[-6:] != "AAAAAA" else "BBBBBB")
    for wrong, row in [(locked, "row 2"), (swapped, "row 1"), (locked[:20], "row 1"), (locked + "é", "row 1")]:
        with pytest.raises(Unreadable):
            unlock(wrong, row)


def test_a_key_that_is_gone_is_named_and_no_file_elsewhere_is_taken_for_one(keys):
    locked = lock("12 Elm Road", "row 1")
    (keys / "field.key").unlink()
    for wrong in (locked, "/x." + locked.partition(".")[2]):
        with pytest.raises(field_key.KeyUnusable, match="put it back"):
            unlock(wrong, "row 1")


def test_a_new_key_locks_from_now_on_and_the_old_one_still_opens(cast, keys):
    contact = SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value="12 Elm Road")
    old = contact.locked
    call_command("replace_field_key")
    contact.refresh_from_db()
    assert contact.locked.partition(".")[0] != old.partition(".")[0]
    assert contact.reveal(by=cast.dee, why="x") == unlock(old, contact._bound_to) == "12 Elm Road"
    assert [path.stat().st_mode & 0o777 for path in sorted(keys.glob("field*"))] == [0o600, 0o600]


def test_a_value_moved_to_another_row_does_not_open_there(cast, keys):
    mine, theirs = (
        SafeContact.protect(by=cast.dee, person=person, kind="address", value=value)
        for person, value in [(cast.leo, "12 Elm Road"), (cast.yara, "9 Oak Lane")]
    )
    theirs.locked = mine.locked
    with pytest.raises(Unreadable):
        theirs.as_protected
