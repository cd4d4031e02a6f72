"""Where the shared articles are, if they are."""

from pathlib import Path

import pytest
from reading_cases import SHARED


@pytest.fixture(scope="session")
def shared_reading() -> Path:
    if not SHARED.is_dir():
        pytest.skip("shared/reading is not beside this checkout")
    return SHARED
