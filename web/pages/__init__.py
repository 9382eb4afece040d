"""One module a noun: ask the client, render a template."""

from web.pages import (
    about,
    account,
    assistant,
    charter,
    committee_packs,
    decision_follow_up,
    decision_preparing,
    decision_reading,
    decisions,
    exports,
    home,
    hypotheses,
    keys,
    metrics,
    participants,
    people,
    preparations,
    register_entries,
    reports,
    search,
    sign_in,
    supplier_models,
    suppliers,
    tablets,
    versions,
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
        decision_preparing,
        decisions,
        committee_packs,
        register_entries,
        decision_follow_up,
        decision_reading,
        exports,
        reports,
        charter,  # before the conversations, whose addresses would swallow its own
        assistant,
        metrics,
        about,
        participants,
        search,
        preparations,
        suppliers,
        supplier_models,
        tablets,
        versions,
    )
)
"""Every page, in the order of the navigation."""
