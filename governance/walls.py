"""Who is shown holds and proposals by PostgreSQL itself: a hold with its record, proposals to whoever may propose."""

from audit.walls import wall

wall("governance_disposal", "'DISPOSE' = ANY {over} AND position(' ' || {me} || ' ' in kept_from) = 0")
wall(
    "governance_hold",
    "EXISTS (SELECT 1 FROM records_person AS kept WHERE kept.id = governance_hold.person_id OFFSET 0)",
    "EXISTS (SELECT 1 FROM records_folder AS kept WHERE kept.id = governance_hold.folder_id OFFSET 0)",
)
