"""Stale saves: a verb on a record that two people may edit takes the version that its reader saw, and pages hand it on."""

from __future__ import annotations

import ast
import re

from tests.house.source import functions, modules

# Verbs that leave the record as it is: they read it, print of it, or add a record of their own beside it.
LEAVES_AS_IT_IS = {
    "retry_document": "asks the render worker again; the frozen facts stay",
    "print_document": "counts a print, which is meant each time",
    "record_print": "counts a print, which is meant each time",
    "reveal_number": "reads, and the trail says so",
    "reveal_contact": "reads, and the trail says so",
    "print_form": "prints an empty form about the file",
    "print_slip": "prints the empty slip to rate on, or the one that was made before",
    "print_visit": "prints the sheet of the visit",
    "print_card": "counts a print, which is meant each time",
    "print_power": "freezes a paper to be signed beside the case",
    "print_authorisation": "freezes a paper to be signed beside the declaration",
    "write_letters": "asks for letters once; the run itself refuses a second asking",
    "note_download": "notes in the trail who took the bank file",
    "note_trial": "notes in the trail that a draft was tried",
    "take_originals": "adds originals beside the application",
    "prepare_delivery": "adds a delivery beside the paper",
    "open_errand": "adds an errand beside the application",
    "record_objection": "adds an objection beside the notice; two people may object in the same minute",
    "enter_rating": "adds what the resident says beside the case; a third one is refused under the lock on the applicant",
    "try_sheet": "adds a workbook beside the roster; taking it asks for the version",
}
# The version was compared a line before, in the same transaction, by the verb that saved the form.
COMPARED_BEFORE = {
    "accept_application",
    "supplement_application",
    "complete_on_the_spot",
    "notify_missing",
    "accept_case",
}


def _versioned() -> set[str]:
    return {
        node.name
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(getattr(base, "id", "") == "Versioned" for base in node.bases)
    }


def _verbs() -> dict[str, ast.FunctionDef]:
    """Every public function among actions that asks for a right and is about one record that has a version."""
    known, found = _versioned(), {}
    for path, tree in modules().items():
        if re.search(r"/(actions(\.py|/)|administration\.py)", path):
            for one in functions(tree):
                about = [a for a in one.args.args[1:2] if a.annotation is not None]
                is_verb = not one.name.startswith("_") and ".must(" in ast.unparse(one)
                if is_verb and about and ast.unparse(about[0].annotation or about[0]) in known:
                    found[f"{path} {one.name}"] = one
    return found


def test_every_verb_on_a_versioned_record_takes_the_version_that_was_seen() -> None:
    verbs = _verbs()
    assert len(verbs) > 100
    deaf = [
        where
        for where, one in verbs.items()
        if one.name not in LEAVES_AS_IT_IS and "version" not in {a.arg for a in one.args.kwonlyargs}
    ]
    assert not deaf, "the later of two saves wins in silence; take `version` and expect it:\n" + "\n".join(
        deaf
    )
    gone = set(LEAVES_AS_IT_IS) - {one.name for one in verbs.values()}
    assert not gone, f"no longer a verb without a version: {gone}"


def test_a_verb_that_takes_a_version_looks_at_it() -> None:
    unread = [
        f"{path} {one.name}"
        for path, tree in modules().items()
        if re.search(r"/actions(\.py|/)", path)
        for one in functions(tree)
        if "version" in {a.arg for a in one.args.kwonlyargs} and not _reads_version(one)
    ]
    assert not unread, f"compare it, or hand it on: {unread}"


def _reads_version(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "version" for node in ast.walk(function))


def test_pages_hand_on_the_version_that_their_reader_saw() -> None:
    silent = [
        f"{path}:{node.lineno} {ast.unparse(node.func)}"
        for path, tree in modules().items()
        if re.search(r"/routes(\.py|/)", path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] not in COMPARED_BEFORE
        and any(k.arg == "version" and getattr(k.value, "value", "") is None for k in node.keywords)
    ]
    assert not silent, "pass form.seen_version:\n" + "\n".join(silent)
