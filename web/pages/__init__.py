"""One module a noun: ask the client, render a template."""

from web.pages import (
    about,
    account,
    agenda,
    applications,
    assistant,
    cohorts,
    enrolments,
    exports,
    gatherings,
    home,
    hypotheses,
    keys,
    metrics,
    participants,
    people,
    preparations,
    programmes,
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
        programmes,
        applications,
        cohorts,
        enrolments,
        gatherings,
        agenda,
    )
)
"""Every page, in the order of the navigation."""
