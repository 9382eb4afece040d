"""Traces from gateways and engines (OTLP): the spans in which a model answered become uses, and nothing else is kept."""
