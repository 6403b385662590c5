"""The pages of old registers: hand one in, say which column is what, see what is wrong, let it come in or put it aside."""

from __future__ import annotations

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from portal.errors import NotFound
from portal.mediation.forms.choices import keyed
from portal.mediation.queries import find_own_committee, get_committee, list_committees
from portal.mediation.registers import queries
from portal.mediation.registers.actions import importing as actions
from portal.mediation.registers.fault_sheet import fault_sheet
from portal.mediation.registers.forms import HandInRegisterForm
from portal.mediation.registers.importing.fields import FIELDS
from portal.mediation.registers.importing.reading import MOST_BYTES, MOST_ROWS
from portal.mediation.registers.kinds import IMPORT_STATES, IMPORT_TONES
from portal.mediation.registers.models import RegisterImport
from portal.mediation.registers.routes.base import Answer, blueprint, workbook
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page, key_of
from portal.web.carrying_out import carry_out
from portal.web.filters import sentence, translate
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render

PAGE_ROWS = 50
SAMPLES = 3
PAPER_FAULTS = "{name}-有问题的行.xlsx"
PAPER_WHOLE_FILE = "整个文件"


@blueprint.get("/mediation/imports")
@requires("mediation.hand_in_register")
def list_imports() -> str:
    """The old registers that were handed in."""
    return render(
        "mediation/register/list_imports.html",
        found=queries.list_imports(current_actor()),
        states=IMPORT_STATES,
        tones=IMPORT_TONES,
    )


@blueprint.route("/mediation/imports/new", methods=["GET", "POST"])
@requires("mediation.hand_in_register")
def hand_in_register() -> Answer:
    """Hand a file in; nothing comes in yet."""
    actor = current_actor()
    own = find_own_committee(actor)
    form = HandInRegisterForm(committee_id=str(own.id) if own else None)
    form.committee_id.choices = keyed([(one.id, one.unit.name) for one in list_committees(actor)])
    return carry_out(
        form,
        lambda: actions.hand_in_register(
            actor,
            committee=get_committee(actor, key_of(form.committee_id.data) or 0),
            file_name=form.file.data.filename or "",
            content=form.file.data.stream.read(MOST_BYTES + 1),
            used_year=form.used_year.data,
            used_last=form.used_last.data,
        ),
        show=lambda: render(
            "mediation/register/verb.html",
            form=form,
            label=_("上传原登记簿"),
            cancel=url_for(".list_imports"),
            advice=_("上传后先对应栏目，再逐行检查；全部没有问题，才由另一人同意转入。"),
        ),
        to=lambda made: url_for(".map_register", import_id=made.id),
        done=_("已上传。下一步核对每一栏是什么，还没有转入任何案件。"),
    )


@blueprint.route("/mediation/imports/<int:import_id>/map", methods=["GET", "POST"])
@requires("mediation.hand_in_register")
def map_register(import_id: int) -> Answer:
    """Which column is what, guessed from the headings and from last time; then everything is tried."""
    actor = current_actor()
    found = queries.get_import(actor, import_id)
    form = EmptyForm(version=str(found.version))
    headings = found.headings["texts"]
    chosen = dict(found.mapping)
    if request.method == "POST":
        chosen = {str(n): request.form.get(f"column-{n}", "") for n in range(len(headings))}
    return carry_out(
        form,
        lambda: actions.map_columns(actor, found, version=form.seen_version, mapping=chosen),
        show=lambda: render(
            "mediation/register/map_register.html",
            one=found,
            form=form,
            columns=list(enumerate(headings)),
            chosen=chosen,
            samples=_samples(found),
            fields=FIELDS,
        ),
        to=url_for(".read_import", import_id=import_id),
        done=_("正在逐行检查。还没有转入任何案件。"),
    )


@blueprint.get("/mediation/imports/<int:import_id>")
@requires("mediation.read_statistics")
def read_import(import_id: int) -> str:
    """One file: everything that is wrong, row by row, or what has come in."""
    found = queries.get_import(current_actor(), import_id)
    number = asked_page()
    faults, total = queries.list_faults(found.id, page=number, size=PAGE_ROWS)
    return render(
        "mediation/register/read_import.html",
        block="listing",
        one=found,
        faults=faults,
        total=total,
        number=number,
        size=PAGE_ROWS,
        is_working=queries.is_waiting_for_job(found),
        states=IMPORT_STATES,
        tones=IMPORT_TONES,
    )


@blueprint.get("/mediation/imports/<int:import_id>/faults.xlsx")
@requires("mediation.read_statistics")
def download_faults(import_id: int) -> Response:
    """What is wrong, as a workbook to mend the rows by."""
    found = queries.get_import(current_actor(), import_id)
    faults, total = queries.list_faults(found.id, size=MOST_ROWS)
    if not total:
        raise NotFound
    lines = [(one["row"], translate(one["column"]), sentence(one["why"], one["params"])) for one in faults]
    name = PAPER_FAULTS.format(name=found.file_name.rsplit(".", 1)[0])
    return workbook(fault_sheet(lines, PAPER_WHOLE_FILE), name)


@blueprint.route("/mediation/imports/<int:import_id>/import", methods=["GET", "POST"])
@requires("mediation.import_register")
def import_register(import_id: int) -> Answer:
    """The second person lets every row come in."""
    actor = current_actor()
    found = queries.get_import(actor, import_id)
    here = url_for(".read_import", import_id=import_id)
    form = EmptyForm(version=str(found.version))
    return carry_out(
        form,
        lambda: actions.import_register(actor, found, version=form.seen_version),
        show=lambda: render(
            "mediation/register/verb.html",
            form=form,
            label=_("同意转入 %(n)s 个案件", n=found.rows),
            cancel=here,
            advice=_(
                "请先抽查几行，和原登记簿核对。转入的案件带原案号，标明由原登记簿转入；要么全部转入，要么都不转入。"
            ),
        ),
        to=here,
        done=_("正在转入。可以离开本页，稍后再来看结果。"),
    )


@blueprint.post("/mediation/imports/<int:import_id>/cancel")
@requires("mediation.hand_in_register")
def cancel_register(import_id: int) -> Answer:
    """Put a file aside."""
    actor = current_actor()
    found = queries.get_import(actor, import_id)
    actions.cancel_register(actor, found, version=EmptyForm().seen_version)
    flash(_("已取消，文件内容已清除。"), "success")
    return go_to(url_for(".list_imports"))


def _samples(found: RegisterImport) -> dict[str, list[str]]:
    """The first texts of each column, to know it by."""
    shown: dict[str, list[str]] = {}
    for row in queries.rows_of(found.id, SAMPLES):
        for place, text in (row.cells or {}).items():
            shown.setdefault(place, []).append(text[:30])
    return shown
