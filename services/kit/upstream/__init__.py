"""HTTP/1.1 to other servers: kept connections, bytes as they come. Why it is our own: `infra/decisions/0019`."""
