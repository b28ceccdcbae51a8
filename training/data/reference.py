"""Pronouns that point back to their nouns, and the name that is not the subject (indirect object identification)."""

import random

from .case import Case
from .expand import expand, is_held_out, sentence
from .words import MEN, WOMEN

# Reference by gender or number: she, her, herself; he, his, himself; they, their, themselves.
FORMS = {'she': ('she', 'her', 'herself'), 'he': ('he', 'his', 'himself'), 'they': ('they', 'their', 'themselves')}
PLURALS = ['the boys', 'the girls', 'the students', 'the farmers', 'the children', 'the sailors']
FEMALE = ['the queen', 'the woman', 'the girl', 'the actress', 'the aunt', 'the mother', 'the princess', 'the daughter']
MALE = ['the king', 'the man', 'the boy', 'the actor', 'the uncle', 'the father', 'the prince', 'the son']
FRAMES = [
    ('{who} said that', 0),
    ('{who} went home because', 0),
    ('{who} was happy when' , 0),
    ('yesterday {who} lost', 1),
    ('{who} sat in the {place} and read', 1),
    ('at the {place} {who} forgot', 1),
    ('in the mirror {who} saw', 2),
    ('with a knife {who} hurt', 2),
    ('after the race {who} was proud of', 2),
]
AFTER = {
    0: ['{was} {mood}', 'had lost a {gift}', 'liked the {food}', 'had seen the {animal}'],
    1: ['{gift}', '{colour} {gift}', 'old {thing}'],
    2: ['in the {place}', '{when}', 'again'],
}

# B gives something to A: the answer is the name that stands only once.
GIVING = [
    'when {first} and {second} went to the {place}, {giver} gave a {gift} to',
    'when {first} and {second} were at the {place}, {giver} handed a {gift} to',
    'after {first} and {second} left the {place}, {giver} gave the {gift} to',
    'while {first} and {second} walked to the {place}, {giver} showed a {gift} to',
    '{first} and {second} met at the {place}, and {giver} gave a {gift} to',
    'then {first} and {second} came to the {place}, where {giver} offered a {gift} to',
]
# What the stories and the documentation show: its pair of names is never in training.
SHOWN = frozenset(('Mary', 'John'))


def pronoun(rng: random.Random) -> tuple[str, str, int, str]:
    """A frame filled with one who is meant, the pronoun for them, the pronoun's form, and the key of the combination."""
    form = rng.choice(list(FORMS))
    who = rng.choice(
        {
            'she': rng.choice([WOMEN, FEMALE]),
            'he': rng.choice([MEN, MALE]),
            'they': PLURALS,
        }[form]
    )
    frame, kind = rng.choice(FRAMES)
    # “The boys was happy” would be wrong: agreement holds here too.
    text = frame.replace('{who} was', '{who} were') if form == 'they' else frame
    return sentence(expand(text.replace('{who}', who), rng)), form, kind, f'{frame}|{who}'


def giving(rng: random.Random) -> tuple[str, str, str, frozenset[str]]:
    """A sentence up to the receiver, the receiver, the giver, and the two names."""
    first, second = rng.sample(WOMEN + MEN, 2)
    giver, receiver = (first, second) if rng.random() < 0.5 else (second, first)
    text = rng.choice(GIVING).replace('{first}', first).replace('{second}', second).replace('{giver}', giver)
    return sentence(expand(text, rng)), receiver, giver, frozenset((first, second))


def pair_held_out(names: frozenset[str]) -> bool:
    return names == SHOWN or is_held_out('|'.join(sorted(names)), 6)


def generate_pronoun(rng: random.Random) -> str:
    while True:
        text, form, kind, key = pronoun(rng)
        if not is_held_out(key, 6):
            after = rng.choice(AFTER[kind]).replace('{was}', 'were' if form == 'they' else 'was')
            return f'{text} {FORMS[form][kind]} {expand(after, rng)}.'


def generate_giving(rng: random.Random) -> str:
    while True:
        text, receiver, _, names = giving(rng)
        if not pair_held_out(names):
            return f'{text} {receiver}.'


def cases(rng: random.Random) -> list[Case]:
    """Pronouns in frames that training never gave to that noun, and gifts between names that training never paired."""
    found: list[Case] = []
    while len(found) < 200:
        text, form, kind, key = pronoun(rng)
        if is_held_out(key, 6):
            others = tuple(f' {forms[kind]}' for name, forms in FORMS.items() if name != form)
            found.append(Case('pronouns', text, f' {FORMS[form][kind]}', others))
    while len(found) < 500:
        text, receiver, giver, names = giving(rng)
        if pair_held_out(names):
            found.append(Case('indirect object', text, f' {receiver}', (f' {giver}',)))
    return found
