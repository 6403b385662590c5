"""The stock book of pre-printed blank cards (空白证领用登记): received, issued, spoiled, handed back, counted."""
