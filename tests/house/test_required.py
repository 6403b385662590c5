"""A field that its action always wants is marked on its page: the star stands where the refusal would come.

The forms and the actions of each room are read as source. What an action wants under a condition only (another answer, a
setting) is looked at by the rules of its room.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Flask, render_template_string

from portal.services.definitions import FieldDefinition
from portal.services.forms.answers import PREFIX
from portal.services.forms.drafts import DraftForm, form_class
from portal.services.items.registry import coded_items
from portal.web.application import Portal
from tests.house.source import ROOT

ROOMS = ROOT / "portal"
FURNITURE = {"actions", "routes", "forms", "queries"}
WANTS = ("请填写", "请写", "请选择", "请上传", "请至少", "请说明")
VALIDATORS = ("InputRequired", "DataRequired", "FileRequired", "HiddenField")
# A field that may stay empty though an action of its room wants one of the same name: why.
LEFT_OPEN = {
    "ChangeCategoryForm.governance_code": "chosen among all that there are; one is always chosen",
    "ChangeLetterForm.addressee": "wanted only where no office is chosen",
    "SendLetterForm.way": "one is always chosen",
    "ObligationFields.amount": "wanted of a sum of money alone",
    "AgreementForm.amount": "wanted of a sum of money alone",
    "SettleCaseForm.amount": "wanted of a sum of money alone",
    "ObligationFields.debtor": "wanted of a row that says something",
    "SettleCaseForm.payer": "one is always chosen",
    "PaymentForm.payer": "the one who owes, where nobody else paid",
    "AnswerConfirmationForm.number": "wanted of the ruling, not of the court's answer",
    "VisitForm.reason": "wanted of a withdrawal",
    "CloseForm.opinion": "wanted of the form of opinions",
    "PartyFields.name": "an empty row counts for nothing",
    "AssignMediatorForm.because": "wanted of a change",
    "AskRecusalForm.party_id": "wanted where a party asks",
    "EnterReferralForm.body": "wanted only where no body is chosen",
    "EnterReferralForm.file": "wanted of a covered photograph",
    "ReferOutForm.body": "wanted only where no body is chosen",
    "TakeDownPhotoForm.names": "nobody need withdraw",
    "InvestigationForm.party_id": "whoever is asked may be no party",
    "EvidenceForm.party_id": "the mediator may have found it",
    "IdentityForm.party_id": "an organisation's proof has its name",
    "IdentityForm.name": "wanted where nobody is chosen",
    "AgentForm.party_id": "one is always chosen",
    "SignForm.file": "wanted of a page that all of them signed",
    "SignForm.name": "wanted of whoever is no party",
    "ScreenForm.name": "wanted of whoever is no party",
    "_PersonFields.address": "a person may live nowhere; a household may not",
    "RegisterOrganisationForm.address": "an organisation may have none; a household may not",
    "AddPaperForm.replaces": "wanted of a document that replaces another",
    "SaveHeadForm.alone_since": "wanted of the clergy alone, where somebody applies alone",
    "TryReckoningForm.area": "one is always chosen",
    "EnterStandardForm.area": "wanted of a standard and not of a supplement",
    "PrepareDeliveryForm.method": "one is always chosen",
    "RecordDeliveryForm.method": "one is always chosen",
    "BasicsForm.name": "a draft may have gaps; what publishing wants is told beside them",
    "PublishItemForm.result": "the guide's words, not the decision",
    "NotifyMissingForm.reason": "wanted of a second notice",
    "RefuseApplicationForm.text": "wanted of the reasons that say nothing by themselves",
    "ResumeApplicationForm.reason": "wanted of an item that is switched",
    "RecordVisitForm.note": "wanted of a visit that is closed without a result",
    "SettleNeedForm.note": "wanted of a visit that is closed without a result",
    "WriteOpinionForm.way": "wanted of an opinion that agrees",
    "WriteOpinionForm.carer": "wanted of care by somebody",
    "WriteOpinionForm.bank": "wanted of an opinion that agrees",
    "RecordInvestigationForm.opinion": "wanted of the preliminary opinion",
    "CancelCardForm.reason": "wanted where the ending has no name of its own",
    "EnterRatingForm.way": "one is always chosen",
}


def _room(path: Path) -> str:
    parts = path.relative_to(ROOMS).parts[:-1]
    stop = next((place for place, part in enumerate(parts) if part in FURNITURE), len(parts))
    return "/".join(parts[:stop])


def _is_plain(test: ast.expr) -> bool:
    """Whether a condition asks about one thing alone: `not x`, `x not in y`, `x is None`."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return not isinstance(test.operand, ast.BoolOp)
    return (
        isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.NotIn | ast.Is)
    )


def _refusals(tree: ast.Module) -> Iterator[str]:
    """The fields that a function always wants: `if not x: raise RuleBroken("x", N_("请填写…"))` at its outer level."""
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for node in function.body:
            if isinstance(node, ast.If) and _is_plain(node.test) and isinstance(node.body[0], ast.Raise):
                call = node.body[0].exc
                words = [one.value for one in ast.walk(call) if isinstance(one, ast.Constant)] if call else []
                texts = [one for one in words if isinstance(one, str)]
                if "RuleBroken" in ast.unparse(node.body[0]) and texts[1:] and texts[1].startswith(WANTS):
                    yield texts[0]


@cache
def _wanted() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in ROOMS.rglob("*.py"):
        found.setdefault(_room(path), set()).update(_refusals(ast.parse(path.read_text("utf-8"))))
    return found


def _open_fields(path: Path) -> Iterator[tuple[str, str]]:
    """The form and name of each field of a file that may stay empty."""
    for form in [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)
    ]:
        for node in form.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                made = ast.unparse(node.value)
                if ("Field(" in made or "Integer(" in made) and not any(one in made for one in VALIDATORS):
                    yield form.name, ast.unparse(node.targets[0])


class TestMarkRequired:
    def test_what_an_action_always_wants_its_form_asks_for(self) -> None:
        files = [path for path in ROOMS.rglob("*.py") if "forms" in str(path.relative_to(ROOMS))]
        found = {
            f"{form}.{name}"
            for path in files
            for form, name in _open_fields(path)
            if name in _wanted()[_room(path)]
        }
        assert found - LEFT_OPEN.keys() == set(), "give these InputRequired, or say in LEFT_OPEN why not"

    def test_each_required_question_of_an_item_has_its_mark(self, app: Portal) -> None:
        asked = [one for item in coded_items() for one in item.definition.fields]
        assert any(one.required for one in asked)
        page = _questions(app, asked)
        for one in asked:
            if one.kind != "rows":
                start = page.index(f'"{PREFIX}{one.code}"')
                label = page[page.index(">", start) : page.index("</l", start)]
                assert ('class="required"' in label) is one.required, one.code


def _questions(app: Flask, asked: list[FieldDefinition]) -> str:
    with app.test_request_context():
        form = form_class(DraftForm, asked, ())()
        source = "{% from 'services/questions.html' import questions %}{{ questions(form.answer_fields) }}"
        return str(render_template_string(source, form=form))
