"""What staff do with residents, households and organisations: one module for each noun, every verb by its one name."""

from portal.residents.actions.correct import Correction, correct_resident, faults_of_correction
from portal.residents.actions.death import cancel_death, record_death
from portal.residents.actions.duplicates import approve_duplicate, refuse_duplicate, request_duplicate
from portal.residents.actions.group_corrections import (
    correct_household,
    correct_household_member,
    correct_organisation,
)
from portal.residents.actions.groups import (
    OrganisationFacts,
    add_household_member,
    end_household_member,
    register_household,
    register_organisation,
)
from portal.residents.actions.merge import merge_residents, undo_merge
from portal.residents.actions.papers import PURPOSES, NewPaper, add_paper
from portal.residents.actions.register import PossibleMatch, register_resident
from portal.residents.actions.reveal import REASONS, reveal_number

__all__ = [
    "PURPOSES",
    "REASONS",
    "Correction",
    "NewPaper",
    "OrganisationFacts",
    "PossibleMatch",
    "add_household_member",
    "add_paper",
    "approve_duplicate",
    "cancel_death",
    "correct_household",
    "correct_household_member",
    "correct_organisation",
    "correct_resident",
    "end_household_member",
    "faults_of_correction",
    "merge_residents",
    "record_death",
    "refuse_duplicate",
    "register_household",
    "register_organisation",
    "register_resident",
    "request_duplicate",
    "reveal_number",
    "undo_merge",
]
