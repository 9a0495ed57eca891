"""Rules of the reader's house: who sends a message, and who reads a private member."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import paperterm.tui

Attribute = tuple[ast.ClassDef | None, ast.Attribute, bool]

FOLDER = Path(paperterm.tui.__file__).parent
TREES = {
    file.relative_to(FOLDER).as_posix(): ast.parse(file.read_text("utf-8"))
    for file in sorted(FOLDER.rglob("*.py"))
}


def classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    """Yield the classes of a module, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def messages() -> set[tuple[str, str]]:
    """Return the nested classes of all classes, by name."""
    return {
        (outer.name, inner.name)
        for tree in TREES.values()
        for outer in classes(tree)
        for inner in outer.body
        if isinstance(inner, ast.ClassDef)
    }


def attributes(tree: ast.AST) -> Iterator[Attribute]:
    """Yield each attribute with the outermost class it stands in, and whether it is called."""

    def walk(node: ast.AST, owner: ast.ClassDef | None, called: bool) -> Iterator[Attribute]:
        if isinstance(node, ast.Attribute):
            yield owner, node, called
        if isinstance(node, ast.ClassDef):
            owner = owner or node
        for child in ast.iter_child_nodes(node):
            yield from walk(child, owner, isinstance(node, ast.Call) and child is node.func)

    return walk(tree, None, False)


def own(owner: ast.ClassDef | None) -> set[str]:
    """Return the members that a class defines: methods, class attributes, and those of `self`."""
    names = set()
    for node in ast.walk(owner) if owner else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def where(file: str, node: ast.Attribute) -> str:
    """Return where an attribute stands, and what it is."""
    return f"{file}:{node.lineno}: {ast.unparse(node)}"


def test_a_message_is_sent_by_its_owner_only() -> None:
    nested = messages()
    assert ("MarksJob", "MarksWritten") in nested
    forged = [
        where(file, node)
        for file, tree in TREES.items()
        for owner, node, is_called in attributes(tree)
        if is_called
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in nested
        and (owner is None or owner.name != node.value.id)
    ]
    assert forged == []


NAMED_TUPLE = {"_replace"}


@pytest.mark.parametrize("file", TREES)
def test_no_private_member_is_read_across_classes(file: str) -> None:
    read = [
        where(file, node)
        for owner, node, _ in attributes(TREES[file])
        if node.attr.startswith("_")
        and not node.attr.startswith("__")
        and node.attr not in own(owner) | NAMED_TUPLE
    ]
    assert read == []
