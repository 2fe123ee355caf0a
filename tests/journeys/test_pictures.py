"""The pictures of README.md: taken here, so that they show the product as it is."""

import re
from pathlib import Path

import pytest

from .sharing import BRUISES, CALM, answers_all, asks, finds, says, to

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "screenshots"


def named():
    return set(re.findall(r"docs/screenshots/([\w-]+\.png)", (ROOT / "README.md").read_text(encoding="utf-8")))


@pytest.mark.journey
def test_the_pictures_are_taken(sits_down, service, request, tmp_path):
    """Anew with --screenshots; otherwise only those that are missing, and the others to see that they still can be."""
    anew = request.config.getoption("screenshots")

    def take(seat, name, showing):
        seat.reads(showing)
        wanted = anew or not (PICTURES / name).exists()
        seat.page.evaluate("document.fonts.ready")
        seat.page.screenshot(path=(PICTURES if wanted else tmp_path) / name, animations="disabled")

    amara, dee, dana, vik = sits_down("amara"), sits_down("dee"), sits_down("dana"), sits_down("vik", phone=True)
    amara.opens("/")
    take(amara, "home.png", "Hello, Amara")
    vik.opens("/records/concerns/new/")
    take(vik, "concern.png", "Log a concern")
    take_a_case(amara, take)
    decision = "from sharing.models import Decision; print(Decision.objects.filter({}).first().public_id)"
    dee.opens(f"/sharing/decision/{service.knows(decision.format('state=' + repr('proposed')))}/")
    take(dee, "decision.png", "Share: decide and sign")
    signed = service.knows(decision.format("is_override=True, signed_at__isnull=False"))
    service.manage("export_decision", signed, str(tmp_path / "seals-it.pdf"))
    dana.opens(f"/sharing/signed/{signed}/")
    take(dana, "record.png", "Record of decision")


def take_a_case(seat, take):
    """One question, and where a suspicion leads."""
    finds(seat, "Leo Larkin")
    seat.follows("May something be shared?")
    seat.answers("Who asks", "We want to share it ourselves")
    seat.presses("Start")
    suspected = {"could anybody come to significant harm": says("I suspect so", words=BRUISES)}
    answers = CALM | to("Dina Moss") | suspected
    for question in ("Is anybody in danger now", "Safety and welfare come first"):
        answers[question](seat)
        seat.presses("Continue")
    answers["could anybody come to significant harm"](seat)
    take(seat, "question.png", "could anybody come to significant harm")
    seat.presses("Continue")
    asks(seat)
    answers_all(seat, answers)
    take(seat, "outcome.png", "Share to protect")


def test_every_picture_that_readme_names_is_there_and_no_other():
    assert {path.name for path in PICTURES.glob("*.png")} == named()
