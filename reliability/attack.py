"""The attacks by name, in the order in which they are defined."""

ATTACKS = {}


def attack(function):
    """Marks a function of a server and a scale, which says what came of it."""
    ATTACKS[function.__name__] = function
    return function
