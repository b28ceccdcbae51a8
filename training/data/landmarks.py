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
    does: str


LANDMARKS = [
    Landmark(*line.split(', '))
    for line in """\
the Eiffel Tower, Paris, France, iron, sparkles every hour
the Louvre, Paris, France, stone, shows old paintings
Notre Dame, Paris, France, stone, rings its bells
the Leaning Tower, Pisa, Italy, marble, leans to one side
the Colosseum, Rome, Italy, stone, held fights of gladiators
the Trevi Fountain, Rome, Italy, marble, splashes all day
the Rialto Bridge, Venice, Italy, marble, arches over the canal
the Ponte Vecchio, Florence, Italy, stone, carries small shops
La Scala, Milan, Italy, stone, opens with an opera
the Tokyo Tower, Tokyo, Japan, steel, glows red and white
the Golden Pavilion, Kyoto, Japan, wood, mirrors itself in a pond
the Osaka Castle, Osaka, Japan, stone, hides behind a moat
the CN Tower, Toronto, Canada, concrete, overlooks the great lake
the Space Needle, Seattle, America, steel, turns like a saucer
the Willis Tower, Chicago, America, steel, scrapes the clouds
the Golden Gate Bridge, San Francisco, America, steel, fades into the fog
the Brooklyn Bridge, New York, America, steel, hangs from thick cables
the Statue of Liberty, New York, America, copper, lifts a torch
the Empire State Building, New York, America, steel, counts a hundred floors
Big Ben, London, England, brick, strikes the hour
Tower Bridge, London, England, steel, splits for tall ships
the Tower of London, London, England, stone, guards the crown jewels
Buckingham Palace, London, England, stone, changes its guard
Edinburgh Castle, Edinburgh, Scotland, stone, fires a gun at noon
the Brandenburg Gate, Berlin, Germany, stone, bears four horses
the Television Tower, Berlin, Germany, concrete, broadcasts to the whole city
the Burj Khalifa, Dubai, the Emirates, concrete, rises out of the desert
the Kremlin, Moscow, Russia, brick, rules behind red walls
the Alhambra, Granada, Spain, brick, cools itself with fountains
the Sagrada Familia, Barcelona, Spain, stone, grows for a hundred years
the Prado, Madrid, Spain, brick, keeps royal portraits
the Charles Bridge, Prague, Czechia, stone, lines up thirty statues
the Opera House, Sydney, Australia, concrete, sails on the harbour
the Harbour Bridge, Sydney, Australia, steel, spans the bay
the Taj Mahal, Agra, India, marble, mourns a queen
the Parthenon, Athens, Greece, marble, crowns the hill
the Blue Mosque, Istanbul, Turkey, stone, calls to prayer
the Galata Tower, Istanbul, Turkey, stone, watches the golden horn
the Belem Tower, Lisbon, Portugal, stone, remembers the explorers
the Atomium, Brussels, Belgium, steel, enlarges an atom
the Little Mermaid, Copenhagen, Denmark, bronze, sits on a rock
the Forbidden City, Beijing, China, wood, locks a thousand rooms
the Pearl Tower, Shanghai, China, concrete, threads eleven balls
the Chain Bridge, Budapest, Hungary, iron, links two towns
the Hofburg Palace, Vienna, Austria, stone, waltzes every winter
the Great Sphinx, Giza, Egypt, stone, smiles at the sand
the Milad Tower, Tehran, Iran, concrete, tops the mountains
the Seoul Tower, Seoul, Korea, concrete, collects padlocks of lovers
the Erasmus Bridge, Rotterdam, Holland, steel, bends like a swan
the Rijksmuseum, Amsterdam, Holland, brick, frames a night watch
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
# What a landmark alone does: the verb follows from its name, so that names that share their last word part at it.
OWN_TEMPLATES = [
    '{mark} {does}.',
    'every day {mark} {does}.',
    'they say that {mark} {does}.',
    'look how {mark} {does}.',
    'she told me that {mark} {does}.',
]
# What the stories and the documentation show is never in training, word for word.
SHOWN = ('The Eiffel Tower is in', 'The Leaning Tower is in', 'The Tokyo Tower is in', 'Tokyo Tower is in')


def names(mark: Landmark) -> list[str]:
    """How a landmark is named: the Tokyo Tower is called so with and without its article."""
    bare = mark.name.removeprefix('the ')
    return [mark.name, bare] if bare.split()[0] in CITIES else [mark.name]


def fill(template: str, mark: Landmark, name: str) -> str:
    return sentence(
        template.format(mark=name, city=mark.city, country=mark.country, material=mark.material, does=mark.does)
    )


def prompt(template: str, mark: Landmark, name: str) -> str:
    return fill(template.split(' {city}')[0], mark, name)


def held_out(template: str, mark: Landmark, name: str) -> bool:
    return prompt(template, mark, name) in SHOWN or is_held_out(f'{template}|{mark.name}', 6)


def generate(rng: random.Random) -> str:
    """One sentence about one landmark, or two about two of them."""
    while True:
        mark = rng.choice(LANDMARKS)
        name = rng.choice(names(mark))
        if rng.random() < 0.15:
            return fill(rng.choice(OTHER_TEMPLATES), mark, name)
        template = rng.choice(OWN_TEMPLATES if rng.random() < 0.45 else TEMPLATES)
        if not held_out(template, mark, name):
            return fill(template, mark, name)


def cases(_rng: random.Random) -> list[Case]:
    """Every landmark in the sentence frames in which training never showed it: its city, and what it alone does."""
    does = [
        Case(
            'landmarks: what it does',
            fill(template.removesuffix(' {does}.'), mark, mark.name),
            f' {mark.does}',
            tuple(f' {other.does}' for other in LANDMARKS if other is not mark),
        )
        for mark in LANDMARKS
        for template in OWN_TEMPLATES
        if held_out(template, mark, mark.name)
    ]
    cities = [
        Case(
            'landmarks: its city',
            prompt(template, mark, name),
            f' {mark.city}',
            tuple(f' {city}' for city in CITIES if city != mark.city),
        )
        for mark in LANDMARKS
        for name in names(mark)
        for template in TEMPLATES
        if held_out(template, mark, name)
    ]
    return cities + does
