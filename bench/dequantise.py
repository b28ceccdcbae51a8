"""The other side of bench/dequantise.ts: blocks of ggml's quantised types made into F32 by the gguf package.

    python bench/dequantise.py

Says `ready` once the package is loaded. Then for each line on stdin, JSON with `type` (a ggml type), `file` (whole blocks) and
`values` (how many numbers they are), it answers a line of JSON: `ms`, how long `gguf.dequantize` took on rows of 4096 numbers
that are in memory already, and `sum`, of the bits of the first row, as proof that both sides compute the same.
"""

import json
import sys
import time

import numpy as np
from gguf import GGMLQuantizationType, dequantize


def main() -> None:
    print("ready", flush=True)
    loaded, rows = None, None
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["file"] != loaded:
            loaded, rows = asked["file"], np.fromfile(asked["file"], dtype=np.uint8).reshape(asked["values"] // 4096, -1)
        start = time.perf_counter()
        values = dequantize(rows, GGMLQuantizationType[asked["type"]])
        seconds = time.perf_counter() - start
        print(json.dumps({"ms": seconds * 1000, "sum": int(values[0].view(np.uint32).sum(dtype=np.uint64))}), flush=True)
        del values


if __name__ == "__main__":
    main()
