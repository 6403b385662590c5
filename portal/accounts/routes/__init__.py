"""The pages of accounts: `sign_in` for everybody, `administration` and `hand_over` for those who manage, `first_run` for
an empty instance. This file holds only the blueprint that they share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
