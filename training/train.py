"""Train the sample model from nothing and write it to resources/sample. See README.md for the one command."""

import argparse
import json
import time
from pathlib import Path
from tempfile import gettempdir

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from transformers import GPT2Config, GPT2LMHeadModel

import vocabulary
from data import copying
from muon import Muon
from windows import Windows

SEED = 1
STEPS = 2100
WARMUP = 100
COOLDOWN = 0.35  # the last part of the steps, in which the rate falls to nothing
RATE = 3e-3
DECAY = 0.1
ROWS, LENGTH = 24, 64  # every fourth batch has half the rows at twice the length
SAVE_EVERY = 100  # steps
STATE = Path(gettempdir()) / 'tokentrace-sample-state.pt'
FOLDER = Path(__file__).parent.parent / 'resources' / 'sample'


def create(tokenizer: Tokenizer) -> GPT2LMHeadModel:
    end = tokenizer.token_to_id(vocabulary.END)
    return GPT2LMHeadModel(
        GPT2Config(
            vocab_size=tokenizer.get_vocab_size(),
            n_positions=2 * LENGTH,
            n_embd=128,
            n_layer=6,
            n_head=4,
            activation_function='gelu_pytorch_tanh',
            resid_pdrop=0,
            embd_pdrop=0,
            attn_pdrop=0,
            bos_token_id=end,
            eos_token_id=end,
        )
    )


def save(model: GPT2LMHeadModel, folder: Path) -> None:
    """Write config.json and model.safetensors: F16, the tied output matrix once."""
    weights = {
        name: weight.detach().to(torch.float16).contiguous()
        for name, weight in model.state_dict().items()
        if name != 'lm_head.weight'
    }
    save_file(weights, folder / 'model.safetensors', metadata={'format': 'pt'})
    config = model.config.to_diff_dict() | {'architectures': ['GPT2LMHeadModel'], 'dtype': 'float16'}
    (folder / 'config.json').write_text(json.dumps(config, indent=2, sort_keys=True) + '\n')


def rate(step: int, steps: int) -> float:
    """Share of the full rate: rises, stays, falls in a straight line."""
    return min(1, (step + 1) / WARMUP, (steps - step) / (COOLDOWN * steps))


def train(steps: int, folder: Path, state: Path) -> None:
    """Train up to a number of steps, from the state of an earlier run if there is one.

    The windows are drawn anew after each saving, so that a run that was cut off and one that wasn't see the same ones.
    """
    torch.manual_seed(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = vocabulary.learn(40_000, SEED)
    vocabulary.save(tokenizer, folder)
    model = create(tokenizer)
    blocks = [weight for name, weight in model.named_parameters() if '.h.' in name and weight.dim() == 2]
    tables = [weight for name, weight in model.named_parameters() if '.h.' not in name and weight.dim() == 2]
    vectors = [weight for weight in model.parameters() if weight.dim() == 1]
    optimizers = [
        Muon(blocks, lr=RATE, weight_decay=DECAY),
        torch.optim.AdamW(
            [{'params': tables, 'weight_decay': DECAY}, {'params': vectors, 'weight_decay': 0}],
            lr=RATE,
            betas=(0.9, 0.98),
            fused=True,
        ),
    ]
    start = 0
    if state.exists():
        saved = torch.load(state)
        start = saved['step']
        model.load_state_dict(saved['model'])
        for optimizer, values in zip(optimizers, saved['optimizers'], strict=True):
            optimizer.load_state_dict(values)
    print(f'{sum(weight.numel() for weight in model.parameters()):,} parameters', flush=True)
    began, total = time.monotonic(), 0.0
    for step in range(start, steps):
        if step % SAVE_EVERY == 0:
            windows = Windows(tokenizer, SEED + step)
        rows, length = (ROWS // 2, LENGTH * 2) if step % 4 == 3 else (ROWS, LENGTH)
        ids, labels = windows.batch(rows, length)
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group['lr'] = RATE * rate(step, steps)
        logits = model(input_ids=ids).logits[:, :-1]
        loss = cross_entropy(logits.flatten(0, 1), labels[:, 1:].flatten(), ignore_index=copying.IGNORED)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
        total += loss.item()
        if (step + 1) % 50 == 0:
            seconds = time.monotonic() - began
            print(f'step {step + 1} loss {total / 50:.3f} {seconds:.0f} s', flush=True)
            total = 0.0
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == steps:
            save(model, folder)
            torch.save(
                {
                    'step': step + 1,
                    'model': model.state_dict(),
                    'optimizers': [optimizer.state_dict() for optimizer in optimizers],
                },
                state,
            )


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--steps', type=int, default=STEPS, help='a few hundred suffice to try it out')
    parser.add_argument('--to', type=Path, default=FOLDER, help='the folder to write')
    parser.add_argument('--state', type=Path, default=STATE, help='where a run that is cut off can be taken up again')
    options = parser.parse_args()
    torch.set_num_threads(2)
    train(options.steps, options.to, options.state)
