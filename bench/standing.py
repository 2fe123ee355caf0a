"""How long it takes to say where we stand with one person on one matter, however many answers there are of others.

10,000 answers and 100,000, ten for each person; with --long also 1,000,000. Each call asks about another person, agency
and purpose, as the service does; on PostgreSQL as app with row-level security on. Beside it stands SQL written by hand
through the same cursor. It fetches the same answers from the same tables, of what each rests on only the columns that
decide whether it still counts, and the orders on the person; it makes nothing of them and weighs nothing.
Exit 0: every goal reached. 1: one missed. 2: could not run.
"""

import itertools
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.need_to_know import timed
from bench.peers.places import on_each
from bench.peers.rounds import ROUNDS, Goals, ratio, rounds, table

SIZES, LONG = [10_000, 100_000], [10_000, 100_000, 1_000_000]
EACH, AGENCIES, TIMES = 10, 20, 10
ASKED = 2 * ROUNDS * TIMES  # more than are asked, so that nobody is asked about twice
APART, BESIDE_SQL = 1.5, 4
PURPOSES = ["health", "learning", "transfer", "early_help", "protection"]
FILLED = ["consent_consent", "records_person", "records_agency"]
BY_HAND = """
SELECT c.*, a.name, a.kind, p.name, p.born_on, p."group", p.merged_into_id, w.merged_into_id,
r.kind, r.starts_on, r.ends_on, r.pr_basis, r.restriction, r.is_confidential, rp.merged_into_id, k.about,
m.impairment, m.because_of_it, m.understands, m.retains, m.weighs, m.communicates, m.assessed_at, m.review_on,
t.kind, t.registered_on, t.ended_on, b.review_on
FROM consent_consent c
JOIN records_person p ON p.id = c.person_id
LEFT JOIN records_agency a ON a.id = c.recipient_id
LEFT JOIN records_person w ON w.id = c.answered_by_id
LEFT JOIN records_relationship r ON r.id = c.relationship_id
LEFT JOIN records_person rp ON rp.id = r.person_id
LEFT JOIN consent_competence k ON k.id = c.competence_id
LEFT JOIN consent_capacity m ON m.id = c.capacity_id
LEFT JOIN consent_power t ON t.id = c.power_id
LEFT JOIN consent_bestinterests b ON b.id = c.best_interests_id
WHERE (p.id = %s OR p.merged_into_id = %s) AND c.kind = 'sharing' AND c.purpose = %s AND c.information = 'personal'
AND (c.recipient_id = %s OR c.recipient_kind = %s) ORDER BY c.answered_at DESC, c.id DESC
"""
ORDERS = """
SELECT o.*, p.merged_into_id, w.merged_into_id FROM records_order o
JOIN records_person p ON p.id = o.person_id JOIN records_person w ON w.id = o.limited_id
WHERE p.id = %s OR p.merged_into_id = %s ORDER BY o.id
"""


def load(answers, by):
    """Take out whoever is there, and put in so many answers: nothing of it is history, so triggers stand aside."""
    from django.db import connection, transaction

    from audit.schema import opened

    with opened(connection), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        for name in FILLED:
            cursor.execute(f"DELETE FROM {name}")
        for statement in _statements(answers // EACH, by, connection.vendor == "postgresql"):
            cursor.execute(statement)
    with opened(connection):
        connection.connection.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _statements(people, by, postgresql):
    from consent.models import Consent
    from records.models import Agency, Person

    uuid = "gen_random_uuid()" if postgresql else "lower(hex(randomblob(16)))"
    yes, no = ("true", "false") if postgresql else ("1", "0")
    then, until = ("timestamptz '2026-01-05'", "date '2030-01-01'") if postgresql else ("'2026-01-05'", "'2030-01-01'")
    known = {"public_id": uuid, "version": "1"}
    person = {"id": "i", "name": "'Somebody ' || i", '"group"': "'adult'", "service_user": yes}
    yield _insert(Person, known | person, _numbers("n", people), "n")
    agency = {"id": "i", "name": "'Agency ' || i", "kind": "'health'"}
    yield _insert(Agency, known | agency, _numbers("n", AGENCIES), "n")
    purposes = " ".join(f"WHEN {place} THEN '{key}'" for place, key in enumerate(PURPOSES))
    consent = {
        "id": f"(i - 1) * {EACH} + j", "person_id": "i", "answered_by_id": "i", "footing": "'adult'",
        "kind": "'sharing'", "how": "'writing'",
        "purpose": f"CASE j % {len(PURPOSES)} {purposes} END", "information": "'personal'",
        "recipient_id": f"1 + (i + j % {len(PURPOSES)}) % {AGENCIES}",
        "state": "CASE j % 2 WHEN 0 THEN 'given' ELSE 'refused' END",
        "respondent_name": "'Somebody ' || i", "answered_at": then, "review_on": until, "asked_by_id": str(by),
        "coercion_suspected": no, "withdrawal_doubted": no, "taken_by_lead": no, **dict.fromkeys(Consent.CHECKS, yes),
    }  # fmt: skip
    yield _insert(Consent, known | consent, f"{_numbers('n', people)}, {_more('m', EACH)}", "n CROSS JOIN m")


def _numbers(name, many):
    return f"WITH RECURSIVE {name}(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM {name} WHERE i < {many})"


def _more(name, many):
    return f"{name}(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM {name} WHERE j < {many})"


def _insert(model, said, numbers, source):
    empty = [one for one in model._meta.concrete_fields if one.empty_strings_allowed and not one.null]
    columns = {one.column: "''" for one in empty if one.column not in said and f'"{one.column}"' not in said} | said
    into, said = ", ".join(columns), ", ".join(columns.values())
    return f"INSERT INTO {model._meta.db_table} ({into}) {numbers} SELECT {said} FROM {source}"


class Asking:
    """One question after another, each about somebody else; both ways ask the same ones in the same order.

    Whoever asks has the person and the agency in hand, so they are not made while the clock runs.
    """

    def __init__(self, people):
        from records.models import Agency, Person

        agencies = {key: Agency(pk=key, kind="health") for key in range(1, AGENCIES + 1)}
        asked = [_question(number * 7919 % people + 1) for number in range(ASKED)]
        questions = [(Person(pk=who, name="Somebody", group="adult"), why, agencies[whom]) for who, why, whom in asked]
        self.next = {way: itertools.cycle(questions).__next__ for way in ("ours", "by hand")}

    def ours(self):
        from consent.standing import standing

        person, purpose, agency = self.next["ours"]()
        return standing(person, purpose, agency, "personal").state

    def by_hand(self):
        from django.db import connection

        person, purpose, agency = self.next["by hand"]()
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND, [person.pk, person.pk, purpose, agency.pk, "health"])
            found = cursor.fetchall()
            cursor.execute(ORDERS, [person.pk, person.pk])
            cursor.fetchall()
        return len(found)


def _question(number):
    place = number % len(PURPOSES)
    return number, PURPOSES[place], 1 + (number + place) % AGENCIES


def measure():
    import django

    django.setup()
    from django.core.management import call_command

    from audit.walls import standing_as_system
    from bench.peers import crowd
    from staff.models import User

    goals, medians = Goals(), {}
    with standing_as_system():
        call_command("migrate", verbosity=0)
        by = User.system().pk
        for size in LONG if "--long" in sys.argv else SIZES:
            crowd.as_owner()
            load(size, by)
            crowd.as_app()
            asking = Asking(size // EACH)
            goals.true(f"{size:,}: both find the two answers", (asking.ours(), asking.by_hand()) == ("refused", 2))
            ways = {"standing": asking.ours, "SQL by hand": asking.by_hand}
            took = rounds({name: (lambda way=way: timed(way, TIMES)) for name, way in ways.items()})
            table(f"{size:,} answers", took, 1, "a second", ["SQL by hand"])
            goals.most(f"{size:,}: beside SQL by hand", ratio(took, "standing", "SQL by hand"), BESIDE_SQL)
            medians[size] = statistics.median(took["standing"])
    for size in list(medians)[1:]:
        goals.most(f"{size:,} beside {SIZES[0]:,}", medians[size] / medians[SIZES[0]], APART)
    return bool(goals.missed)


if __name__ == "__main__":
    try:
        sys.exit(measure() if "measure" in sys.argv else on_each(__file__, *sys.argv[1:]))
    except Exception as error:
        print(f"It could not be measured: {type(error).__name__}: {error}")
        sys.exit(2)
