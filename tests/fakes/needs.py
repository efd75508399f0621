"""What some tests need of the machine: where it is not there, they are skipped and say so."""

import pytest

from adapters.apertium import SPOKEN, Apertium

needs_apertium = pytest.mark.skipif(not Apertium(SPOKEN).available(), reason="Apertium's Debian packages are not installed")
