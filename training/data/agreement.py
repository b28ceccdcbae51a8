"""Subject and verb agree in number, whatever nouns of the other number stand between them."""

import random

from .case import Case
from .expand import expand, is_held_out, sentence
from .words import ANIMALS, PEOPLE, THINGS

VERBS = [('is', 'are'), ('was', 'were'), ('has', 'have')]
BETWEEN = ['to', 'near', 'beside', 'behind', 'with', 'by', 'under', 'above']
RELATIVE = {
    True: ['likes', 'sees', 'knows', 'wants', 'needs'],
    False: ['like', 'see', 'know', 'want', 'need'],
}
ENDS = {
    'is': ['{state}', '{colour}', '{size}', '{state} and {colour}', 'here', 'in the {place}'],
    'has': ['been {state} for years', 'been here for {number} days', 'a {state} part'],
}
ENDS['was'] = ENDS['is']


def pick(pairs: list[tuple[str, str]], one: bool, rng: random.Random) -> str:
    return rng.choice(pairs)[0 if one else 1]


def subject(rng: random.Random, hard: bool) -> tuple[str, bool, str]:
    """A noun phrase, whether it is singular, and the pair of its noun and the noun nearest to the verb.

    A hard one has a noun of the other number nearest to the verb.
    """
    kinds = [THINGS, PEOPLE, ANIMALS]
    one = rng.random() < 0.5
    near = (not one) if hard else rng.random() < 0.5
    head_noun = rng.choice(rng.choices(kinds, (3, 1, 1))[0])
    near_noun = rng.choice(rng.choices(kinds, (3, 1, 1))[0])
    head = head_noun[0 if one else 1]
    attractor = near_noun[0 if near else 1]
    shape = rng.random()
    if shape < 0.5:
        phrase = f'{head} {rng.choice(BETWEEN)} the {attractor}'
    elif shape < 0.7:
        middle = pick(THINGS, rng.random() < 0.5, rng)
        phrase = f'{head} {rng.choice(BETWEEN)} the {middle} {rng.choice(BETWEEN)} the {attractor}'
    elif shape < 0.85:
        attractor = pick(PEOPLE, near, rng)
        phrase = f'{head} that the {attractor} {rng.choice(RELATIVE[near])}'
    else:
        phrase = f'{head} that {rng.choice(RELATIVE[one])} the {attractor}'
    return f'the {phrase}', one, f'{head_noun[0]}|{near_noun[0]}'


def ambiguous(text: str) -> bool:
    return 'sheep' in text


def held_out(pair: str) -> bool:
    return is_held_out(pair, 6)


def generate(rng: random.Random) -> str:
    """One sentence: mostly with something between its subject and its verb."""
    while True:
        verb = rng.choice(VERBS)
        if rng.random() < 0.2:
            one = rng.random() < 0.5
            text = f'the {pick(rng.choice([THINGS, PEOPLE, ANIMALS]), one, rng)}'
        else:
            text, one, pair = subject(rng, rng.random() < 0.5)
            if held_out(pair):
                continue
        if not ambiguous(text):
            return sentence(f'{text} {verb[0 if one else 1]} {expand(rng.choice(ENDS[verb[0]]), rng)}.')


def cases(rng: random.Random) -> list[Case]:
    """Pairs of nouns that training never joined, the nearer one always of the wrong number."""
    found: list[Case] = []
    while len(found) < 400:
        text, one, pair = subject(rng, True)
        if held_out(pair) and not ambiguous(text):
            verb = rng.choice(VERBS)
            right, wrong = verb if one else verb[::-1]
            found.append(Case('agreement', sentence(text), f' {right}', (f' {wrong}',)))
    return found
