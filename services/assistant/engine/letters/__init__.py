"""Letters and e-mails: who is written to, why, and in which words."""
