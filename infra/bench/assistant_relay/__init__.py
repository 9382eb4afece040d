"""The relay beside LiteLLM's proxy and a plain FastAPI with httpx, in one run on one core each."""
