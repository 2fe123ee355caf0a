import pytest

from policy import packs


@pytest.fixture(params=packs.names())
def pack(request):
    return packs.load(request.param)


@pytest.fixture
def springfield():
    return packs.load("springfield")


@pytest.fixture
def hempsted():
    return packs.load("hempsted")
