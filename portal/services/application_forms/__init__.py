"""Application forms printed for signature (申请表): what was told at the counter, so that nobody writes it by hand."""
