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
    pain_points,
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
        about,
        participants,
        search,
        preparations,
        pain_points,
    )
)
"""Every page, in the order of the navigation."""
