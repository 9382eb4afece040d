"""The documentation portal: one OpenAPI 3.1 document for all rooms, a guide made from it, and a place to try calls."""

from gateway.docs.portal import add_portal

__all__ = ["add_portal"]
