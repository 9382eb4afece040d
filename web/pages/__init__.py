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
        assistant,
        metrics,
        about,
        participants,
        preparations,
    )
)
"""Every page, in the order of the navigation."""
