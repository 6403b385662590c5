"""The pages of residents: the blueprint, and what several of its modules share. Each module holds the pages of one noun."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.residents import queries
from portal.residents.models import Resident
from portal.web.access import current_actor

Answer = Response | tuple[str, int] | str

blueprint = Blueprint("residents", __name__, url_prefix="/residents")


def load(resident_id: int) -> Resident:
    """The resident of this address, as this reader may see; NotFound or Forbidden else."""
    return queries.get_resident(current_actor(), resident_id)
