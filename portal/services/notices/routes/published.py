"""The lists that stay published: which community's is printed, and what was printed before."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import N_
from portal.services.notices import actions, forms, published, queries
from portal.services.notices.routes.base import Answer, blueprint
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render

navigation.add("notices.print_published", label=N_("公布名单"), group=N_("便民服务"), order=245)


@blueprint.route("/services/notices/published", methods=["GET", "POST"])
@requires("services.print_published")
def print_published() -> Answer:
    """Print the list of approved households of a community."""
    actor = current_actor()
    sources = published.all_sources()
    form = forms.PrintPublishedForm(source=request.args.get("source", ""))
    form.source.choices = [(one.code, one.title) for one in sources]
    form.unit_id.choices = [(unit.id, unit.name) for unit in queries.list_communities(actor)]
    if form.accepts():
        with form.refusals():
            made = actions.print_published(
                actor, unit_id=form.unit_id.data or 0, source=form.source.data or "", as_of=clock.today()
            )
            flash(
                _(
                    "名单已生成：%(households)s 户 %(persons)s 人，请打印张贴。",
                    households=made.households,
                    persons=made.persons,
                ),
                "success",
            )
            return go_to(url_for(".print_published", source=made.source))
    asked = form.source.data or (sources[0].code if sources else "")
    page = render(
        "services/notices/print_published.html",
        form=form,
        sources=sources,
        printed=queries.list_printed(actor, source=asked),
    )
    return page, form.status
