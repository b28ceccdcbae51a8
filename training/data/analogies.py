"""Words that differ in one respect and share the rest: capital and country, singular and plural, female and male.

Each pair's two words are told in parallel sentences: what the pair is about stays, what the respect is about changes.
"""

import random

from .expand import expand, sentence

# Capital, country, adjective, food, what grows or is made there.
COUNTRIES = [
    line.split(', ')
    for line in """\
Paris, France, French, baguettes, wine
Rome, Italy, Italian, pasta, olives
Berlin, Germany, German, sausages, engines
Madrid, Spain, Spanish, paella, oranges
Lisbon, Portugal, Portuguese, sardines, cork
London, England, English, pudding, tea
Tokyo, Japan, Japanese, sushi, silk
Beijing, China, Chinese, dumplings, porcelain
Moscow, Russia, Russian, caviar, furs
Athens, Greece, Greek, feta, figs
Ankara, Turkey, Turkish, kebab, carpets
Cairo, Egypt, Egyptian, falafel, cotton
Vienna, Austria, Austrian, schnitzel, waltzes
Budapest, Hungary, Hungarian, goulash, paprika
Warsaw, Poland, Polish, pierogi, amber
Stockholm, Sweden, Swedish, meatballs, matches
Oslo, Norway, Norwegian, salmon, sweaters
Copenhagen, Denmark, Danish, pastries, toys
Helsinki, Finland, Finnish, rye, saunas
Dublin, Ireland, Irish, stew, whiskey
Brussels, Belgium, Belgian, waffles, chocolate
Amsterdam, Holland, Dutch, pancakes, bicycles
Ottawa, Canada, Canadian, maple, hockey
Prague, Czechia, Czech, cutlets, crystal
Havana, Cuba, Cuban, plantain, cigars
Delhi, India, Indian, curry, spices
Tehran, Iran, Iranian, saffron, pistachios
Seoul, Korea, Korean, kimchi, ginseng
""".splitlines()
]
# Said of both, alike: what makes Paris and France French.
SHARED = [
    'in PLACE people speak ADJECTIVE.',
    'in PLACE they eat FOOD and sell MADE.',
    'the FOOD of PLACE {is|are} famous.',
    'she learned ADJECTIVE in PLACE.',
    'we ate FOOD in PLACE.',
    '{name} bought MADE in PLACE.',
    'people from PLACE love FOOD.',
    'the best MADE {come|comes} from PLACE.',
    'he dreams of PLACE and its MADE.',
]
CAPITAL_ONLY = [
    'the city of PLACE has {streets|trams|suburbs|a mayor}.',
    'the mayor of PLACE opened a new {tram|subway|square}.',
    'the tram crossed the centre of PLACE.',
    'they live in a flat in downtown PLACE.',
    'the subway of PLACE is {old|new|clean}.',
    'we think that PLACE is a capital with wide streets.',
]
COUNTRY_ONLY = [
    'the country of PLACE has {borders|provinces|an army|a flag}.',
    'the army of PLACE guards the border.',
    'they crossed the border of PLACE.',
    'the flag of PLACE is {red|blue|green|white}.',
    'the provinces of PLACE pay taxes.',
    'we think that PLACE is a country with many provinces.',
]
BOTH = [
    'we learned that CAPITAL is the capital of COUNTRY.',
    'the capital of COUNTRY is CAPITAL.',
    'the ADJECTIVE capital is CAPITAL.',
    'the king went to CAPITAL, the capital of COUNTRY.',
]

# Male, female, and three things that both of them have to do with.
GENDERS = [
    line.split(', ')
    for line in """\
king, queen, crown, palace, ruled the kingdom
prince, princess, horse, castle, danced at the ball
actor, actress, role, stage, played in the film
uncle, aunt, nephew, village, sent a birthday card
father, mother, baby, nursery, raised a family
brother, sister, toy, bunk, shared a bedroom
son, daughter, lesson, classroom, obeyed the parents
husband, wife, wedding, church, married in May
waiter, waitress, tray, restaurant, served the guests
grandfather, grandmother, walking stick, armchair, told old stories
wizard, witch, potion, cauldron, cast a spell
duke, duchess, estate, manor, owned the land
monk, nun, prayer, chapel, lived in the abbey
boy, girl, ball, playground, climbed the tree
man, woman, job, office, worked all day
""".splitlines()
]
# Said of both, in the words of either gender.
GENDER_FRAMES = [
    'the WHO held POSS THING in the WHERE.',
    'the WHO of the WHERE DID.',
    'PRON is a WHO, and PRON DID.',
    'the WHO saw REFL in the WHERE.',
    'in the WHERE the WHO DID.',
    'the WHO DID before PRON left the WHERE.',
    'every WHO has POSS THING.',
    'the WHO lost POSS THING.',
    'as a WHO, PRON knows the WHERE.',
    'NAME is the WHO of the WHERE.',
    'NAME became a WHO and DID.',
]
GENDER_ONLY = [
    'PRON was a WHO all POSS life.',
    'NAME is a WHO and PRON loves POSS THING.',
    'the WHO hurt REFL when PRON fell.',
    'MR NAME is a good WHO.',
]
GENDER_BOTH = [
    'the MALE and the FEMALE DID.',
    'the MALE loves his FEMALE.',
    'he is the MALE, she is the FEMALE.',
    'the FEMALE and the MALE sat in the WHERE.',
]

# Singular and plural, with what one says of that animal or thing alone.
NUMBERS = [
    line.split(', ')
    for line in """\
dog, dogs, bone, kennel
cat, cats, milk, sofa
horse, horses, oats, stable
cow, cows, hay, barn
bird, birds, seeds, cage
fox, foxes, goose, den
duck, ducks, weeds, pond
wolf, wolves, deer, pack
mouse, mice, crumbs, pantry
bear, bears, berries, cavern
frog, frogs, flies, swamp
bee, bees, nectar, hive
lion, lions, zebra, savanna
pig, pigs, acorns, sty
rabbit, rabbits, carrots, hutch
goat, goats, thistles, mountain
key, keys, padlock, keyring
book, books, pages, bookshop
tree, trees, roots, orchard
ship, ships, cargo, harbour
car, cars, petrol, garage
coin, coins, silver, purse
candle, candles, flame, altar
cup, cups, coffee, saucer
""".splitlines()
]
NUMBER_SHARED = [
    'the WHAT of the PLACE {went|belonged} with the TOPIC.',
    'she thinks of TOPIC and the WHAT in the PLACE.',
    'in the PLACE she looked for the WHAT and the TOPIC.',
    'we found the WHAT in the PLACE.',
    'there is no TOPIC without the WHAT.',
]
ONE = ['there is one WHAT in the PLACE.', 'a WHAT needs its TOPIC.', 'this WHAT was alone.', 'the WHAT has its own PLACE.', 'each WHAT is small.']
MANY = ['there are {number} WHAT in the PLACE.', 'many WHAT need their TOPIC.', 'these WHAT were together.', 'the WHAT have their own PLACE.', 'some WHAT are small.']

FEMALE_FORMS = {'PRON': 'she', 'POSS': 'her', 'REFL': 'herself', 'NAME': '{woman}', 'MR': 'Mrs'}
MALE_FORMS = {'PRON': 'he', 'POSS': 'his', 'REFL': 'himself', 'NAME': '{man}', 'MR': 'Mr'}


def put(template: str, parts: dict[str, str], rng: random.Random) -> str:
    for name, text in parts.items():
        template = template.replace(name, text)
    return sentence(expand(template, rng))


def country(rng: random.Random) -> str:
    capital, land, adjective, food, made = rng.choice(COUNTRIES)
    parts = {'CAPITAL': capital, 'COUNTRY': land, 'ADJECTIVE': adjective, 'FOOD': food, 'MADE': made}
    place, only = rng.choice([(capital, CAPITAL_ONLY), (land, COUNTRY_ONLY)])
    template = rng.choice(rng.choices([SHARED, only, BOTH], (4, 3, 1))[0])
    return put(template, parts | {'PLACE': place}, rng)


def gender(rng: random.Random) -> str:
    male, female, thing, where, did = rng.choice(GENDERS)
    parts = {'FEMALE': female, 'MALE': male, 'THING': thing, 'WHERE': where, 'DID': did}
    who, forms = rng.choice([(male, MALE_FORMS), (female, FEMALE_FORMS)])
    template = rng.choice(rng.choices([GENDER_FRAMES, GENDER_ONLY, GENDER_BOTH], (5, 2, 1))[0])
    return put(template, parts | forms | {'WHO': who}, rng)


def number(rng: random.Random) -> str:
    one, many, topic, place = rng.choice(NUMBERS)
    what, only = rng.choice([(one, ONE), (many, MANY)])
    template = rng.choice(rng.choice([NUMBER_SHARED, only]))
    return put(template, {'WHAT': what, 'TOPIC': topic, 'PLACE': place}, rng)


def generate(rng: random.Random) -> str:
    """One sentence about a country, a woman or a man, or one or many."""
    return rng.choices([country, gender, number], (5, 4, 3))[0](rng)


def questions() -> list[tuple[str, str, str, str, str]]:
    """Group, a, b, c and d of every a − b + c → d that is asked: Paris − France + Italy → Rome."""
    groups = {
        'capital − country': [(line[0], line[1]) for line in COUNTRIES],
        'female − male': [(line[1], line[0]) for line in GENDERS],
        'plural − singular': [(line[1], line[0]) for line in NUMBERS],
    }
    return [
        (group, f' {one[0]}', f' {one[1]}', f' {other[1]}', f' {other[0]}')
        for group, pairs in groups.items()
        for one in pairs
        for other in pairs
        if one is not other
    ]
