"""`make setup`: one sentence when the environment cannot be made, in the language of the terminal."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def course(tmp_path):
    """An empty course: what set-up reads, and a lock of one package that is not needed here."""
    for name in ("tools/setup.py", "Makefile", "packages/neuronlab/pyproject.toml",
                 "packages/examiner/pyproject.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "requirements.txt").write_text(f"six==1.17.0 --hash=sha256:{'0' * 64}\n")
    return tmp_path


def set_up(course, **environment):
    run = subprocess.run([sys.executable, "tools/setup.py"], cwd=course, text=True, capture_output=True,
                         env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHON": sys.executable, **environment})
    assert "Traceback" not in run.stdout + run.stderr
    return run


def load(course, monkeypatch):
    """The set-up of a course as a module, whose installation is counted and not made."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.delenv("PYTHON", raising=False)
    spec = importlib.util.spec_from_file_location("course_setup", course / "tools/setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.OWN = sys.executable
    module.installed = []
    module.install = lambda: module.installed.append(1) or 7
    # Putting pip into an environment takes seconds, and nothing is installed here.
    run = module.run
    module.run = lambda command: run([*command, "--without-pip"])
    return module


@pytest.fixture
def ready(course, monkeypatch):
    """The set-up of a course that was set up once."""
    module = load(course, monkeypatch)
    module.set_up()
    return module


def test_a_python_that_is_too_old_is_named_with_those_that_are_needed(course):
    old = course / "python"
    old.write_text("#!/bin/sh\necho '[[3, 9, 18], true, false]'\n")
    old.chmod(0o755)
    run = set_up(course, PYTHON=str(old))
    assert run.returncode == 1
    assert "3.11, 3.12 or 3.13" in run.stderr and "3.9.18" in run.stderr


def test_a_python_without_venv_gets_debians_remedy_in_french(course):
    bare = course / "python"
    bare.write_text("#!/bin/sh\necho '[[3, 12, 3], false, false]'\n")
    bare.chmod(0o755)
    run = set_up(course, PYTHON=str(bare), LC_ALL="fr_FR.UTF-8")
    assert run.returncode == 1
    assert "sudo apt install python3.12-venv" in run.stderr and "Il manque" in run.stderr


def test_on_an_intel_mac_the_set_up_says_that_there_is_no_tensorflow(course):
    mac = course / "python"
    mac.write_text("#!/bin/sh\necho '[[3, 12, 3], true, true]'\n")
    mac.chmod(0o755)
    run = set_up(course, PYTHON=str(mac))
    assert run.returncode == 1 and "TensorFlow" in run.stderr


def test_without_a_network_the_set_up_says_so_and_leaves_no_stamp(course):
    run = set_up(course, PIP_CONFIG_FILE=os.devnull, PIP_INDEX_URL="http://127.0.0.1:9/simple",
                 PIP_EXTRA_INDEX_URL="", PIP_FIND_LINKS="", PIP_RETRIES="1")
    assert run.returncode == 1
    assert "registry cannot be reached" in run.stderr and len(run.stderr.splitlines()) == 1
    assert not (course / ".venv/neuron-setup.json").exists()


def test_a_missing_file_of_the_course_is_named(course):
    (course / "requirements.txt").unlink()
    run = set_up(course)
    assert run.returncode == 1 and "requirements.txt" in run.stderr


@pytest.mark.parametrize("output, words", [
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
    ("WARNING: Retrying ... NewConnectionError('Failed to establish')\nERROR: No matching distribution", "network"),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hash"),
    ("Looking\nERROR: No matching distribution found for six==9", "No matching distribution found for six==9"),
])
def test_what_pip_says_becomes_a_sentence(course, output, words, monkeypatch):
    assert words in load(course, monkeypatch).explain(output)


def test_a_second_set_up_does_nothing(ready, capsys):
    ready.set_up()
    assert len(ready.installed) == 1
    assert "nothing to do" in capsys.readouterr().out


def test_a_new_lock_updates_the_environment(ready, capsys):
    (ready.ROOT / "requirements.txt").write_text("")
    ready.set_up()
    assert len(ready.installed) == 2
    assert "updating" in capsys.readouterr().out


def test_an_interrupted_set_up_starts_over(ready, monkeypatch, capsys):
    def interrupted():
        raise KeyboardInterrupt

    (ready.ROOT / "requirements.txt").write_text("")
    with monkeypatch.context() as patch:
        patch.setattr(ready, "install", interrupted)
        assert ready.main() == 1
    assert ready.main() == 0
    assert "Making .venv" in capsys.readouterr().out.splitlines()[-2]


def test_a_course_that_was_moved_gets_a_new_environment(ready, tmp_path, monkeypatch, capsys):
    moved = tmp_path.with_name(tmp_path.name + "-moved")
    tmp_path.rename(moved)
    load(moved, monkeypatch).set_up()
    assert "Making .venv" in capsys.readouterr().out
    assert str(moved) in (moved / ".venv/pyvenv.cfg").read_text()


def test_an_environment_whose_python_is_gone_is_made_anew(ready, capsys):
    ready.VENV_PYTHON.unlink()
    ready.set_up()
    assert ready.VENV_PYTHON.exists()
    assert len(ready.installed) == 2


def make(course, *arguments):
    """Run make as from a terminal: knowing nothing of the make that runs these tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *arguments], cwd=course, capture_output=True, text=True, env=environment)


def test_make_without_any_python_says_what_to_install(course):
    run = make(course, "setup", "PYTHON=/nowhere/python3")
    assert run.returncode != 0
    assert "install Python 3.11, 3.12 or 3.13" in run.stderr


def test_make_alone_lists_the_commands(course):
    listed = make(course).stdout.splitlines()
    assert any("make lab" in line for line in listed)
    assert listed[-1] == f"{len(listed) - 1} commands"
