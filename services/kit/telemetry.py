"""What the framework tells about requests to OpenTelemetry: nothing."""

from fastapi.telemetry import TelemetryConfig

UNTOLD: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""Nothing is told to OpenTelemetry: it would carry what failing requests held, and to look whether anybody listens costs
a sixth of a short request."""
