"""The calculation sheet (计算表) as paper: every figure of a reckoning with how it was found. Nothing here issues a paper."""

from portal.services.assistance.sheets.filling import calculation_sheet, rows_of
from portal.services.assistance.sheets.papers import KIND, CalculationSheet, SheetRow, SheetSigner

__all__ = ["KIND", "CalculationSheet", "SheetRow", "SheetSigner", "calculation_sheet", "rows_of"]
