"""The forms of low-income support: the pages of the declaration, and those of the steps after acceptance."""
