"""The senior card's pages, by noun: the portrait of an application, and the cards with what happens to them."""

from portal.services.items.senior_card.routes import cards, photos
from portal.services.items.senior_card.routes.base import blueprint
from portal.services.items.senior_card.routes.cards import cards_panel, made_part

__all__ = ["blueprint", "cards", "cards_panel", "made_part", "photos"]
