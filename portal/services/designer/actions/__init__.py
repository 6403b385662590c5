"""The verbs of the designer: a draft's life from its start to its publication."""

from portal.services.designer.actions.drafts import (
    LISTS,
    discard_draft,
    save_section,
    start_draft,
    start_version,
)
from portal.services.designer.actions.exchange import (
    Package,
    import_item,
    package_of,
    read_package,
    start_from_example,
)
from portal.services.designer.actions.publication import publish_draft, return_draft, submit_draft
from portal.services.designer.actions.trying import note_trial, try_item

__all__ = [
    "LISTS",
    "Package",
    "discard_draft",
    "import_item",
    "note_trial",
    "package_of",
    "publish_draft",
    "read_package",
    "return_draft",
    "save_section",
    "start_draft",
    "start_from_example",
    "start_version",
    "submit_draft",
    "try_item",
]
