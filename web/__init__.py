"""The pages: what people see. It asks the services, over HTTP, for all that it shows."""
