"""Who is shown which decision by PostgreSQL itself: roughly `Decision.objects.to_look_at`, one line a way."""

from audit.walls import wall

wall(
    "sharing_decision",
    "proposed_by_id = {me}",
    "EXISTS (SELECT 1 FROM sharing_decisionabout AS file JOIN records_folderreader AS mine "
    "ON mine.thing_id = file.folder_id WHERE file.decision_id = sharing_decision.id AND mine.reader_id = {me} "
    "AND mine.until > now() OFFSET 0)",
    "{over} && ARRAY['child', 'adult'] AND EXISTS (SELECT 1 FROM sharing_decisionabout AS file "
    "JOIN records_person AS about ON about.id = file.person_id "
    'WHERE file.decision_id = sharing_decision.id AND about."group" = ANY {over} OFFSET 0)',
    "\"group\" = ANY {over} AND 'SECOND' = ANY {over}",
    "signed_at IS NOT NULL AND 'SEE_SIGNED' = ANY {over}",
    "second_due_at IS NOT NULL AND 'outside_person' = ANY {over}",
)
