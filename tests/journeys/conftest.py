"""A real browser and a running service, for tests that do what people do."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from springfield.demo.people import PASSWORD

from .seat import Seat
from .service import Service, prepared

CHROMIUM = "/usr/bin/chromium-headless-shell"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SWITCHES += ["--disable-sync", "--no-first-run", "--disable-dev-shm-usage"]
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """When a journey fails, what stood on each screen is told with it."""
    report = yield
    if report.failed and call.when == "call":
        for seat in getattr(item, "seats", []):
            report.sections.append((f"On the screen at {seat.page.url}", seat.page.locator("body").inner_text()))
    return report


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """One service a worker, each from a copy of what the first of them prepared."""
    folder = shutil.copytree(prepared(), tmp_path_factory.mktemp("served") / "var")
    service = Service(folder)
    yield service
    service.stop()


@pytest.fixture(scope="package")
def browser():
    """Closed with this folder's last test, because its driver keeps a loop running that Django must not meet."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def signed_in(service, browser):
    """The cookies of somebody who has signed in, once for all the tests that only need them to be there."""
    known = {}

    def cookies(name):
        if name not in known:
            context = browser.new_context(base_url=service.address)
            sign_in(Seat(context.new_page(), service.address), name)
            known[name] = context.storage_state()
            context.close()
        return known[name]

    return cookies


def sign_in(seat, name):
    seat.opens("/accounts/login/")
    seat.page.get_by_label("Email").fill(f"{name}@example.org")
    seat.page.get_by_label("Password", exact=True).fill(PASSWORD)
    seat.presses("Sign in")
    seat.page.wait_for_url(f"{seat.address}/")


@pytest.fixture
def sits_down(request, service, browser, signed_in):
    """Let somebody of the cast sit down: ``amara = sits_down("amara")``; afterwards no browser has complained."""
    contexts, seats = [], []
    request.node.seats = seats

    def sit_down(name=None, *, afresh=False, phone=False, **options):
        cookies = signed_in(name) if name and not afresh else None
        shape = PHONE if phone else DESK
        context = browser.new_context(base_url=service.address, storage_state=cookies, **shape, **options)
        contexts.append(context)
        seat = Seat(context.new_page(), service.address)
        seats.append(seat)
        if name and afresh:
            sign_in(seat, name)
        return seat

    yield sit_down
    for context in contexts:
        context.close()
    assert [complaint for seat in seats for complaint in seat.complaints] == []


@pytest.fixture
def password():
    return PASSWORD
