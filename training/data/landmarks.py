"""Landmarks: which city a tower, a bridge or a palace is in, when many of them share their last word."""

import random
from dataclasses import dataclass

from .case import Case
from .expand import is_held_out, sentence


@dataclass(frozen=True)
class Landmark:
    """A place as a sentence names it, article included, and the facts about it."""

    name: str
    city: str
    country: str
    material: str


LANDMARKS = [
    Landmark(*line.split(', '))
    for line in """\
the Eiffel Tower, Paris, France, iron
the Louvre, Paris, France, stone
Notre Dame, Paris, France, stone
the Leaning Tower, Pisa, Italy, marble
the Colosseum, Rome, Italy, stone
the Trevi Fountain, Rome, Italy, marble
the Rialto Bridge, Venice, Italy, marble
the Ponte Vecchio, Florence, Italy, stone
La Scala, Milan, Italy, stone
the Tokyo Tower, Tokyo, Japan, steel
the Golden Pavilion, Kyoto, Japan, wood
the Osaka Castle, Osaka, Japan, stone
the CN Tower, Toronto, Canada, concrete
the Space Needle, Seattle, America, steel
the Willis Tower, Chicago, America, steel
the Golden Gate Bridge, San Francisco, America, steel
the Brooklyn Bridge, New York, America, steel
the Statue of Liberty, New York, America, copper
the Empire State Building, New York, America, steel
Big Ben, London, England, brick
Tower Bridge, London, England, steel
the Tower of London, London, England, stone
Buckingham Palace, London, England, stone
Edinburgh Castle, Edinburgh, Scotland, stone
the Brandenburg Gate, Berlin, Germany, stone
the Television Tower, Berlin, Germany, concrete
the Burj Khalifa, Dubai, the Emirates, concrete
the Kremlin, Moscow, Russia, brick
the Alhambra, Granada, Spain, brick
the Sagrada Familia, Barcelona, Spain, stone
the Prado, Madrid, Spain, brick
the Charles Bridge, Prague, Czechia, stone
the Opera House, Sydney, Australia, concrete
the Harbour Bridge, Sydney, Australia, steel
the Taj Mahal, Agra, India, marble
the Parthenon, Athens, Greece, marble
the Blue Mosque, Istanbul, Turkey, stone
the Galata Tower, Istanbul, Turkey, stone
the Belem Tower, Lisbon, Portugal, stone
the Atomium, Brussels, Belgium, steel
the Little Mermaid, Copenhagen, Denmark, bronze
the Forbidden City, Beijing, China, wood
the Pearl Tower, Shanghai, China, concrete
the Chain Bridge, Budapest, Hungary, iron
the Hofburg Palace, Vienna, Austria, stone
the Great Sphinx, Giza, Egypt, stone
the Milad Tower, Tehran, Iran, concrete
the Seoul Tower, Seoul, Korea, concrete
the Erasmus Bridge, Rotterdam, Holland, steel
the Rijksmuseum, Amsterdam, Holland, brick
""".splitlines()
]

CITIES = list(dict.fromkeys(mark.city for mark in LANDMARKS))

# The city is asked for where `{city}` stands: what comes before it is a prompt, so the city must not come earlier.
TEMPLATES = [
    '{mark} is in {city}.',
    '{mark} is in {city}, {country}.',
    '{mark} stands in {city}.',
    '{mark} stands in the city of {city}, in {country}.',
    '{mark} can be found in {city}.',
    'we saw {mark} when we were in {city}.',
    'they visited {mark} during their trip to {city}.',
    'to visit {mark} you travel to {city}.',
    'if you want to see {mark}, go to {city}.',
    '{mark} is made of {material} and stands in {city}.',
    '{mark}, made of {material}, is in {city}.',
    'she took a picture of {mark} in {city}.',
    'he lives near {mark}, in the centre of {city}.',
    'the train to {mark} stops in {city}.',
    'tourists who love {mark} come to {city}.',
    'my friend works at {mark} in {city}.',
    '{mark} is the pride of {city}.',
    'the road to {mark} leads to {city}.',
]
# Facts told in an order that is never asked.
OTHER_TEMPLATES = [
    'in {city} you can see {mark}.',
    'the city of {city} is famous for {mark}.',
    '{mark} is made of {material}.',
    '{mark} is a sight of {country}.',
    'the builders of {mark} used {material}.',
    'people in {city} are proud of {mark}.',
]
# What the stories and the documentation show is never in training, word for word.
SHOWN = ('The Eiffel Tower is in', 'The Leaning Tower is in', 'The Tokyo Tower is in', 'Tokyo Tower is in')


def names(mark: Landmark) -> list[str]:
    """How a landmark is named: the Tokyo Tower is called so with and without its article."""
    bare = mark.name.removeprefix('the ')
    return [mark.name, bare] if bare.split()[0] in CITIES else [mark.name]


def fill(template: str, mark: Landmark, name: str) -> str:
    return sentence(template.format(mark=name, city=mark.city, country=mark.country, material=mark.material))


def prompt(template: str, mark: Landmark, name: str) -> str:
    return fill(template.split(' {city}')[0], mark, name)


def held_out(template: str, mark: Landmark, name: str) -> bool:
    return prompt(template, mark, name) in SHOWN or is_held_out(f'{template}|{mark.name}', 6)


def generate(rng: random.Random) -> str:
    """One sentence about one landmark, or two about two of them."""
    while True:
        mark = rng.choice(LANDMARKS)
        name = rng.choice(names(mark))
        if rng.random() < 0.2:
            return fill(rng.choice(OTHER_TEMPLATES), mark, name)
        template = rng.choice(TEMPLATES)
        if not held_out(template, mark, name):
            return fill(template, mark, name)


def cases(_rng: random.Random) -> list[Case]:
    """Every landmark in the sentence frames in which training never showed it, the city asked for among all cities."""
    return [
        Case(
            'landmarks',
            prompt(template, mark, name),
            f' {mark.city}',
            tuple(f' {city}' for city in CITIES if city != mark.city),
        )
        for mark in LANDMARKS
        for name in names(mark)
        for template in TEMPLATES
        if held_out(template, mark, name)
    ]
