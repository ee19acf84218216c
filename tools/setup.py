"""Make `.venv`, the environment of the course: `make setup`, or `python3 tools/setup.py`.

Standard library only, and no syntax newer than Python 3.8, so that an old Python
can still say which one is needed. A stamp written last makes a second call quick
and an interrupted one start over.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "neuron-setup.json"
LOG = VENV / "setup.log"
LOCK = "requirements.txt"
PACKAGES = ("packages/neuronlab", "packages/examiner")
VERSIONS = ((3, 13), (3, 12), (3, 11))
# Never the Python of an active environment: it may be the very .venv that is made anew.
OWN = getattr(sys, "_base_executable", sys.executable)

PROBE = """
import json, platform, sys
try:
    import ensurepip, venv
    complete = True
except ImportError:
    complete = False
print(json.dumps([list(sys.version_info[:3]), complete,
                  sys.platform == "darwin" and platform.machine() == "x86_64"]))
"""

MESSAGES = {
    "no_python": (
        "Python 3.11, 3.12 or 3.13 is needed; found: {found}. Install one"
        " (https://www.python.org/downloads/), or name it: make setup PYTHON=/path/to/python3.12",
        "Il faut Python 3.11, 3.12 ou 3.13 ; trouvé : {found}. Installez-en un"
        " (https://www.python.org/downloads/), ou indiquez-le :"
        " make setup PYTHON=/chemin/vers/python3.12"),
    "no_venv": (
        "Python {version} has no 'venv' module, which Debian and Ubuntu ship apart."
        " Install it, then run this again: sudo apt install python{version}-venv",
        "Il manque à Python {version} le module « venv », que Debian et Ubuntu livrent à part."
        " Installez-le, puis recommencez : sudo apt install python{version}-venv"),
    "intel_mac": (
        "TensorFlow is no longer made for Intel Macs, and this Python is one for Intel."
        " On a Mac with an Apple chip, install the Python for Apple chips and run this again;"
        " on an Intel Mac, work on another machine.",
        "TensorFlow n'existe plus pour les Mac à processeur Intel, et ce Python est prévu pour eux."
        " Sur un Mac à puce Apple, installez le Python pour puce Apple et recommencez ;"
        " sur un Mac Intel, travaillez sur une autre machine."),
    "network": (
        "The package registry cannot be reached. Check the network (or the proxy, or pip's"
        " index-url), then run this again. Details: {log}",
        "Le dépôt de paquets est injoignable. Vérifiez le réseau (ou le proxy, ou l'index-url"
        " de pip), puis recommencez. Détails : {log}"),
    "disk": (
        "The disk is full: the environment takes about 3 GB. Free some space in {folder} and in"
        " the temporary folder, then run this again.",
        "Le disque est plein : l'environnement occupe environ 3 Go. Libérez de la place dans"
        " {folder} et dans le dossier temporaire, puis recommencez."),
    "hash": (
        "A package that was downloaded is not the one that requirements.txt expects (its hash"
        " differs). Empty pip's cache (python3 -m pip cache purge) and run this again. Details: {log}",
        "Un paquet téléchargé n'est pas celui qu'attend requirements.txt (son empreinte diffère)."
        " Videz le cache de pip (python3 -m pip cache purge) et recommencez. Détails : {log}"),
    "failed": (
        "The installation stopped: {reason}\nEverything that was said: {log}",
        "L'installation s'est arrêtée : {reason}\nTout ce qui a été dit : {log}"),
    "missing": (
        "{name} is missing from {folder}: this is not a whole copy of the course.",
        "{name} manque dans {folder} : cette copie du cours n'est pas complète."),
    "readonly": (
        "Nothing can be written in {folder} ({reason}). Put the course in a folder of your own.",
        "Impossible d'écrire dans {folder} ({reason}). Placez le cours dans un dossier à vous."),
    "interrupted": (
        "Interrupted. Run this again: it starts over.",
        "Interrompu. Relancez la commande : elle reprendra du début."),
    "making": (
        "Making .venv with Python {version}; this takes a few minutes the first time.",
        "Création de .venv avec Python {version} ; cela prend quelques minutes la première fois."),
    "updating": (
        "The list of packages has changed: updating .venv.",
        "La liste des paquets a changé : mise à jour de .venv."),
    "progress": ("  {count} of about {total} packages found", "  {count} paquets trouvés sur {total} environ"),
    "installing": ("  installing them", "  installation"),
    "done": (
        "Ready: {count} packages, Python {version}, {seconds:.0f} s.",
        "Prêt : {count} paquets, Python {version}, {seconds:.0f} s."),
    "nothing": (
        "Ready: {count} packages, Python {version}, nothing to do.",
        "Prêt : {count} paquets, Python {version}, rien à faire."),
}

# What pip prints, and the sentence that it deserves; the first that matches counts.
SYMPTOMS = (
    ("disk", r"No space left on device|\[Errno 28\]|Disk quota exceeded"),
    ("hash", r"DO NOT MATCH THE HASHES"),
    ("network", r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|Read timed out"
                r"|ProxyError|SSLError|Connection(Reset|Refused|Broken)?Error|Connection aborted"),
)


class SetupError(Exception):
    """The set-up cannot go on; the text is the sentence to show."""


def say(key, **values):
    """Return one message in the language of the terminal: French, or else English."""
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return MESSAGES[key][locale.lower().startswith("fr")].format(**values)


def explain(output):
    """Return the sentence for the output of a `venv` or `pip` that failed."""
    for key, pattern in SYMPTOMS:
        if re.search(pattern, output):
            return say(key, log=LOG, folder=ROOT)
    errors = [line for line in output.splitlines() if line.lower().startswith("error")]
    said = errors or output.strip().splitlines() or ["?"]
    return say("failed", reason=said[-1], log=LOG)


def probe(python):
    """Return [version, has venv, is for Intel Macs] of an interpreter, or None if it does not run."""
    try:
        answer = subprocess.run([str(python), "-I", "-c", PROBE], timeout=60,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return json.loads(answer.stdout.decode()) if answer.returncode == 0 else None
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def dotted(version):
    """Return (3, 12, 1) as 3.12.1."""
    return ".".join(map(str, version))


def find_python():
    """Return (path, version) of the first suitable Python; `PYTHON` in the environment decides alone.

    Raises SetupError when there is none, naming what was found instead.
    """
    asked = os.environ.get("PYTHON")
    candidates = [asked] if asked else [OWN] + ["python" + dotted(v) for v in VERSIONS]
    seen, incomplete, intel = [], None, False
    for candidate in candidates:
        facts = probe(candidate)
        if facts is None:
            continue
        version, complete, for_intel_mac = facts
        if tuple(version[:2]) not in VERSIONS:
            seen.append(dotted(version))
        elif for_intel_mac:
            intel = True
        elif not complete:
            incomplete = incomplete or dotted(version[:2])
        else:
            return shutil.which(candidate) or candidate, dotted(version)
    if intel:
        raise SetupError(say("intel_mac"))
    if incomplete:
        raise SetupError(say("no_venv", version=incomplete))
    raise SetupError(say("no_python", found=", ".join(seen) or asked or "-"))


def fingerprint():
    """Return the hash of the files that decide what `.venv` holds."""
    digest = hashlib.sha256()
    for name in (LOCK,) + tuple(package + "/pyproject.toml" for package in PACKAGES):
        try:
            digest.update((ROOT / name).read_bytes())
        except OSError:
            raise SetupError(say("missing", name=name, folder=ROOT))
    return digest.hexdigest()


def read_stamp():
    """Return what the last complete set-up wrote, or None after an incomplete one."""
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return None


def run(command, on_line=lambda line: None):
    """Run a command, its output in the log; raises SetupError with a sentence if it fails."""
    environment = dict(os.environ, PIP_USER="0", PYTHONUNBUFFERED="1")
    environment.pop("PYTHONHOME", None)
    process = subprocess.Popen(list(map(str, command)), cwd=str(ROOT), env=environment,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, universal_newlines=True, errors="replace")
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            on_line(line)
        failed = process.wait() != 0
    except KeyboardInterrupt:
        process.kill()  # an interruption by `kill` reaches this process alone
        raise
    # venv empties the folder, so the log is kept here and written after each command.
    with LOG.open("a") as log:
        log.writelines(lines)
    if failed:
        raise SetupError(explain("".join(lines)))


def install():
    """Install the lock, then our two packages in place; return how many packages there are."""
    total = sum(re.match(r"[a-z0-9]", line) is not None
                for line in (ROOT / LOCK).read_text().splitlines())
    found = []

    def progress(line):
        if line.startswith(("Collecting ", "Processing ")):
            found.append(line)
            if len(found) % 25 == 0:
                print(say("progress", count=len(found), total=total), flush=True)
        elif line.startswith("Installing collected"):
            print(say("installing"), flush=True)

    pip = [VENV_PYTHON, "-m", "pip", "install", "--progress-bar", "off", "--no-input"]
    # Without byte-code TensorFlow takes 11 to 20 s to import, instead of 3.5.
    run(pip + ["--compile", "--require-hashes", "-r", LOCK], progress)
    editable = [word for package in PACKAGES for word in ("-e", package)]
    run(pip + ["--no-deps", "--no-build-isolation"] + editable)
    listing = subprocess.run([str(VENV_PYTHON), "-m", "pip", "list", "--format=json"],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return len(json.loads(listing.stdout.decode()))


def set_up():
    """Bring `.venv` up to date and print one line of counts; raises SetupError."""
    start = time.time()
    wanted = {"files": fingerprint(), "folder": str(ROOT)}
    stamp = read_stamp()
    facts = probe(VENV_PYTHON) if stamp and VENV_PYTHON.exists() else None
    version = dotted(facts[0]) if facts else None
    # A stamp is missing after an interruption, the folder differs after a move,
    # and the version after the Python beneath was replaced.
    sound = bool(facts) and stamp["folder"] == wanted["folder"] and stamp["version"] == version
    if not sound or os.environ.get("PYTHON"):
        python, found = find_python()
        sound = sound and found == version
        version = found
    if sound and stamp["files"] == wanted["files"]:
        print(say("nothing", count=stamp["count"], version=version))
        return
    print(say("updating") if sound else say("making", version=version), flush=True)
    if STAMP.exists():
        STAMP.unlink()
    if not sound:
        VENV.mkdir(exist_ok=True)
        run([python, "-m", "venv", "--clear", VENV])
    wanted.update(version=version, count=install())
    STAMP.write_text(json.dumps(wanted))
    print(say("done", count=wanted["count"], version=version, seconds=time.time() - start))


def main():
    """Run the set-up; every failure is one sentence and status 1."""
    try:
        set_up()
    except SetupError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("\n" + say("interrupted"), file=sys.stderr)
    except OSError as error:
        full = error.errno in (28, 122)  # ENOSPC, EDQUOT
        print(say("disk" if full else "readonly", folder=ROOT, reason=error.strerror), file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
