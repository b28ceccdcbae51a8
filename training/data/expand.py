"""Sentences from templates: the one piece of machinery that every grammar here shares."""

import random
import re
import zlib

from . import words

SLOT = re.compile(r'\{([^{}]*)\}')
ARTICLE = re.compile(r'\b([Aa]) (?=[aeiouAEIOU])')


def expand(template: str, rng: random.Random) -> str:
    """Fill each slot of a template at random: `{red|blue}` holds its own choices, `{colour}` names a list of words.py."""

    def fill(match: re.Match[str]) -> str:
        inner = match.group(1)
        return rng.choice(inner.split('|') if '|' in inner else words.LISTS[inner])

    return ARTICLE.sub(r'\1n ', SLOT.sub(fill, template))


def sentence(text: str) -> str:
    """Begin with a capital letter, and let "a" be "an" before a vowel."""
    text = ARTICLE.sub(r'\1n ', text)
    return text[0].upper() + text[1:]


def is_held_out(key: str, one_in: int) -> bool:
    """Whether what the key names is kept from training. A checksum decides, so that every run keeps the same."""
    return zlib.crc32(key.encode()) % one_in == 0
