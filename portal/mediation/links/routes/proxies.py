"""Petition proxies as pages: who they are, where some are missing, which matters they took, and what became of each."""

from __future__ import annotations

from flask import Response, url_for
from flask_babel import gettext as _

from portal import clock
from portal.disputes.parties import NewParty
from portal.disputes.queries import list_categories
from portal.errors import NotFound
from portal.mediation.links import forms, matters
from portal.mediation.links.actions import proxies as actions
from portal.mediation.links.kinds import AUTHORITIES, MATTER_STATES
from portal.mediation.links.models import ProxyMatter
from portal.mediation.links.routes.base import LISTS, Answer, blueprint, show_file, upload_of, verb_page
from portal.mediation.models import MediationCase
from portal.mediation.queries import list_committees
from portal.web.access import current_actor, requires
from portal.web.htmx import render

TONES = {
    "open": "waiting",
    "case": "info",
    "answered": "good",
    "handed_on": "neutral",
    "withdrawn": "paused",
}


@blueprint.get("/mediation/links/proxies")
@requires("mediation.read_link")
def list_proxies() -> str:
    """Proxies by unit with those who are missing, and their matters."""
    actor = current_actor()
    return render(
        "mediation/links/list_proxies.html",
        proxies=matters.list_proxies(actor),
        strengths=matters.strengths(actor),
        matters=matters.list_matters(actor),
        states=MATTER_STATES,
        tones=TONES,
        lists=LISTS,
    )


@blueprint.route("/mediation/links/proxies/new", methods=["GET", "POST"])
@requires("mediation.keep_proxy")
def add_proxy() -> Answer:
    """A proxy of a street or community."""
    actor = current_actor()
    form = forms.AddProxyForm(valid_from=clock.today())
    form.unit_id.choices = [(one.unit.id, one.unit.name) for one in matters.strengths(actor)]
    return verb_page(
        form,
        lambda: actions.add_proxy(
            actor,
            unit_id=form.unit_id.data,
            name=form.name.data or "",
            post=form.post.data or "",
            phone=form.phone.data or "",
            valid_from=form.valid_from.data or clock.today(),
        ),
        title=_("登记信访代理员"),
        label=_("登记"),
        cancel=url_for(".list_proxies"),
        to=url_for(".list_proxies"),
        done=_("已登记。"),
    )


@blueprint.route("/mediation/links/proxies/<int:proxy_id>/end", methods=["GET", "POST"])
@requires("mediation.keep_proxy")
def end_proxy(proxy_id: int) -> Answer:
    """The proxy takes no more matters."""
    actor = current_actor()
    found = matters.get_proxy(actor, proxy_id)
    form = forms.EndForm(version=str(found.version), on=clock.today())
    return verb_page(
        form,
        lambda: actions.end_proxy(actor, found, version=form.seen_version, on=form.on.data or clock.today()),
        title=_("代理员离任"),
        label=_("登记"),
        cancel=url_for(".list_proxies"),
        about=found.name,
        to=url_for(".list_proxies"),
        done=_("已登记。"),
    )


@blueprint.route("/mediation/links/proxies/<int:proxy_id>/power", methods=["GET", "POST"])
@requires("mediation.take_matter")
def print_power(proxy_id: int) -> Answer:
    """The power of attorney to be signed, blank or with what is known already."""
    actor = current_actor()
    found = matters.get_proxy(actor, proxy_id)
    form = forms.PowerForm(version=str(found.version))
    return verb_page(
        form,
        lambda: actions.print_power(
            actor,
            found,
            version=form.seen_version,
            petitioner=form.petitioner.data or "",
            phone=form.phone.data or "",
            petition_number=form.petition_number.data or "",
            matter=form.matter.data or "",
            authority=form.authority.data or "",
            power_until=form.power_until.data,
        ),
        title=_("信访代理授权委托书"),
        label=_("出委托书"),
        cancel=url_for(".list_proxies"),
        about=found.name,
        advice=_("都可以不填，打印出来是空白的，由信访人手写。签名后扫描，登记代理事项时上传。"),
        to=lambda made: url_for("documents.show_document", document_id=made.id),
        done=_("委托书已生成，请打印，交信访人签名或者捺印。"),
    )


@blueprint.route("/mediation/links/matters/new", methods=["GET", "POST"])
@requires("mediation.take_matter")
def take_matter() -> Answer:
    """A matter that a proxy took under a power of attorney."""
    actor = current_actor()
    form = forms.TakeMatterForm(taken_on=clock.today())
    known = {one.id: one for one in matters.list_proxies(actor)}
    form.proxy_id.choices = [(one.id, f"{one.unit.name} {one.name}") for one in known.values()]
    return verb_page(
        form,
        lambda: actions.take_matter(
            actor,
            proxy=known[form.proxy_id.data],
            petitioner=form.petitioner.data or "",
            phone=form.phone.data or "",
            title=form.title.data or "",
            story=form.story.data or "",
            petition_number=form.petition_number.data or "",
            taken_on=form.taken_on.data or clock.today(),
            authority=form.authority.data or "",
            power_on=form.power_on.data or clock.today(),
            power_until=form.power_until.data,
            power=upload_of(form.power),
        ),
        title=_("登记信访代理事项"),
        label=_("登记"),
        cancel=url_for(".list_proxies"),
        advice=_(
            "须有信访人签名的授权委托书，空白委托书在代理员名单里打印。适合调解的，登记后由调解员转为人民调解案件。"
        ),
        to=_page,
        done=_("事项已登记。"),
    )


@blueprint.get("/mediation/matters/<int:matter_id>")
@requires("mediation.take_matter")
def read_matter(matter_id: int) -> str:
    """One matter: who asks for what, the power of attorney, and what became of it."""
    found = matters.get_matter(current_actor(), matter_id)
    return render(
        "mediation/links/read_matter.html",
        matter=found,
        states=MATTER_STATES,
        tones=TONES,
        authorities=AUTHORITIES,
    )


@blueprint.route("/mediation/matters/<int:matter_id>/end", methods=["GET", "POST"])
@requires("mediation.take_matter")
def end_matter(matter_id: int) -> Answer:
    """It ended without a mediation."""
    actor = current_actor()
    found = matters.get_matter(actor, matter_id)
    form = forms.EndMatterForm(version=str(found.version), on=clock.today())
    return verb_page(
        form,
        lambda: actions.end_matter(
            actor,
            found,
            version=form.seen_version,
            state=form.state.data or "",
            outcome=form.outcome.data or "",
            on=form.on.data or clock.today(),
        ),
        title=_("办结信访代理事项"),
        label=_("办结"),
        cancel=_page(found),
        about=found.title,
        to=_page(found),
        done=_("已办结。"),
    )


@blueprint.route("/mediation/matters/<int:matter_id>/case", methods=["GET", "POST"])
@requires("mediation.open_case")
def open_from_matter(matter_id: int) -> Answer:
    """Make a case of it."""
    actor = current_actor()
    found = matters.get_matter(actor, matter_id)
    form = forms.OpenFromMatterForm(version=str(found.version), title=found.title)
    committees = {one.id: one for one in list_committees(actor)}
    form.committee_id.choices = [(one.id, one.unit.name) for one in committees.values()]
    form.category_id.choices = [(one.id, one.name) for one in list_categories(clock.today())]

    def act() -> MediationCase:
        respondent = NewParty(
            side="respondent",
            name=form.respondent.data or "",
            kind=form.respondent_kind.data or "person",
        )
        return actions.open_from_matter(
            actor,
            found,
            version=form.seen_version,
            committee=committees[form.committee_id.data],
            category_id=form.category_id.data,
            title=form.title.data or "",
            respondents=[respondent],
            demand=form.demand.data or "",
            respondent_wish=form.respondent_wish.data or "",
        )

    return verb_page(
        form,
        act,
        title=_("转为人民调解案件"),
        label=_("登记案件"),
        cancel=_page(found),
        about=found.title,
        advice=_("信访人为申请人，事由照信访代理登记。其余在案件页面补充。"),
        to=lambda case: url_for("mediation.read_case", case_id=case.id),
        done=_("已转为人民调解案件，来源为信访代理。请继续审查受理。"),
    )


@blueprint.get("/mediation/matters/<int:matter_id>/power")
@requires("mediation.take_matter")
def read_power(matter_id: int) -> Response:
    """The scan of the power of attorney."""
    actor = current_actor()
    found = matters.get_matter(actor, matter_id)
    if found.power is None:
        raise NotFound
    return show_file(actor, "mediation.see_link_scan", found, found.power)


def _page(matter: ProxyMatter) -> str:
    return url_for(".read_matter", matter_id=matter.id)
