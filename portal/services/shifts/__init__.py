"""The change of shift at a counter (交接班): what is open, whose originals are in the drawer, signed by both."""
