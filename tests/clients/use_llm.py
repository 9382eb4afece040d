"""The command line of `llm`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory() as folder:
    declared = f"- model_id: terrain\n  model_name: talker\n  api_base: {os.environ['BASE_URL']}\n  api_key_name: terrain\n"
    Path(folder, "extra-openai-models.yaml").write_text(declared)
    for more in ([], ["--no-stream"]):
        done = subprocess.run(
            [Path(sys.executable).with_name("llm"), "-m", "terrain", "--key", os.environ["KEY"], "--no-log", *more, "Bonjour"],
            env=os.environ | {"LLM_USER_PATH": folder}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stdout.strip() == "Bonjour à tous.", done.stderr
