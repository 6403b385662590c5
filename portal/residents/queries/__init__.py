"""Reading residents: the search box, one record with its history, who is registered already, households, organisations."""

from portal.residents.queries.groups import (
    find_organisation,
    find_present_household,
    get_household,
    get_organisation,
    list_memberships,
    search_households,
    search_organisations,
)
from portal.residents.queries.lines import ResidentLine, lines_of
from portal.residents.queries.masks import MaskWidths, mask_widths, masked_number, masked_phone
from portal.residents.queries.matches import DocumentCheck, Match, check_document, find_holders, find_matches
from portal.residents.queries.records import (
    count_duplicates,
    count_residents,
    find_merge,
    get_duplicate,
    get_paper,
    get_resident,
    list_duplicates,
    list_revisions,
)
from portal.residents.queries.search import SearchAnswer, search_residents

__all__ = [
    "DocumentCheck",
    "MaskWidths",
    "Match",
    "ResidentLine",
    "SearchAnswer",
    "check_document",
    "count_duplicates",
    "count_residents",
    "find_holders",
    "find_matches",
    "find_merge",
    "find_organisation",
    "find_present_household",
    "get_duplicate",
    "get_household",
    "get_organisation",
    "get_paper",
    "get_resident",
    "lines_of",
    "list_duplicates",
    "list_memberships",
    "list_revisions",
    "mask_widths",
    "masked_number",
    "masked_phone",
    "search_households",
    "search_organisations",
    "search_residents",
]
