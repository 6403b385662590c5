"""The hall's forms: shape only. Some are made from an item's definition, for what an item asks is data."""
