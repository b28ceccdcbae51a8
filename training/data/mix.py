"""How often each grammar speaks."""

import random

from . import agreement, analogies, filler, landmarks, reference, senses

# Sentences out of a hundred. Copying is not among them: it speaks in token ids and has its own share of the documents.
SHARES = [
    (landmarks.generate, 18),
    (senses.generate, 20),
    (agreement.generate, 14),
    (reference.generate_giving, 12),
    (reference.generate_pronoun, 8),
    (analogies.generate, 18),
    (filler.generate, 10),
]


def document(rng: random.Random) -> str:
    """One to three sentences."""
    generators, weights = zip(*SHARES, strict=True)
    return ' '.join(generate(rng) for generate in rng.choices(generators, weights, k=rng.choice([1, 1, 2, 3])))
