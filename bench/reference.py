"""The other side of bench/pytorch.ts: a model run by PyTorch, eager, with hidden states and attentions.

    python bench/reference.py MODEL_FOLDER THREADS

Says `ready` once the model is loaded. Then for each line on stdin, a JSON list of token ids, it answers a line of JSON:
`ms`, how long the forward pass took, and `top`, the largest logit at the last position.
"""

import json
import sys
import time

import torch
from transformers import AutoModelForCausalLM


def main() -> None:
    folder, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    print("ready", flush=True)
    for line in sys.stdin:
        ids = torch.tensor([json.loads(line)])
        with torch.inference_mode():
            start = time.perf_counter()
            out = model(ids, output_hidden_states=True, output_attentions=True, use_cache=False)
            seconds = time.perf_counter() - start
        print(json.dumps({"ms": seconds * 1000, "top": out.logits[0, -1].max().item()}), flush=True)


if __name__ == "__main__":
    main()
