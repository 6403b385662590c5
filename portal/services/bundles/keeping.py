"""The administrator's pages of bundles: every one of them, and one form for its items and what they share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.errors import RuleBroken
from portal.services import queries as hall
from portal.services.bundles import actions, queries
from portal.services.bundles.definitions import BundleDefinition
from portal.services.bundles.examples import EXAMPLES
from portal.services.bundles.forms import BundleForm, bundle_form
from portal.services.bundles.merging import merge_materials, merge_questions
from portal.services.bundles.routes import blueprint
from portal.services.routes.hall import Answer
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render

Pairs = list[tuple[str, str]]


@blueprint.get("/bundles/kinds")
@requires("services.edit_bundle")
def list_kinds() -> str:
    """Every bundle, on offer or not, and the examples to begin from."""
    known = {one.code for one in queries.list_bundles(offered=False)}
    return render(
        "services/bundles/list_kinds.html",
        bundles=queries.list_bundles(offered=False),
        examples=[one for one in EXAMPLES if one.code not in known],
    )


@blueprint.route("/bundles/kinds/new", methods=["GET", "POST"])
@requires("services.edit_bundle")
def add_bundle() -> Answer:
    """A new bundle, empty or from an example."""
    example = next((one for one in EXAMPLES if one.code == request.args.get("example")), None)
    return _edit(example or BundleDefinition("", ""), None, True, 0)


@blueprint.route("/bundles/kinds/<bundle>", methods=["GET", "POST"])
@requires("services.edit_bundle")
def edit_bundle(bundle: str) -> Answer:
    """The items of a bundle, what they share, and whether it is on offer."""
    found = queries.get_bundle(bundle)
    return _edit(found.definition, bundle, found.is_offered, found.version)


def _edit(definition: BundleDefinition, bundle: str | None, is_offered: bool, version: int) -> Answer:
    items, fields, materials = _choices()
    wish = request.form.get("do", "")
    verb, _sep, rest = wish.partition(":")
    form = bundle_form(
        items,
        fields,
        materials,
        definition,
        rest if verb == "add" else "",
        is_offered=is_offered,
        version=str(version),
    )
    typed = form.definition() if request.method == "POST" else definition
    if verb in {"remove", "up", "down"}:
        typed = _moved(typed, verb, rest)
        form = bundle_form(
            items, fields, materials, typed, is_offered=form.is_offered.data, version=str(version)
        )
        _fill_again(form, typed)
    elif verb != "add" and form.accepts():
        with form.refusals():
            if bundle is None and queries.find_bundle(typed.code) is not None:
                raise RuleBroken("code", lazy_gettext("已有这个编码的一件事。"))
            made = actions.save_bundle(
                current_actor(),
                definition=replace(typed, code=bundle or typed.code),
                version=form.seen_version if bundle else None,
                is_offered=bool(form.is_offered.data),
            )
            flash(_("“%(name)s”已保存，以后开始的按新内容办理。", name=made.name), "success")
            return go_to(url_for(".edit_bundle", bundle=made.code))
    page = render(
        "services/bundles/edit_bundle.html",
        form=form,
        bundle=bundle,
        definition=typed,
        counts=_counts(typed),
        action=request.full_path.rstrip("?"),
    )
    return page, 200 if verb in {"add", "remove", "up", "down"} else form.status


def _choices() -> tuple[Pairs, Pairs, Pairs]:
    """Items, their questions and their materials, as the office has them today."""
    items, fields, materials = [], [], []
    for item in hall.list_items():
        one = queries.definition_today(item.code)
        if one is not None:
            items.append((one.code, one.name))
            fields += [(f"{one.code}.{f.code}", f"{one.name} · {f.label}") for f in one.fields]
            materials += [(f"{one.code}.{m.code}", f"{one.name} · {m.name}") for m in one.materials]
    return items, fields, materials


def _moved(definition: BundleDefinition, verb: str, rest: str) -> BundleDefinition:
    """The definition with a row taken out, or moved by one place."""
    name, _sep, place = rest.partition(":")
    rows = list(getattr(definition, name, ()))
    at = int(place) if place.isdecimal() and len(place) < 4 else -1
    if not 0 <= at < len(rows):
        return definition
    if verb == "remove":
        del rows[at]
    else:
        to = min(max(at + (1 if verb == "down" else -1), 0), len(rows) - 1)
        rows[at], rows[to] = rows[to], rows[at]
    moved: dict[str, Any] = {name: tuple(rows)}
    return replace(definition, **moved)


def _fill_again(form: BundleForm, typed: BundleDefinition) -> None:
    """Show the rows after a move instead of those that were sent."""
    form.process(
        formdata=None,
        data={
            "name": typed.name,
            "code": typed.code,
            "audience": typed.audience,
            "notes": typed.notes,
            "is_offered": form.is_offered.data,
            "version": form.version.data,
            "items": [vars(one) for one in typed.items],
            "questions": [_plain(one) for one in typed.questions],
            "materials": [_plain(one) for one in typed.materials],
        },
    )


def _plain(one: object) -> dict[str, str]:
    parts = getattr(one, "parts", ())
    return {"label": getattr(one, "label", "")} | {f"part{n}": part for n, part in enumerate(parts)}


def _counts(definition: BundleDefinition) -> dict[str, int]:
    """How many questions and materials there are, apart and merged."""
    found = [(one.item, queries.definition_today(one.item)) for one in definition.items]
    known = [(code, one) for code, one in found if one is not None]
    questions = merge_questions(definition, [(code, one.fields) for code, one in known])
    materials = merge_materials(
        definition, [(code, [m for m in one.materials if not m.only_with_agent]) for code, one in known]
    )
    return {
        "questions": sum(len(one.parts) for one in questions),
        "merged_questions": len(questions),
        "materials": sum(len(one.parts) for one in materials),
        "merged_materials": len(materials),
    }
