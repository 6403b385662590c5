"""The page of an empty instance, open to whoever knows the setup code, and gone once there is an account."""

from __future__ import annotations

from flask import current_app, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.accounts import first_run as office
from portal.accounts import queries
from portal.accounts.actions import start_sign_in
from portal.accounts.forms import FirstRunForm
from portal.accounts.routes import blueprint
from portal.accounts.routes.sign_in import start_cookie
from portal.errors import NotFound
from portal.web.access import public
from portal.web.htmx import render


@blueprint.route("/first-run", methods=["GET", "POST"])
@public
def first_run() -> Response | tuple[str, int]:
    """Name the office and its first administrator, who is then signed in."""
    if not queries.is_empty():
        raise NotFound
    folder = current_app.config["PORTAL"].instance
    office.setup_code(folder)  # so that the file is there to be read
    form = FirstRunForm()
    if form.accepts():
        with form.refusals():
            account = office.open_office(
                folder=folder,
                code=form.code.data or "",
                office_name=form.office_name.data or "",
                district_name=form.district_name.data or "",
                street_name=form.street_name.data or "",
                short_name=form.short_name.data or "",
                name=form.name.data or "",
                username=form.username.data or "",
                password=form.password.data or "",
            )
            start_cookie(start_sign_in(account))
            flash(_("门户已可使用。接下来请设立社区等单位，再为同事建立账号。"), "success")
            return redirect(url_for("dashboard.workbench"), 303)
    return render("accounts/first_run.html", form=form), form.status
