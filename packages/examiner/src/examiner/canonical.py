"""The one form in which notebooks stand in git: no outputs, no traces of a machine.

Two people who change the same notebook then see in a diff what they changed.
"""

import json

import nbformat

from examiner.terminal import say

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# Without the version, which would change with every machine that saves.
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
# What JupyterLab and its extensions note while a notebook is run.
CELL_TRACES = ("ExecuteTime", "collapsed", "execution", "scrolled", "trusted")
NOTEBOOK_TRACES = ("signature", "widgets")


def canonical(text):
    """Return the canonical text of a notebook given as text.

    Raises ValueError if it is not a notebook.
    """
    notebook = nbformat.reads(text, as_version=4)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata.update(kernelspec=KERNEL, language_info=LANGUAGE)
    for trace in NOTEBOOK_TRACES:
        notebook.metadata.pop(trace, None)
    for cell in notebook.cells:
        for trace in CELL_TRACES:
            cell.metadata.pop(trace, None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def sources(text):
    """Return the cells of a notebook as (type, source), None if it is not one."""
    try:
        cells = nbformat.reads(text, as_version=4).cells
    except (ValueError, AttributeError):
        return None
    return [(cell.cell_type, cell.source) for cell in cells]


def faults(text):
    """Return what keeps a notebook out of git, in words; an empty list if nothing does."""
    try:
        notebook = json.loads(text)
        cells = notebook["cells"]
    except (ValueError, KeyError, TypeError):
        return [say("ce n'est pas un carnet au format 4", "it is not a notebook of format 4")]
    found = []
    if any(cell.get("outputs") for cell in cells):
        found.append(say("il contient des sorties", "it has outputs"))
    if any(cell.get("execution_count") for cell in cells):
        found.append(say("il contient des numéros d'exécution", "it has execution counts"))
    ids = [cell.get("id") for cell in cells]
    if None in ids or len(set(ids)) < len(ids):
        found.append(say("une cellule n'a pas d'identifiant à elle", "a cell has no id of its own"))
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        found.append(say("il n'est pas valide : ", "it is not valid: ") + str(error).splitlines()[0])
    if not found and text != canonical(text):
        found.append(say("sa mise en forme n'est pas la forme canonique (make build)",
                         "its formatting is not the canonical one (make build)"))
    return found
