"""Read a project with qdaPy, version of the lock, and say as JSON what it found."""

import json
import sys

from qdapy import read_qdpx

project = read_qdpx(sys.argv[1], warn=False)
columns = {
    "code": "code", "title": "source", "positionStart": "start", "positionEnd": "end", "text": "text",
    "codedBy": "coder", "codedAt": "at",
}  # fmt: skip
passages = project.fragments[list(columns)].rename(columns=columns)
found = {
    "sources": project.sources, "codes": list(project.codebook["code"]), "skipped": project.skipped,
    "coders": project.coders, "passages": passages.to_dict("records"),
}  # fmt: skip
sys.stdout.write(json.dumps(found))
