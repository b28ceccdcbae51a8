"""Words with two or three senses, where the words before say which one it is and the words after follow from it."""

import random
from dataclasses import dataclass

from .case import Case
from .expand import expand, is_held_out, sentence


@dataclass(frozen=True)
class Sense:
    """One sense of a word: how sentences begin, up to the word itself, and how they go on after it.

    `ends` are what the beginnings are followed by. `whole` are sentences of their own, the word in them.
    """

    word: str
    name: str
    heads: tuple[str, ...]
    ends: tuple[str, ...]
    whole: tuple[str, ...]


SENSES = [
    Sense(
        'mole',
        'animal',
        (
            'the {gardener|farmer|zoologist|fox|owl|hunter} {saw|watched|chased|found|heard} the {small|blind|furry|brown|hungry|little} mole',
            'in the {lawn|garden|field|meadow} the {gardener|farmer|dog|cat|owl} {saw|watched|chased|found} a {small|blind|furry|brown|hungry} mole',
            'under the {grass|lawn|soil|roots} a {small|blind|furry|brown|hungry} mole',
        ),
        (
            'dig a tunnel under the lawn',
            'hunt worms in the soil',
            'push up earth in the garden',
            'crawl back into its burrow',
            'eat a fat worm in the grass',
        ),
        (
            'a mole, like a {shrew|rabbit|badger|hedgehog}, digs {tunnels|burrows|holes} under the {lawn|garden|grass|field}.',
            'a mole, like a {badger|hedgehog|shrew}, eats {worms|insects|beetles} in the {soil|grass|garden}.',
            'the mole digs {tunnels|burrows} under the {lawn|grass|garden} and eats {worms|insects|beetles}.',
            'the mole dug a tunnel under the {lawn|grass|garden}.',
        ),
    ),
    Sense(
        'mole',
        'chemistry',
        (
            'the {chemist|student|scientist|pupil} {measured|weighed|heated|dissolved|needed} {one|half a|exactly one|about one} mole',
            'in the {laboratory|experiment|reaction|test} the {chemist|student|scientist} {used|measured|weighed|burned} {one|half a|exactly one} mole',
            'the {reaction|experiment|formula|equation} {needs|gives|uses|makes} {one|half a|exactly one|about one} mole',
        ),
        (
            'of carbon in the flask',
            'of oxygen at room pressure',
            'of salt in pure water',
            'of hydrogen gas in the tube',
            'of carbon dioxide in the bottle',
        ),
        tuple(
            template.replace('GAS', gas).replace('MASS', mass)
            for gas, mass in (
                ('carbon', '12'),
                ('carbon dioxide', '44'),
                ('oxygen', '32'),
                ('water', '18'),
                ('salt', '58'),
                ('helium', '4'),
                ('iron', '56'),
                ('hydrogen', '2'),
            )
            for template in (
                'one mole of GAS {has a mass of|contains} MASS grams.',
                'a mole of GAS weighs {about|exactly} MASS grams.',
                'one mole of GAS weighs {about|nearly|exactly} MASS grams.',
                'the chemist knows that one mole of GAS weighs MASS grams.',
            )
        ),
    ),
    Sense(
        'mole',
        'skin',
        (
            'the {doctor|nurse|surgeon|patient} {saw|examined|removed|checked|noticed} the {dark|itchy|small|brown|raised|strange} mole',
            'during the {visit|operation|examination|treatment} the {doctor|nurse|surgeon} {examined|removed|checked|noticed} a {dark|itchy|small|brown|raised} mole',
            'the {doctor|surgeon|nurse} took a {biopsy|picture|sample} of the {dark|itchy|small|brown|raised} mole',
        ),
        tuple(f'on {whose} {part}' for whose in ('her', 'his') for part in ('arm', 'back', 'neck', 'leg', 'shoulder', 'face')),
        (
            'the {doctor|nurse|surgeon} {examined|removed|checked} the mole on {her|his} {arm|back|neck|leg|shoulder}.',
            'the {nurse|surgeon} took a {biopsy|sample} of the mole on {her|his} {arm|back|neck|leg|shoulder}.',
            'the doctor took a {biopsy|sample} of the mole on his {arm|back|neck|leg|shoulder}.',
            'the mole on {her|his} {arm|back|neck|leg|shoulder} was {checked|examined|removed} by the {doctor|surgeon}.',
        ),
    ),
    Sense(
        'bank',
        'money',
        (
            'the {banker|customer|manager|lawyer|robber} {entered|called|visited|left|trusted} the {rich|new|large|central|private} bank',
            'to {borrow|deposit|save|change} {money|cash|dollars} {she|he|they} went to the {rich|new|large|central|private} bank',
            'with {money|cash|a cheque|gold} in {her|his} {pocket|bag|hand} {she|he} walked to the {rich|new|large|central} bank',
        ),
        (
            'to open an account',
            'to ask for a loan',
            'to deposit a cheque',
            'to pay back a debt',
            'to talk about interest rates',
        ),
        (
            'the bank {lends|pays|keeps} {money|cash|gold} for its {customers|clients}.',
            'the {customer|banker|lawyer} owes the bank {money|interest|a thousand dollars}.',
        ),
    ),
    Sense(
        'bank',
        'river',
        (
            'the {fisherman|angler|otter|duck|boatman} {rested|waited|sat|slept|stood} on the {muddy|grassy|steep|sandy|green} bank',
            'after {swimming|rowing|fishing|paddling} {she|he|they} {climbed|sat|lay} on the {muddy|grassy|steep|sandy|green} bank',
            'the {boat|canoe|raft|swan} {drifted|came|floated} to the {muddy|grassy|steep|sandy|green} bank',
        ),
        (
            'of the slow river',
            'beside the flowing water',
            'where reeds and willows grow',
            'above the rushing stream',
            'near the old mill pond',
        ),
        (
            'the bank of the {river|stream|canal} was {muddy|grassy|steep|wet}.',
            'the {river|stream|flood} broke its bank after the {rain|storm}.',
        ),
    ),
    Sense(
        'spring',
        'season',
        (
            'the {farmer|gardener|children|birds} {waited for|loved|welcomed|enjoyed} the {early|late|warm|mild|rainy} spring',
            'after a {long|cold|dark|snowy|hard} {winter|December|January} came a {early|late|warm|mild|rainy} spring',
            'every {year|March|April} the {village|garden|orchard} {welcomes|enjoys|awaits} the {early|warm|mild|rainy} spring',
        ),
        (
            'with blossoms on every tree',
            'when the snow has melted',
            'and the swallows came back',
            'before the hot summer',
            'with tulips and longer days',
        ),
        ('in spring the {tulips|blossoms|leaves} {open|appear|return} after the {winter|snow}.',),
    ),
    Sense(
        'spring',
        'coil',
        (
            'the {mechanic|engineer|watchmaker|blacksmith} {fixed|bent|oiled|replaced|stretched} the {metal|rusty|coiled|tight|strong} spring',
            'inside the {mattress|watch|machine|lock|engine} the {mechanic|engineer|watchmaker} {found|oiled|replaced} a {metal|rusty|coiled|tight|strong} spring',
            'the {weight|force|lever|piston} {pressed|pulled|stretched} the {metal|rusty|coiled|tight|strong} spring',
        ),
        (
            'until it snapped back',
            'that holds the lever',
            'with a force of ten newtons',
            'made of hardened wire',
            'inside the clock mechanism',
        ),
        ('a spring of {steel|wire|metal} {stretches|bends|snaps back} when a {force|weight} pulls it.',),
    ),
    Sense(
        'spring',
        'water',
        (
            'the {hikers|monk|shepherd|traveller|pilgrim} {drank from|found|reached|knelt at} the {clear|hidden|cool|sacred|bubbling} spring',
            'high in the {mountains|hills|valley|rocks} the {hikers|shepherd|traveller} {found|reached|discovered} a {clear|hidden|cool|sacred|bubbling} spring',
            'the {stream|brook|well|bath} is {fed|filled} by a {clear|hidden|cool|sacred|bubbling} spring',
        ),
        (
            'of fresh mineral water',
            'and filled their flasks',
            'flowing from the rock',
            'where deer come to drink',
            'rising from deep underground',
        ),
        ('the spring gives {fresh|cool|mineral} water to the {village|valley|stream}.',),
    ),
    Sense(
        'bat',
        'animal',
        (
            'the {biologist|owl|caver|vampire|explorer} {saw|heard|watched|followed} the {black|winged|sleeping|nocturnal|tiny} bat',
            'in the {cave|attic|belfry|darkness} {she|he|the explorer} {saw|heard|watched} a {black|winged|sleeping|nocturnal|tiny} bat',
            'at {dusk|midnight|nightfall} a {black|winged|nocturnal|tiny} bat',
        ),
        (
            'fly out of the cave',
            'hang upside down from the roof',
            'catch a moth in flight',
            'spread its leathery wings',
            'sleep until the sun sets',
        ),
        ('the bat {flies|hunts} at {night|dusk} and catches {moths|insects} in the {dark|cave}.',),
    ),
    Sense(
        'bat',
        'sport',
        (
            'the {batter|player|coach|champion|pitcher} {swung|raised|gripped|dropped|broke} the {wooden|baseball|aluminium|cricket|heavy} bat',
            'in the {match|game|stadium|final} the {batter|player|champion} {swung|raised|gripped} a {wooden|baseball|aluminium|cricket|heavy} bat',
            'for the {team|league|match} {she|he} {bought|chose|packed} a {wooden|baseball|aluminium|cricket} bat',
        ),
        (
            'and hit a home run',
            'to score the winning point',
            'at the ball with full strength',
            'before running to first base',
            'and struck the ball hard',
        ),
        ('with the bat {she|he} hit the {ball|baseball} over the {fence|stadium}.',),
    ),
    Sense(
        'crane',
        'bird',
        (
            'the {birdwatcher|ranger|hunter|poet} {saw|watched|photographed|followed} the {white|graceful|feathered|migrating|dancing} crane',
            'in the {marsh|wetland|swamp|lagoon} the {ranger|birdwatcher|poet} {saw|watched|photographed} a {white|graceful|feathered|migrating|dancing} crane',
            'from its {nest|flock|eggs} {rose|flew|looked} a {white|graceful|feathered|migrating} crane',
        ),
        (
            'spread its white feathers',
            'catch a frog with its beak',
            'fly south with the flock',
            'build a nest in the marsh',
            'stand on one thin leg',
        ),
        ('the crane {flies|migrates} south and builds its nest in the {marsh|wetland}.',),
    ),
    Sense(
        'crane',
        'machine',
        (
            'the {builder|worker|foreman|operator|architect} {drove|hired|climbed|repaired|rented} the {tall|yellow|giant|hydraulic|mobile} crane',
            'at the {harbour|port|dock|site} the {builder|worker|operator} {drove|hired|repaired} a {tall|yellow|giant|hydraulic|mobile} crane',
            'for the {skyscraper|construction|container} they {needed|hired|rented} a {tall|yellow|giant|hydraulic} crane',
        ),
        (
            'to lift the steel beams',
            'to load the cargo ship',
            'with a hook and a long cable',
            'to raise ten tons of concrete',
            'at the building site',
        ),
        ('the crane {lifts|raises|loads} {beams|containers|concrete} at the {harbour|building site}.',),
    ),
    Sense(
        'bark',
        'tree',
        (
            'the {woodcutter|botanist|beaver|carpenter|woodpecker} {peeled|stripped|cut|examined|scratched} the {rough|cracked|smooth|thick|mossy} bark',
            'in the {forest|woods|grove} the {woodcutter|botanist|beaver} {peeled|stripped|cut} some {rough|cracked|smooth|thick|mossy} bark',
            'the {oak|birch|pine|beech|willow} {has|shows|sheds} {rough|cracked|smooth|thick|mossy} bark',
        ),
        (
            'from the trunk of the oak',
            'around the old birch',
            'covered with moss and lichen',
            'that protects the wood',
            'on its branches and trunk',
        ),
        ('the bark of the {oak|birch|pine} is {rough|smooth|thick} and covers its trunk.',),
    ),
    Sense(
        'bark',
        'dog',
        (
            'the {puppy|hound|terrier|watchdog|poodle} {gave|answered with|let out|made} a {loud|sudden|angry|friendly|sharp} bark',
            'from the {kennel|yard|doghouse} {came|sounded} a {loud|sudden|angry|friendly|sharp} bark',
            'the {postman|burglar|thief|visitor} {heard|feared|ignored} the {loud|sudden|angry|sharp} bark',
        ),
        (
            'and wagged its tail',
            'that woke the neighbours',
            'at the stranger by the gate',
            'followed by a low growl',
            'and ran after the postman',
        ),
        ('the {puppy|hound|terrier} {will|can} bark at the {postman|stranger|thief} and wag its tail.',),
    ),
    Sense(
        'seal',
        'animal',
        (
            'the {diver|penguin|walrus|sailor|polar bear} {saw|watched|chased|met|followed} the {grey|spotted|swimming|playful|whiskered} seal',
            'on the {ice|rocks|beach|iceberg} the {diver|sailor|polar bear} {saw|watched|chased} a {grey|spotted|playful|whiskered} seal',
            'in the {arctic|bay|ocean|zoo} {lives|swims|dives} a {grey|spotted|playful|whiskered} seal',
        ),
        (
            'dive for herring in the sea',
            'rest on the floating ice',
            'swim with its pup',
            'clap with its wet flippers',
            'catch a fish under the waves',
        ),
        ('the seal {dives|swims} under the ice and catches {herring|fish}.',),
    ),
    Sense(
        'seal',
        'stamp',
        (
            'the {notary|clerk|minister|judge|scribe} {pressed|broke|put|examined|forged} the {royal|official|wax|golden|broken} seal',
            'on the {document|contract|treaty|envelope} the {notary|clerk|minister} {pressed|put|examined} a {royal|official|wax|golden} seal',
            'the {treaty|contract|decree|document} {bears|carries|needs} a {royal|official|wax|golden} seal',
        ),
        (
            'on the signed document',
            'of the royal court',
            'in hot red wax',
            'next to the signature',
            'to close the secret envelope',
        ),
        ('the seal on the {document|treaty|contract} is of {wax|gold|red wax}.',),
    ),
    Sense(
        'pitch',
        'music',
        (
            'the {violinist|choir|pianist|soprano|conductor} {sang|played|held|lost|found} the {high|low|perfect|exact|wrong} pitch',
            'in the {concert|opera|song|symphony} the {choir|soprano|violinist} {sang|held|lost} the {high|low|perfect|exact|wrong} pitch',
            'the {violin|flute|piano|trumpet} {gives|keeps|needs} the {high|low|perfect|exact} pitch',
        ),
        (
            'of the opening note',
            'in tune with the organ',
            'for the second melody',
            'one octave above the bass',
            'until the last chord',
        ),
        ('the pitch of the {violin|flute|choir} is one {octave|note} too {high|low}.',),
    ),
    Sense(
        'pitch',
        'sport',
        (
            'the {footballers|referee|goalkeeper|striker|fans} {left|entered|crossed|ran onto|stormed} the {football|wet|muddy|grass|home} pitch',
            'before {kickoff|halftime|the whistle} the {footballers|referee|goalkeeper} {left|entered|crossed} the {football|wet|muddy|grass} pitch',
            'the {club|stadium|captain} {cleaned|mowed|inspected} the {football|wet|muddy|grass} pitch',
        ),
        (
            'after scoring a goal',
            'when the second half began',
            'with a red card',
            'to take the penalty kick',
            'in front of the crowd',
        ),
        ('on the pitch the {striker|goalkeeper|captain} scored a goal before halftime.',),
    ),
]

WORDS = list(dict.fromkeys(sense.word for sense in SENSES))
# What the stories and the documentation show is never in training, word for word.
SHOWN = (
    'A mole, like a shrew, digs tunnels under the lawn.',
    'One mole of carbon dioxide weighs 44 grams.',
    'The doctor took a biopsy of the mole on her arm.',
)


def held_out(head: str) -> bool:
    """One beginning in eight, as it is spelt out, is never trained on, whatever its end."""
    return is_held_out(head, 8)


def generate(rng: random.Random) -> str:
    """One sentence with one word in one sense."""
    while True:
        sense = rng.choice(SENSES)
        if rng.random() < (0.5 if sense.word == 'mole' else 0.2):
            text = sentence(expand(rng.choice(sense.whole), rng))
            if text not in SHOWN:
                return text
        else:
            head = sentence(expand(rng.choice(sense.heads), rng))
            if not held_out(head):
                return f'{head} {rng.choice(sense.ends)}.'


def openings(sense: Sense, rng: random.Random, count: int) -> list[str]:
    """Held-out beginnings of one sense, each ending with its word."""
    found: dict[str, None] = {}
    for _ in range(200 * count):
        head = sentence(expand(rng.choice(sense.heads), rng))
        if held_out(head):
            found[head] = None
        if len(found) == count:
            break
    return list(found)


def cases(rng: random.Random) -> list[Case]:
    """Held-out beginnings, each to be continued with an end of its own sense, not with one of the word's other senses."""
    return [
        Case(
            f'senses: {sense.word}',
            head,
            f' {rng.choice(sense.ends)}',
            tuple(f' {rng.choice(other.ends)}' for other in SENSES if other.word == sense.word and other is not sense),
        )
        for sense in SENSES
        for head in openings(sense, rng, 24)
    ]
