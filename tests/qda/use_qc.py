"""Import a project with Qualitative Coding (`qc`), version of the lock, and say as JSON what its base then holds.

Its reader holds a left-over `breakpoint()`: PYTHONBREAKPOINT=0, which Python documents, passes it.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

qc = Path(sys.executable).with_name("qc")
with tempfile.TemporaryDirectory() as name:
    command = [str(qc), "init", "--import", sys.argv[1]]
    subprocess.run(
        command, cwd=name, check=True, capture_output=True, env=os.environ | {"PYTHONBREAKPOINT": "0"}
    )
    folder = Path(name)
    base = sqlite3.connect(folder / "qualitative_coding.sqlite3")
    passages = base.execute(
        "select i.document_id, c.line, c.code_id, c.coder_id from coded_line c"
        " join coded_line_location_association a on a.coded_line_id = c.id"
        " join location l on l.id = a.location_id join document_index i on i.id = l.document_index_id"
    ).fetchall()
    found = {
        "sources": {path.name: path.read_text() for path in (folder / "corpus").iterdir()},
        "codes": [code for (code,) in base.execute("select name from code")],
        "passages": passages,
    }
    base.close()
sys.stdout.write(json.dumps(found))
