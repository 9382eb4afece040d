"""One module a noun: ask the client, render a template."""

from web.pages import (
    about,
    account,
    assistant,
    exports,
    home,
    hypotheses,
    keys,
    metrics,
    participants,
    people,
    preparations,
    quotas,
    reports,
    search,
    sign_in,
    supplier_models,
    suppliers,
    workshops,
)

ROUTERS = tuple(
    page.router
    for page in (
        home,
        sign_in,
        account,
        people,
        keys,
        workshops,
        hypotheses,
        exports,
        reports,
        assistant,
        metrics,
        about,
        participants,
        search,
        preparations,
        suppliers,
        supplier_models,
        quotas,
    )
)
"""Every page, in the order of the navigation."""
