"""Who decides when somebody cannot: an attorney with a registered power, and a decision in somebody's interests."""

from datetime import timedelta

from django.utils import timezone

from consent.models import BestInterests, Capacity, Consent, Power
from records.models import Relationship


def tell(demo):
    _not_able(demo, "arthur", "visitor", "Vascular dementia; letter of the surgery, 3 March.")
    _power_of_ruth(demo)
    _by_his_attorney(demo)
    eva = _not_able(demo, "eva", "housing", "An injury to the brain in 2019; her consultant’s letter.")
    _in_her_interests(demo, eva)


def _matter(demo, agency):
    return {"purpose": "health", "recipient": demo.agencies[agency], "information": "personal"}


def _not_able(demo, who, agency, impairment):
    abilities = dict.fromkeys(Capacity.ABILITIES, True) | {"retains": False, "weighs": False}
    return Capacity.assess(
        by=demo.staff["ade"], person=demo.people[who], about="Telling them about the falls and the bad nights",
        help_given="Two talks in the morning, with pictures, and somebody they trust beside them.",
        impairment=impairment, because_of_it=True, review_on=timezone.localdate() + timedelta(days=120),
        reasons="Agreed, and ten minutes later did not know what about; asked twice, on two days.",
        assessed_at=timezone.now() - timedelta(days=6), **_matter(demo, agency), **abilities,
    )  # fmt: skip


def _power_of_ruth(demo):
    arthur = demo.people["arthur"]
    link = Relationship.objects.get(person=arthur, other=demo.people["ruth"], kind="attorney")
    Power.record(
        by=demo.staff["ade"], person=arthur, relationship=link, kind=Power.Kind.WELFARE,
        registered_on=timezone.localdate() - timedelta(days=800), evidence="Registered copy, every page stamped",
        limits="nothing about his house without Colin",
    )  # fmt: skip


def _by_his_attorney(demo):
    arthur, ruth = demo.people["arthur"], demo.people["ruth"]
    Consent.record(
        by=demo.staff["ben"], person=arthur, answered_by=ruth, footing="attorney", state="given", how="telephone",
        relationship=Relationship.objects.get(person=arthur, other=ruth, kind="attorney"),
        review_on=timezone.localdate() + timedelta(days=110), **_matter(demo, "visitor"),
        **dict.fromkeys(Consent.CHECKS, True),
    )  # fmt: skip


def _in_her_interests(demo, unable):
    BestInterests.decide(
        by=demo.staff["ade"], person=demo.people["eva"], capacity=unable, shares=True,
        about="Telling the housing officer what she needs", wants="To stay where she is, near Petra and Jan.",
        asked="Petra: tell them. Her sister by telephone: only what they need for the move.",
        less_restrictive="Only the two rooms she can no longer use; nothing of her health.",
        can_wait="No. The offer of the flat ends this month.", reasons="Without it the family loses the flat.",
        decided_by="Ade Fox, safeguarding lead, with her social worker",
        review_on=timezone.localdate() + timedelta(days=90), **_matter(demo, "housing"),
    )  # fmt: skip
