"""Endless windows of tokens to train on: sentences and copying tasks, packed one after another."""

import random
from collections import deque

import torch
from tokenizers import Tokenizer

from data import copying, mix
from vocabulary import END

COPYING = 0.22  # of the documents; of the tokens it is about a third
POOL = 1000  # documents tokenized at a time


class Windows:
    def __init__(self, tokenizer: Tokenizer, seed: int) -> None:
        self.rng = random.Random(seed)
        self.tokenizer = tokenizer
        self.end = tokenizer.token_to_id(END)
        self.tokens = [token for token in range(tokenizer.get_vocab_size()) if token != self.end]
        self.pool: deque[list[int]] = deque()

    def document(self) -> tuple[list[int], list[int]]:
        """Token ids and their labels."""
        if self.rng.random() < COPYING:
            return copying.generate(self.tokens, self.rng)
        if not self.pool:
            texts = [mix.document(self.rng) for _ in range(POOL)]
            self.pool.extend(encoding.ids for encoding in self.tokenizer.encode_batch(texts))
        ids = self.pool.popleft()
        return ids, ids

    def window(self, length: int) -> tuple[list[int], list[int]]:
        """Documents with an end mark between them. Half of the windows begin with the mark, half without.

        The window's first document starts where it starts, since people type prompts that way, without any mark.
        """
        ids, labels = ([self.end], [copying.IGNORED]) if self.rng.random() < 0.5 else ([], [])
        while len(ids) < length:
            more, wanted = self.document()
            ids += [*more, self.end]
            labels += [*wanted, self.end]
        return ids[:length], labels[:length]

    def batch(self, rows: int, length: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids and labels, [rows, length] each."""
        ids, labels = zip(*(self.window(length) for _ in range(rows)), strict=True)
        return torch.tensor(ids), torch.tensor(labels)
