"""Who is shown which row of people, folders and entries by PostgreSQL itself: the coarse rule, one line a way.

The fine rule is `open_to`; a test holds that every row it gives passes here. Pages need a little more than it gives:
the names of those who belong to a person, and that a person has a folder which is closed to the reader.
"""

from audit.walls import wall

NOT_SHUT_OUT = (
    "{of} <> ALL (ARRAY(SELECT person_id FROM records_exclusion WHERE user_id = {{me}} AND ended_on IS NULL))"
)
REACHES = (
    "EXISTS (SELECT 1 FROM records_{kind}reader AS mine WHERE mine.reader_id = {{me}} AND mine.thing_id = {of} "
    "AND mine.until > now() OFFSET 0)"
)
# By the history of a person, which says their group without asking this same rule again.
BELONGS = (
    "EXISTS (SELECT 1 FROM records_relationship AS link WHERE link.other_id = records_person.id AND ("
    "EXISTS (SELECT 1 FROM records_personreader AS mine WHERE mine.reader_id = {me} "
    "AND mine.thing_id = link.person_id AND mine.until > now() OFFSET 0) OR "
    "EXISTS (SELECT 1 FROM records_historicalperson AS said "
    'WHERE said.id = link.person_id AND said."group" = ANY {over} OFFSET 0)) OFFSET 0)'
)
# Whoever oversees the whole (signed decisions, the register) reads names, and opens no record by them.
OVERSEES = "{over} && ARRAY['SEE_SIGNED', 'SECOND', 'REGISTER'] AND NOT {over} && ARRAY['child', 'adult']"

wall(
    "records_person",
    f'"group" = ANY {{over}} AND {NOT_SHUT_OUT.format(of="records_person.id")}',
    REACHES.format(kind="person", of="records_person.id"),
    OVERSEES,
    BELONGS,
)
# By the rule of people, which holds in here too: whoever is shut out from the person finds nobody.
OF_A_GROUP = (
    "EXISTS (SELECT 1 FROM records_person AS about WHERE about.id = records_folder.person_id "
    'AND about."group" = ANY {over} OFFSET 0)'
)
KEPT_BY_ROLE = (
    "EXISTS (SELECT 1 FROM records_folderkeeper AS keeper WHERE keeper.folder_id = {of} "
    "AND keeper.role = ANY {{over}} OFFSET 0)"
)
# A folder apart is never shown to whom it is about, or who was shut out of it by name, whatever their role (H-31).
NOT_KEPT_OUT = (
    "about_staff_id IS DISTINCT FROM {me} AND NOT EXISTS (SELECT 1 FROM records_keptout AS out "
    "WHERE out.folder_id = records_folder.id AND out.user_id = {me} AND out.ended_on IS NULL OFFSET 0)"
)
wall(
    "records_folder",
    REACHES.format(kind="folder", of="records_folder.id"),
    REACHES.format(kind="person", of="records_folder.person_id"),
    OF_A_GROUP,
    f"kind = 'grievance' AND 'senior_leader' = ANY {{over}} AND {NOT_KEPT_OUT}",
    f"{KEPT_BY_ROLE.format(of='records_folder.id')} AND {NOT_KEPT_OUT}",
)
# By the rule of its folder, which holds in here too.
wall(
    "records_folderabout",
    "EXISTS (SELECT 1 FROM records_folder AS kept WHERE kept.id = records_folderabout.folder_id OFFSET 0)",
)
KEPT_WITH_ITS_FOLDER = (
    "EXISTS (SELECT 1 FROM records_folder AS kept JOIN records_folderkeeper AS keeper ON keeper.folder_id = kept.id "
    "WHERE kept.id = {of} AND keeper.role = ANY {{over}} OFFSET 0)"
)

# By the rules of folders and people, which hold in here too: whoever is shut out from the person is shown nothing.
STANDS_OVER_ITS_FOLDER = (
    "{{over}} && ARRAY['child', 'adult'] AND EXISTS (SELECT 1 FROM records_folder AS kept "
    "LEFT JOIN records_person AS about ON about.id = kept.person_id WHERE kept.id = {of} "
    "AND (about.\"group\" = ANY {{over}} OR kept.kind = 'grievance') OFFSET 0)"
)


def in_a_folder(of):
    """What is kept in a folder: for those who open the folder, and those who stand over the person it is about."""
    ways = (REACHES.format(kind="folder", of=of), STANDS_OVER_ITS_FOLDER.format(of=of))
    return *ways, KEPT_WITH_ITS_FOLDER.format(of=of)


MANAGES_ITS_AUTHOR = (
    "EXISTS (SELECT 1 FROM staff_line AS line WHERE line.worker_id = author_id AND line.manager_id = {me} "
    "AND (line.ends_on IS NULL OR line.ends_on > current_date - 1) OFFSET 0)"
)
IS_SAFEGUARDING = (
    "EXISTS (SELECT 1 FROM records_historicalfolder AS said WHERE said.id = records_entry.folder_id "
    "AND said.kind = 'safeguarding' OFFSET 0)"
)

wall(
    "records_entry",
    *in_a_folder("records_entry.folder_id"),
    "author_id = {me}",
    " AND ".join([MANAGES_ITS_AUTHOR, IS_SAFEGUARDING]),
)

# A private note: whoever wrote it, and whoever manages them now. No role is a way, a lead's neither.
NOT_SHUT_OUT_OF_ITS_PERSON = NOT_SHUT_OUT.format(of="records_privatenote.person_id")
wall(
    "records_privatenote",
    " AND ".join(["author_id = {me}", NOT_SHUT_OUT_OF_ITS_PERSON]),
    " AND ".join([MANAGES_ITS_AUTHOR, NOT_SHUT_OUT_OF_ITS_PERSON]),
)

# What is attached goes with its entry, whose own rule holds in here; with a concern, to whoever answers concerns.
wall(
    "records_attachment",
    "EXISTS (SELECT 1 FROM records_entry AS with_it WHERE with_it.id = records_attachment.entry_id OFFSET 0)",
    "EXISTS (SELECT 1 FROM records_entry AS filed WHERE filed.concern_id = records_attachment.concern_id OFFSET 0)",
    "concern_id IS NOT NULL AND {over} && ARRAY['child', 'adult', 'SECOND']",
    "added_by_id = {me}",
)

STANDS_OVER = (
    'EXISTS (SELECT 1 FROM records_person AS about WHERE about.id = {of} AND about."group" = ANY {{over}} OFFSET 0)'
)


def of_a_record(of):
    """For those who open the record it belongs to, or stand over the group; not for those who only know the name."""
    return REACHES.format(kind="person", of=of), STANDS_OVER.format(of=of)


# What the page of a record says of the person, and what an emergency or a task left behind.
wall("records_flag", *of_a_record("records_flag.person_id"))
wall("records_safecontact", *of_a_record("records_safecontact.person_id"))
wall("records_task", "owner_id = {me}", "given_by_id = {me}", *of_a_record("records_task.person_id"))
wall("records_breakglass", "user_id = {me}", "{over} && ARRAY['child', 'adult', 'GRANT']")

# A concern: whoever wrote it, whoever answers for the group or keeps what is said of colleagues; never whom it names.
# Nor whoever is shut out of the folder about that colleague: by its versions, for the folder is hidden from them.
NOT_NAMED = (
    "about_staff_id IS DISTINCT FROM {me} AND NOT EXISTS (SELECT 1 FROM records_keptout AS out "
    "JOIN records_historicalfolder AS said ON said.id = out.folder_id WHERE out.user_id = {me} "
    "AND out.ended_on IS NULL AND said.kind = 'grievance' AND said.about_staff_id = records_concern.about_staff_id "
    "OFFSET 0)"
)
wall(
    "records_concern",
    "reporter_id = {me}",
    'NOT is_about_staff AND "group" = ANY {over}',
    f"is_about_staff AND {{over}} && string_to_array(kept_by, ' ') AND {NOT_NAMED}",
    "EXISTS (SELECT 1 FROM records_entry AS filed WHERE filed.concern_id = records_concern.id OFFSET 0)",
)

# What goes with an entry or a concern, whose own rule holds in here.
WITH_AN_ENTRY = "EXISTS (SELECT 1 FROM records_entry AS with_it WHERE with_it.id = {of} OFFSET 0)"
WITH_A_CONCERN = "EXISTS (SELECT 1 FROM records_concern AS with_it WHERE with_it.id = {of} OFFSET 0)"
wall(
    "records_telling",
    WITH_AN_ENTRY.format(of="records_telling.entry_id"),
    WITH_A_CONCERN.format(of="records_telling.concern_id"),
)
wall("records_received", WITH_AN_ENTRY.format(of="records_received.entry_id"))

# Scans of promises on paper are about nobody on record: whoever keeps the promises.
wall("records_paperscan", "{over} && ARRAY['KEEP_PROMISES']")

# Marks of postcodes: nobody reads any but their own, a lead neither; the clock compares them.
wall("records_homemark", "user_id = {me}")
