"""Every form of the site, made from a deed: `offer` for a page that shows one, `address` for a link to its own page."""

from tanpuhui.interfaces.web.forms.offers import Offer, address, offer

__all__ = ["Offer", "address", "offer"]
