"""Words that several grammars share."""

WOMEN = 'Mary Anna Sarah Emma Lucy Alice Julia Kate Laura Clara Nina Sofia'.split()
MEN = 'John Tom Paul James Peter Mark David Simon Henry Daniel Robert Jack'.split()

# Singular and plural.
THINGS = [
    tuple(pair.split('/'))
    for pair in (
        'key/keys cabinet/cabinets book/books table/tables window/windows letter/letters box/boxes lamp/lamps '
        'picture/pictures door/doors car/cars cup/cups chair/chairs road/roads house/houses tree/trees garden/gardens '
        'clock/clocks coat/coats ship/ships bottle/bottles basket/baskets stone/stones map/maps flower/flowers '
        'room/rooms shelf/shelves hat/hats wheel/wheels ring/rings'
    ).split()
]
PEOPLE = [
    tuple(pair.split('/'))
    for pair in (
        'boy/boys girl/girls teacher/teachers farmer/farmers doctor/doctors student/students singer/singers '
        'baker/bakers child/children friend/friends neighbour/neighbours sailor/sailors painter/painters '
        'soldier/soldiers driver/drivers nurse/nurses writer/writers'
    ).split()
]
ANIMALS = [
    tuple(pair.split('/'))
    for pair in (
        'dog/dogs cat/cats horse/horses bird/birds cow/cows sheep/sheep fox/foxes rabbit/rabbits duck/ducks goat/goats '
        'wolf/wolves mouse/mice bear/bears frog/frogs owl/owls bee/bees lion/lions pig/pigs'
    ).split()
]

LISTS = {
    'woman': WOMEN,
    'man': MEN,
    'name': WOMEN + MEN,
    'thing': [one for one, _ in THINGS],
    'things': [many for _, many in THINGS],
    'person': [one for one, _ in PEOPLE],
    'people': [many for _, many in PEOPLE],
    'animal': [one for one, _ in ANIMALS],
    'animals': [many for _, many in ANIMALS if many != 'sheep'],
    'colour': 'red blue green yellow white black brown grey'.split(),
    'size': 'small large big little tiny tall'.split(),
    'state': 'old new clean dirty heavy light broken lost beautiful cheap'.split(),
    'mood': 'tired happy sad angry hungry late ill proud ready afraid'.split(),
    'place': 'store park school market station garden beach library office church theatre kitchen'.split(),
    'gift': 'drink book ring letter key flower ball basket cake coat map picture'.split(),
    'food': 'bread soup cheese fruit rice fish cake apples eggs honey'.split(),
    'when': ['yesterday', 'today', 'this morning', 'last week', 'in the evening', 'at night'],
    'number': 'two three four five six seven eight nine ten'.split(),
    'body': 'arm leg back neck hand face shoulder'.split(),
}
