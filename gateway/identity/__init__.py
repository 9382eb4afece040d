"""Who is asking: authorities, people, roles, sessions, one-time links and API keys."""
