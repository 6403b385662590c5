"""Against invention (防止虚构案件): what looks alike, who stands in too many cases, sessions at one time, call-backs."""
