"""The integration server accepts no skipped test."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPED_TEST = "import pytest\n\ndef test_one():\n    pytest.skip('later')\n"
SKIPPED_MODULE = "import pytest\n\npytest.skip('later', allow_module_level=True)\n"


def status(folder, source, ci):
    shutil.copy(Path(__file__).with_name("conftest.py"), folder)
    (folder / "test_it.py").write_text(source)
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
                         cwd=folder, env=dict(os.environ, CI=ci), capture_output=True)
    return run.returncode


def test_a_skipped_test_fails_on_the_integration_server(tmp_path):
    assert status(tmp_path, SKIPPED_TEST, ci="true") == pytest.ExitCode.TESTS_FAILED


def test_a_skipped_test_passes_elsewhere(tmp_path):
    assert status(tmp_path, SKIPPED_TEST, ci="") == pytest.ExitCode.OK


def test_a_skipped_module_fails_on_the_integration_server(tmp_path):
    assert status(tmp_path, SKIPPED_MODULE, ci="true") == pytest.ExitCode.INTERRUPTED
