"""Coming from paper (纸质转入): what the office kept in books and workbooks comes in once, row by row, after a dry run."""
