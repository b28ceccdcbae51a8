"""A question to the model that has one right answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A prompt and its continuations: the right one and the others it must beat. All continuations begin with a space."""

    group: str
    prompt: str
    answer: str
    others: tuple[str, ...]
