"""Who is shown which decision by PostgreSQL itself: roughly `Decision.objects.to_look_at`, one line a way."""

from audit.walls import wall

# About a colleague: by the rule of the folder it is kept in, which holds in here too; never whom it is about, nor
# whoever is shut out (H-31).
KEPT_APART = "EXISTS (SELECT 1 FROM records_folder AS kept WHERE kept.id = sharing_decision.apart_id OFFSET 0)"
OUTSIDE = (
    "(second_due_at IS NOT NULL OR asked_outside) AND 'outside_person' = ANY {over} "
    "AND colleague_id IS DISTINCT FROM {me} AND NOT EXISTS (SELECT 1 FROM records_keptout AS out "
    "WHERE out.folder_id = sharing_decision.apart_id AND out.user_id = {me} AND out.ended_on IS NULL OFFSET 0)"
)

wall(
    "sharing_decision",
    "apart_id IS NULL AND proposed_by_id = {me}",
    KEPT_APART,
    "apart_id IS NULL AND EXISTS (SELECT 1 FROM sharing_decisionabout AS file JOIN records_folderreader AS mine "
    "ON mine.thing_id = file.folder_id WHERE file.decision_id = sharing_decision.id AND mine.reader_id = {me} "
    "AND mine.until > now() OFFSET 0)",
    "apart_id IS NULL AND {over} && ARRAY['child', 'adult'] AND EXISTS (SELECT 1 FROM sharing_decisionabout AS file "
    "JOIN records_person AS about ON about.id = file.person_id "
    'WHERE file.decision_id = sharing_decision.id AND about."group" = ANY {over} OFFSET 0)',
    "apart_id IS NULL AND \"group\" = ANY {over} AND 'SECOND' = ANY {over}",
    "apart_id IS NULL AND signed_at IS NOT NULL AND 'SEE_SIGNED' = ANY {over}",
    OUTSIDE,
)
wall(
    "sharing_request",
    "received_by_id = {me}",
    'received_by_id IS NOT NULL AND "group" = ANY {over}',
    "EXISTS (SELECT 1 FROM sharing_decision AS asked WHERE asked.request_id = sharing_request.id OFFSET 0)",
)
wall(
    "sharing_requestabout",
    "EXISTS (SELECT 1 FROM sharing_request AS asked WHERE asked.id = request_id OFFSET 0)",
)
wall(
    "sharing_withoutagreement",
    "EXISTS (SELECT 1 FROM sharing_decision AS signed WHERE signed.id = decision_id OFFSET 0)",
)
wall(
    "sharing_reply",
    "EXISTS (SELECT 1 FROM sharing_decision AS shared WHERE shared.id = decision_id OFFSET 0)",
)
wall(
    "sharing_disagreement",
    "EXISTS (SELECT 1 FROM sharing_decision AS signed WHERE signed.id = decision_id OFFSET 0)",
)
wall(
    "sharing_routine",
    "EXISTS (SELECT 1 FROM sharing_decision AS signed WHERE signed.id = decision_id OFFSET 0)",
    "EXISTS (SELECT 1 FROM records_othersetting AS other JOIN records_folder AS learning "
    "ON learning.person_id = other.person_id WHERE other.id = setting_id AND learning.kind = 'developmental' OFFSET 0)",
)
wall(
    "sharing_routineshared",
    "EXISTS (SELECT 1 FROM sharing_routine AS standing WHERE standing.id = routine_id OFFSET 0)",
)
# What the guard stopped holds words of the record: it opens with its decision.
wall("sharing_heldback", "EXISTS (SELECT 1 FROM sharing_decision AS kept WHERE kept.id = decision_id OFFSET 0)")
