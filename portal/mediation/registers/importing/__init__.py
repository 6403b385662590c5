"""An old register that comes in from Excel: which column is what, what is wrong in which row, and storing all rows or none."""
