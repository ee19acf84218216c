"""A lab and its twin in the other language differ in their words, and in nothing else."""

import ast
import doctest
import io
import re
import tokenize
from pathlib import Path

import nbformat
import pytest

SOURCE = Path(__file__).parents[1] / "source"
PAIRS = [("tp1", "lab1")]

# Calls whose own strings are words for the reader; every other string is part of the code.
SPEAKING = {"print", "set_language", "ready_to_hand_in"}

FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]+\$", re.DOTALL)
INLINE_CODE = re.compile(r"`[^`]+`")
MARKER = re.compile(r"^ *### (?:BEGIN|END) .*$", re.MULTILINE)
HEADING = re.compile(r"^#+ ", re.MULTILINE)
ITEM = re.compile(r"^ *(?:[-*]|\d+\.) ", re.MULTILINE)

CREDIT = "Université de Bordeaux"
FRENCH = re.compile(
    r"\b(?:le|la|les|une|des|du|est|et|pour|dans|que|qui|avec|sur|vous|votre|nous|exercice|devinez|neurone)\b"
    "|[àâçéèêëîïôùûœ«»\u00a0\u202f]", re.IGNORECASE)
ENGLISH = re.compile(
    r"\b(?:the|and|of|is|are|with|this|which|you|your|we|exercise|guess|neuron|answer)\b|[“”]", re.IGNORECASE)


@pytest.fixture(params=PAIRS, ids="-".join)
def names(request):
    return request.param


@pytest.fixture
def french(names):
    return read(names[0])


@pytest.fixture
def english(names):
    return read(names[1])


def read(name):
    return nbformat.read(SOURCE / name / f"{name}.ipynb", as_version=4)


def each(notebook, kind, look):
    """What `look` sees in the source of every cell of a kind: cell id -> what was seen."""
    return {cell.id: look(cell.source) for cell in notebook.cells if cell.cell_type == kind}


class Speechless(ast.NodeTransformer):
    """Takes from code what is said to the reader: docstrings, and the strings of SPEAKING calls."""

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        if ast.get_docstring(node) is not None:
            node.body[0] = ast.Expr(ast.Constant("docstring"))
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in SPEAKING:
            node.args = [speechless(argument) for argument in node.args]
        return node


def speechless(node):
    """A string without its text; in an f-string the values and their formats stay."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return ast.Constant("text")
    if isinstance(node, ast.JoinedStr):
        node.values = [speechless(value) for value in node.values]
    return node


def calculation(source):
    return ast.unparse(Speechless().visit(ast.parse(source))).splitlines()


def declarations(notebook):
    """The arguments of set_language and ready_to_hand_in."""
    calls = [node for source in each(notebook, "code", str).values() for node in ast.walk(ast.parse(source))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return {node.func.id: node.args[0].value for node in calls
            if node.func.id in ("set_language", "ready_to_hand_in")}


def worked_examples(source):
    """What the docstrings show at the prompt, and what is to come out of it."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return [(example.source, example.want) for node in functions
            for example in doctest.DocTestParser().get_examples(ast.get_docstring(node) or "")]


def formulas(text):
    """The formulas in their order; the decimal comma and words within \\text{} may differ."""
    found = FORMULA.findall(INLINE_CODE.sub("", text))
    return [re.sub(r"\\text\{[^}]*\}", r"\\text{}", formula.replace("{,}", ".")) for formula in found]


def plain(text):
    """A text without its formulas and inline code."""
    return FORMULA.sub(" ", INLINE_CODE.sub(" ", text))


def numbers(text, thousands, decimal):
    """The numbers of two digits or more in a text, written alike; a lone digit may be a word in the other."""
    text = re.sub(rf"(?<=\d)[{thousands}](?=\d{{3}}\b)", "", plain(text))
    text = re.sub(rf"(?<=\d){re.escape(decimal)}(?=\d)", ".", text)
    return sorted(re.findall(r"\d+\.\d+|\d{2,}", text))


def said(source):
    """All that a code cell says in words: its comments and its strings."""
    comments = [token.string for token in tokenize.generate_tokens(io.StringIO(source).readline)
                if token.type == tokenize.COMMENT]
    strings = [node.value for node in ast.walk(ast.parse(source))
               if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return "\n".join(comments + strings)


def found(pattern, notebook):
    """Where a pattern occurs in the words of a notebook: cell id -> occurrences."""
    words = each(notebook, "markdown", plain) | each(notebook, "code", said)
    everywhere = {id: pattern.findall(text.replace(CREDIT, "")) for id, text in words.items()}
    return {id: occurrences for id, occurrences in everywhere.items() if occurrences}


def test_the_cells_have_the_same_ids_types_tags_and_points_in_the_same_order(french, english):
    outline = [[(cell.id, cell.cell_type, cell.metadata) for cell in lab.cells] for lab in (french, english)]
    assert outline[0] == outline[1]


def test_the_code_is_the_same_but_for_what_it_says(french, english):
    assert each(french, "code", calculation) == each(english, "code", calculation)


def test_the_docstrings_show_the_same_worked_examples(french, english):
    assert each(french, "code", worked_examples) == each(english, "code", worked_examples)


def test_solutions_hidden_tests_and_mark_schemes_begin_and_end_in_the_same_cells(french, english):
    for kind in ("code", "markdown"):
        assert each(french, kind, MARKER.findall) == each(english, kind, MARKER.findall)


def test_each_notebook_declares_its_own_language_and_its_own_name(names, french, english):
    assert declarations(french) == {"set_language": "fr", "ready_to_hand_in": names[0]}
    assert declarations(english) == {"set_language": "en", "ready_to_hand_in": names[1]}


def test_the_formulas_are_the_same_in_the_same_order(french, english):
    assert each(french, "markdown", formulas) == each(english, "markdown", formulas)


def test_the_text_names_the_same_pieces_of_code(names, french, english):
    def pieces(text):
        return sorted(INLINE_CODE.findall(text.replace(f"`{names[1]}.ipynb`", f"`{names[0]}.ipynb`")))

    assert each(french, "markdown", pieces) == each(english, "markdown", pieces)


def test_the_text_gives_the_same_numbers(french, english):
    def in_french(text):
        return numbers(text, thousands=" \u00a0\u202f", decimal=",")

    def in_english(text):
        return numbers(text, thousands=",", decimal=".")

    assert each(french, "markdown", in_french) == each(english, "markdown", in_english)


def test_each_cell_has_as_many_headings_and_list_items_as_its_twin(french, english):
    def counts(text):
        text = MARKER.sub("", text)
        return {"headings": len(HEADING.findall(text)), "items": len(ITEM.findall(text))}

    assert each(french, "markdown", counts) == each(english, "markdown", counts)


def test_nothing_french_is_left_in_english(english):
    assert found(FRENCH, english) == {}


def test_nothing_english_has_slipped_into_french(french):
    assert found(ENGLISH, french) == {}
