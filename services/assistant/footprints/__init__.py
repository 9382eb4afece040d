"""What an answer cost the climate, by a published method; never a guess, never a zero for what is not known."""
