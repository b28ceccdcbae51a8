"""Everyday sentences, so that the model knows more of English than what is asked of it."""

import random

from .expand import expand, sentence

TEMPLATES = [
    # weather
    'it {rained|snowed} {all day|all night|in the morning}, so {name} wore a {coat|hat} and stayed {at home|inside}.',
    'the sun {shone|was warm} and the {children|boys|girls} played in the {park|garden}.',
    'the wind blew the {colour} {hat|leaves|coat} over the {road|river|field}.',
    'when it is cold the water in the {river|lake|pond} turns to ice.',
    'clouds came from the {north|south|east|west} and it began to {rain|snow}.',
    # food
    '{name} cooked {soup|rice|fish|eggs} and ate it with {bread|cheese|butter}.',
    'the baker sells {bread|cake|rolls} at the market in the morning.',
    '{name} drank a cup of {tea|coffee|milk} in the kitchen.',
    'for dinner they had {food} and {food}.',
    'the soup is too {hot|cold|salty}, said {name}.',
    # animals
    'the {dog|cat|fox|wolf} ran after the {rabbit|mouse|duck|bird}.',
    'the {size} {animal} sleeps under the {tree|table|house}.',
    'the {colour} {animal} drinks from the {river|lake|pond}.',
    'the {animals} live in the {forest|field|garden|zoo}.',
    'the bird sings in the tree and the fish swims in the lake.',
    # people and work
    'the teacher {asked|told|helped} the {students|children} in the {school|library|classroom}.',
    'the {doctor|nurse} helped the {man|woman|child} who was ill.',
    'the {writer|painter|singer} {lived|worked} in a {size} house near the {lake|forest|sea}.',
    '{name} bought a {state} {thing} at the market for {number} coins.',
    '{name} {opened|closed|painted} the {colour} {door|window|box}.',
    '{name} put the {thing} on the {table|shelf|chair} and went to the {place}.',
    'the {person} carried a {state} {thing} to the {place}.',
    'the {colour} {thing} is {state}, but the {colour} {thing} is not.',
    '{name} reads a book about {animals} {when}.',
    '{name} and {name} {sang|danced|walked|talked} in the {place} {when}.',
    '{name} waited for {name} at the {place}.',
    'there are {number} {things} and {number} {animals} in the {room|garden|house|picture}.',
    'the {train|bus|ship|car} {left|stopped|arrived} in the {morning|evening}.',
    '{name} wrote a letter to {name} and sent it {when}.',
    'do you know where the {thing} is? it is {on|under|near} the {table|chair|box}.',
    'who moved the {thing}? {name} moved it to the {place}.',
    '{name} moved the {thing} to the {room|kitchen|garden}, and now it is there.',
    'first {name} took the {thing}, then {name} took the {thing}.',
    'my {arm|leg|back|head} hurts, said {name}.',
    '{name} said: I am {mood} and you are {mood}.',
    'what a {beautiful|warm|cold} day!',
]


def generate(rng: random.Random) -> str:
    return sentence(expand(rng.choice(TEMPLATES), rng))
