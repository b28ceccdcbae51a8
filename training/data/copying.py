"""Copying: random tokens that come a second time, so that only looking back can foretell them (A B … A → B).

This grammar speaks in token ids and not in sentences: any token may follow any other.
"""

import random

IGNORED = -100  # what transformers leaves out of the loss


def held_out(first: int, second: int) -> bool:
    """Whether a pair of neighbours is kept from training: one in eight is."""
    return (7 * first + second) % 8 == 0


def segment(tokens: list[int], length: int, rng: random.Random) -> list[int]:
    """Different random tokens, no two neighbours of which are held out."""
    found = [rng.choice(tokens)]
    while len(found) < length:
        token = rng.choice(tokens)
        if token not in found and not held_out(found[-1], token):
            found.append(token)
    return found


def generate(tokens: list[int], rng: random.Random) -> tuple[list[int], list[int]]:
    """Token ids and their labels: what can't be foretold, the first time of each token, is left out of the loss."""
    if rng.random() < 0.7:
        first = segment(tokens, rng.randint(3, 24), rng)
        times = rng.randint(1, 3) if len(first) < 12 else 1
        return first + first * times, [IGNORED] * (len(first) + 1) + (first * times)[1:]
    pairs = [segment(tokens, 2, rng) for _ in range(rng.randint(2, 10))]
    again = rng.sample(pairs, len(pairs))
    ids = [token for pair in pairs + again for token in pair]
    labels = [IGNORED] * (2 * len(pairs)) + [label for pair in again for label in (IGNORED, pair[1])]
    return ids, labels


def cases(tokens: list[int], rng: random.Random, count: int) -> list[tuple[list[int], int]]:
    """Prompts x … A B … x A and their answer B, where training never had A before B."""
    found: list[tuple[list[int], int]] = []
    while len(found) < count:
        ids = rng.sample(tokens, rng.randint(6, 24))
        at = rng.randrange(len(ids) - 3)
        if held_out(ids[at], ids[at + 1]):
            found.append(([*ids, ids[at]], ids[at + 1]))
    return found
