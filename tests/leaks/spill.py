"""What a careless program does with what it reads: `spill.py EXIT FILE`, the secret on stdin.

Into FILE goes what anybody could read of the processes meanwhile.
"""

import json
import os
import sys
from pathlib import Path

HEAD = 64 * 1024
secret = sys.stdin.read()
sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.leaks.canaries import processes  # noqa: E402 - it is started from anywhere
from tests.leaks.echo import every_spelling  # noqa: E402

sys.stdout.write(json.dumps(every_spelling(secret)) + "\n")
sys.stdout.flush()
for piece in secret:  # in as many writes as it has characters
    sys.stdout.write(piece)
    sys.stdout.flush()
so_far = len(json.dumps(every_spelling(secret))) + 1 + len(secret.encode())
middle = len(secret.encode()) // 2
os.write(1, b"\n" + b"." * (HEAD - so_far - 1 - middle) + secret.encode())  # across the cut after the head
os.write(1, b"-" * (300 * 1024) + b"\n")
tail = 192 * 1024
os.write(1, secret.encode() + b"_" * (tail - middle))  # and across the one before the tail
sys.stderr.write(f"cannot log in with {secret}: {secret!r}\n{secret}")
sys.stderr.flush()
with Path(sys.argv[2]).open("ab") as seen:
    seen.writelines(name.encode() + b" " + data + b"\n" for name, data in processes(os.getppid()))
sys.exit(int(sys.argv[1]))
