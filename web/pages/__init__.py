"""One module a noun: ask the client, render a template."""

from web.pages import (
    about,
    account,
    assistant,
    deciding,
    exports,
    home,
    hypotheses,
    keys,
    metrics,
    participants,
    people,
    preparations,
    reports,
    search,
    sign_in,
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
        deciding,
        about,
        participants,
        search,
        preparations,
    )
)
"""Every page, in the order of the navigation."""
