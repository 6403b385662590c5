"""The verbs from the visit to the grant, one file a stage."""

from portal.services.items.destitute_support.actions.confirming import confirm_person, report_person
from portal.services.items.destitute_support.actions.granting import issue_refusal, open_granted_file
from portal.services.items.destitute_support.actions.opinion import Care, announce_opinion, write_opinion
from portal.services.items.destitute_support.actions.visiting import Visit, record_visit

__all__ = [
    "Care",
    "Visit",
    "announce_opinion",
    "confirm_person",
    "issue_refusal",
    "open_granted_file",
    "record_visit",
    "report_person",
    "write_opinion",
]
