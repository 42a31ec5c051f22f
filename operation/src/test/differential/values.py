"""Random attribute values, keys and items of the tables of a differential run."""

import base64

# Few keys and few attributes, so that requests meet each other's items.
STRINGS = ["", "a", "b", "ab", "abc", "ba", "Zz", "é", "10", "a b"]
NUMBERS = ["0", "1", "-1", "2", "10", "0.5", "-2.5", "100", "1000", "12345678901234567890"]
# Also numbers that are not written as they are returned.
ALL_NUMBERS = NUMBERS + ["007", "1.50"]
CONTENTS = ([], [0], [1, 2], [255], [97, 98])
BINARIES = [base64.b64encode(bytes(content)).decode() for content in CONTENTS]

TYPES = ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"]

# The attributes of items, each with the type that it mostly has.
ATTRIBUTES = {
    "n": "N", "n2": "N", "s": "S", "s2": "S", "b": "B", "t": "BOOL", "z": "NULL", "l": "L",
    "m": "M", "ss": "SS", "ns": "NS", "bs": "BS", "name": "S", "a.b": "S", "ü-1": "N",
    "ls": "S", "gp": "S", "gs": "N", "a1": "S", "a2": "N", "r1": "S", "r2": "N",
}  # fmt: skip

# Attributes that are keys of indexes: a wrong type or an empty value is refused.
INDEX_KEYS = {"ls", "gp", "gs", "a1", "a2", "r1", "r2"}

PARTITIONS = {
    "S": [{"S": text} for text in ("p", "q", "r", "10")],
    "B": [{"B": BINARIES[1]}, {"B": BINARIES[2]}, {"B": BINARIES[3]}],
}
SORTS = {
    "N": [{"N": text} for text in ("-1", "0", "1", "2", "2.5", "10")],
    "S": [{"S": text} for text in ("a", "ab", "b", "ba", "c")],
}


class Values:
    """Draws values from one source of randomness."""

    def __init__(self, random):
        self.random = random

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def pick(self, options):
        return self.random.choice(options)

    def of(self, kind, depth=0):
        """A valid value of a type."""
        match kind:
            case "S":
                return {"S": self.pick(STRINGS)}
            case "N":
                return {"N": self.pick(ALL_NUMBERS)}
            case "B":
                return {"B": self.pick(BINARIES)}
            case "BOOL":
                return {"BOOL": self.chance(50)}
            case "NULL":
                return {"NULL": True}
            case "SS":
                return {"SS": self.some(STRINGS[1:])}
            case "NS":
                return {"NS": self.some(NUMBERS)}
            case "BS":
                return {"BS": self.some(BINARIES[1:])}
            case "L":
                return {"L": [self.any(depth + 1) for _ in range(self.random.randrange(4))]}
            case "M":
                names = self.random.sample(["x", "y", "n", "name"], self.random.randrange(4))
                return {"M": {name: self.any(depth + 1) for name in names}}
        raise ValueError(kind)

    def some(self, options):
        return self.random.sample(options, self.random.randrange(1, min(4, len(options) + 1)))

    def any(self, depth=0):
        return self.of(self.pick(TYPES if depth < 2 else TYPES[:5]), depth)

    def for_attribute(self, name):
        """Mostly a value of the attribute's usual type."""
        if name in INDEX_KEYS:
            if self.chance(98):
                kind = ATTRIBUTES[name]
                return self.pick(SORTS["N"] if kind == "N" else PARTITIONS["S"])
            return self.any()
        return self.of(ATTRIBUTES[name]) if self.chance(92) else self.any()

    def invalid(self):
        """A value that no operation takes."""
        return self.pick(
            [
                {},
                {"S": "a", "N": "1"},
                {"N": "one"},
                {"N": ""},
                {"N": "1e200"},
                {"N": "1e-200"},
                {"N": "1" * 40},
                {"NULL": False},
                {"SS": []},
                {"NS": []},
                {"SS": ["a", "a"]},
                {"NS": ["1", "1.0"]},
                {"NS": ["1", "x"]},
                {"BS": [BINARIES[1], BINARIES[1]]},
                {"L": [{"N": "x"}]},
                {"M": {"x": {}}},
                {"M": {"x": {"SS": []}}},
                {"L": [{"S": "a", "BOOL": True}]},
            ]
        )
