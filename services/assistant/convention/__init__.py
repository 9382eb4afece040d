"""OpenAI's convention, over HTTP."""
