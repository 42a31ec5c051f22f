"""Random expressions: conditions, filters, updates, projections and key conditions."""

from values import ATTRIBUTES, PARTITIONS, SORTS, TYPES

COMPARATORS = ["=", "<>", "<", "<=", ">", ">="]
RESERVED = {"name"}

# Names that an expression cannot spell.
PLACEHOLDERS = {"a.b": "ab", "ü-1": "u1"}

# Values for the partition attributes of tables and indexes.
PARTITIONS_OF = {**PARTITIONS, "N": SORTS["N"]}


class Expressions:
    """Writes the expressions of one request and collects the placeholders that they use."""

    def __init__(self, values):
        self.values = values
        self.names = {}
        self.placed = {}

    # Parts

    def name(self, attribute):
        """The attribute, by a placeholder if its name asks for one."""
        asks = attribute in RESERVED or attribute in PLACEHOLDERS
        if asks or self.values.chance(20):
            if asks and self.values.chance(3):
                return attribute
            placeholder = "#" + PLACEHOLDERS.get(attribute, attribute)
            self.names[placeholder] = attribute
            return placeholder
        return attribute

    def path(self, nested=25):
        attribute = self.values.pick(list(ATTRIBUTES))
        if self.values.chance(nested):
            attribute = self.values.pick(["l", "m", "m", "l", attribute])
            deeper = self.values.pick(["[0]", "[1]", "[3]", ".x", ".y", "[0].x", ".x.y", ".x[0]", "[1][0]"])
            return self.name(attribute) + deeper
        return self.name(attribute)

    def value(self, value):
        placeholder = f":v{len(self.placed)}"
        self.placed[placeholder] = value
        return placeholder

    def value_like(self, path):
        """A value that may equal what is at a path."""
        attribute = path.lstrip("#")
        if attribute in ATTRIBUTES and self.values.chance(90):
            return self.value(self.values.for_attribute(attribute))
        return self.value(self.values.any())

    def ordered(self, path):
        """A value for a comparison by order: mostly of a type that has one."""
        kind = ATTRIBUTES.get(path.lstrip("#"), "S")
        if self.values.chance(3):
            return self.value(self.values.any())
        return self.value(self.values.of(kind if kind in "SNB" else self.values.pick("SN")))

    def bounds(self, path):
        """The two values of BETWEEN, mostly of one type and in order."""
        kind = ATTRIBUTES.get(path.lstrip("#"), "S")
        low, high = self.values.pick(
            [({"S": "a"}, {"S": "b"}), ({"S": "10"}, {"S": "10"}), ({"S": ""}, {"S": "zz"})]
            if kind != "N"
            else [({"N": "0"}, {"N": "2"}), ({"N": "-2.5"}, {"N": "100"}), ({"N": "1"}, {"N": "1"})]
        )
        if self.values.chance(4):
            low, high = self.values.pick([(high, low), (low, {"B": "AQI="}), ({"N": "1"}, {"S": "a"})])
        return f"{self.value(low)} AND {self.value(high)}"

    # Conditions

    def operand(self):
        draw = self.values.random.randrange(10)
        if draw < 6:
            return self.path()
        if draw < 9:
            return self.value(self.values.any())
        return f"size({self.path()})"

    def condition(self, depth=0):
        pick, chance = self.values.pick, self.values.chance
        draw = self.values.random.randrange(100)
        if depth < 3 and draw < 15:
            return f"{self.condition(depth + 1)} AND {self.condition(depth + 1)}"
        if depth < 3 and draw < 25:
            return f"{self.condition(depth + 1)} {pick(['OR', 'or'])} {self.condition(depth + 1)}"
        if depth < 3 and draw < 31:
            return f"NOT {self.condition(depth + 1)}"
        if depth < 3 and draw < 38:
            return f"({self.condition(depth + 1)})"
        path = self.path()
        if draw < 62:
            return self.comparison(path)
        if draw < 70:
            return f"{path} BETWEEN {self.bounds(path)}"
        if draw < 77:
            count = 1 + self.values.random.randrange(3)
            return f"{path} IN ({', '.join(self.value_like(path) for _ in range(count))})"
        if draw < 83:
            return f"attribute_exists({path})"
        if draw < 89:
            return f"attribute_not_exists({path})"
        if draw < 92:
            return f"attribute_type({path}, {self.value({'S': pick(TYPES)})})"
        if draw < 96:
            prefix = self.values.of("SSSSSSSSSSSSBBBN"[self.values.random.randrange(16)])
            return f"begins_with({path}, {self.value(prefix)})"
        return f"contains({path}, {self.value_like(path)})"

    def comparison(self, path):
        pick = self.values.pick
        draw = self.values.random.randrange(100)
        if draw < 45:
            return f"{path} {pick(['=', '<>'])} {self.value_like(path)}"
        if draw < 75:
            return f"{path} {pick(COMPARATORS)} {self.ordered(path)}"
        if draw < 83:
            return f"size({path}) {pick(COMPARATORS)} {self.value(self.values.of('N'))}"
        if draw < 90:
            return f"{self.ordered(path)} {pick(COMPARATORS)} {path}"
        return f"{path} {pick(COMPARATORS)} {self.operand()}"

    # Updates

    def assigned(self, path):
        draw = self.values.random.randrange(100)
        pick = self.values.pick
        if draw < 60:
            return self.value_like(path)
        if draw < 68:
            return f"{path} {pick('+-')} {self.number()}"
        if draw < 76:
            return f"if_not_exists({path}, {self.number()}) {pick('+-')} {self.number()}"
        if draw < 83:
            return f"if_not_exists({self.path()}, {self.value_like(path)})"
        if draw < 91:
            added = self.value(self.values.of("S" if self.values.chance(6) else "L"))
            return f"list_append({pick(['l', path, added])}, {added})"
        if draw < 97:
            return self.path()
        return f"{self.operand()} {pick('+-')} {self.operand()}"

    def number(self):
        return self.value(self.values.of("N"))

    def update(self):
        """One to three clauses, mostly on different attributes."""
        clauses = []
        free = self.values.random.sample(list(ATTRIBUTES), len(ATTRIBUTES))
        kinds = ["SET", "SET", "REMOVE", "ADD", "DELETE"]
        chosen = self.values.random.sample(kinds, self.values.pick([1, 1, 1, 2, 3]))
        for kind in dict.fromkeys(chosen):
            parts = [self.action(kind, free) for _ in range(self.values.pick([1, 1, 2, 3]))]
            clauses.append(f"{kind} " + ", ".join(parts))
        return " ".join(clauses)

    def action(self, kind, free):
        path = self.target(kind, free)
        match kind:
            case "SET":
                return f"{path} = {self.assigned(path)}"
            case "REMOVE":
                return path
            case _:
                if self.values.chance(4):
                    return f"{path} {self.value(self.values.any())}"
                return f"{path} {self.operand_of(kind, path)}"

    def target(self, kind, free):
        """What a clause changes; an attribute that no other clause changes, mostly."""
        if self.values.chance(4):
            return self.path()
        wanted = {"ADD": {"n", "n2", "ns", "ss"}, "DELETE": {"ss", "ns", "bs"}}.get(kind, set(free))
        attribute = next((name for name in free if name in wanted), "n")
        if attribute in free:
            free.remove(attribute)
        if attribute in ("l", "m") and self.values.chance(50):
            nested = ["[0]", "[1]", "[3]"] if attribute == "l" else [".x", ".y", ".x.y"]
            return self.name(attribute) + self.values.pick(nested)
        return self.name(attribute)

    def operand_of(self, kind, path):
        attribute = path.lstrip("#")
        usual = ATTRIBUTES.get(attribute, "N")
        if kind == "ADD" and usual not in ("N", "NS", "SS", "BS"):
            usual = "N"
        if kind == "DELETE" and usual not in ("NS", "SS", "BS"):
            usual = "SS"
        return self.value(self.values.of(usual))

    def projection(self):
        free = self.values.random.sample(list(ATTRIBUTES), len(ATTRIBUTES))
        return ", ".join(self.target("", free) for _ in range(self.values.random.randrange(1, 5)))

    # Key conditions

    def key_condition(self, key, partition):
        """A condition on the key attributes [(name, type, is partition)], some values given."""
        parts = []
        for attribute, kind, is_partition in key:
            if is_partition:
                value = partition.get(attribute) or self.values.pick(PARTITIONS_OF[kind])
                parts.append(f"{self.name(attribute)} = {self.value(value)}")
            elif self.values.chance(60):
                parts.append(self.sort_condition(attribute, kind))
            else:
                break
        if len(parts) > 1 and self.values.chance(10):
            parts.reverse()
        return " AND ".join(parts)

    def sort_condition(self, attribute, kind):
        name = self.name(attribute)
        bound = lambda: self.value(self.values.pick(SORTS[kind]))
        draw = self.values.random.randrange(10)
        if draw < 6:
            return f"{name} {self.values.pick(['=', '<', '<=', '>', '>='])} {bound()}"
        if draw < 8:
            low, high = sorted(self.values.random.sample(range(len(SORTS[kind])), 2))
            bounds = [self.value(SORTS[kind][at]) for at in (low, high)]
            return f"{name} BETWEEN {bounds[0]} AND {bounds[1]}"
        if kind == "N" and self.values.chance(85):
            return f"{name} = {bound()}"
        return f"begins_with({name}, {bound()})"

    def add_to(self, body):
        """The placeholders, into a request."""
        if self.names:
            body["ExpressionAttributeNames"] = self.names
        if self.placed:
            body["ExpressionAttributeValues"] = self.placed
