"""Random PartiQL statements."""

import base64

from expressions import COMPARATORS
from schemas import ORDINARY
from values import ATTRIBUTES, PARTITIONS, SORTS, TYPES

QUOTED = {"name", "ü-1"}

# dynoxide takes the dot of a quoted name for a path, so that its items would differ from then on.
NAMES = [name for name in ATTRIBUTES if name != "a.b"]


class Statements:
    """Writes statements, with values as literals or as parameters."""

    def __init__(self, values):
        self.values = values

    def request(self, statement):
        body = {"Statement": statement[0]}
        if statement[1]:
            body["Parameters"] = statement[1]
        return body

    def any(self, tables=ORDINARY):
        """A statement and its parameters."""
        draw = self.values.random.randrange(10)
        if draw < 5:
            return self.select(tables)
        return self.write(tables)

    def write(self, tables=ORDINARY):
        draw = self.values.random.randrange(5)
        if draw < 2:
            return self.insert(tables)
        return self.update(tables) if draw < 4 else self.delete(tables)

    # Statements

    def select(self, tables=ORDINARY, single=False):
        writer = _Writer(self.values)
        table = self.values.pick(tables)
        index, key = (None, table.key) if single else self.values.pick(table.reads())
        source = f'"{table.name}"' + (f'."{index}"' if index else "")
        where = []
        if single or self.values.chance(70):
            if single or self.values.chance(60):
                where = writer.key_equalities(table, key, sort_too=single or self.values.chance(40))
            else:
                where = writer.key_conditions(key)
        if not single and self.values.chance(50):
            where.append(writer.condition())
        named = [writer.path() for _ in range(self.values.pick([1, 2]))]
        columns = "*" if self.values.chance(50) else ", ".join(named)
        statement = f"SELECT {columns} FROM {source}"
        if where:
            statement += " WHERE " + " AND ".join(where)
        if not single and self.values.chance(8) and len(key) > 1:
            statement += f" ORDER BY {key[1][0]} {self.values.pick(['ASC', 'DESC'])}"
        return self.spoiled(statement), writer.parameters

    def insert(self, tables=ORDINARY):
        writer = _Writer(self.values)
        table = self.values.pick(tables)
        key = table.random_key(self.values)
        members = [f"'{name}': {writer.value(value)}" for name, value in key.items()]
        for name in self.values.random.sample(list(ATTRIBUTES), self.values.random.randrange(4)):
            members.append(f"'{name}': {writer.value(self.values.for_attribute(name))}")
        statement = f'INSERT INTO "{table.name}" VALUE {{{", ".join(members)}}}'
        return self.spoiled(statement), writer.parameters

    def update(self, tables=ORDINARY):
        writer = _Writer(self.values)
        table = self.values.pick(tables)
        clauses = []
        for _ in range(2 if self.values.chance(8) else 1):
            path = writer.path()
            clauses.append(
                f"REMOVE {path}" if self.values.chance(25) else f"SET {path} = {writer.assigned(path)}"
            )
        where = writer.key_equalities(table, table.key, sort_too=True)
        if self.values.chance(25):
            where.append(writer.condition())
        statement = f'UPDATE "{table.name}" {" ".join(clauses)} WHERE {" AND ".join(where)}'
        if self.values.chance(25):
            statement += " RETURNING " + self.values.pick(
                ["ALL OLD *", "ALL NEW *", "MODIFIED OLD *", "MODIFIED NEW *"]
            )
        return self.spoiled(statement), writer.parameters

    def delete(self, tables=ORDINARY):
        writer = _Writer(self.values)
        table = self.values.pick(tables)
        where = writer.key_equalities(table, table.key, sort_too=True)
        if self.values.chance(25):
            where.append(writer.condition())
        statement = f'DELETE FROM "{table.name}" WHERE {" AND ".join(where)}'
        if self.values.chance(25):
            statement += " RETURNING ALL OLD *"
        return self.spoiled(statement), writer.parameters

    def exists(self, tables=ORDINARY):
        """The condition of a transaction: a select within EXISTS."""
        writer = _Writer(self.values)
        table = self.values.pick(tables)
        where = writer.key_equalities(table, table.key, sort_too=self.values.chance(90))
        if self.values.chance(80):
            where.append(writer.condition())
        statement = f'EXISTS(SELECT * FROM "{table.name}" WHERE {" AND ".join(where)})'
        return self.spoiled(statement), writer.parameters

    def spoiled(self, statement):
        """Mostly the statement as it is."""
        if not self.values.chance(6):
            return statement
        return self.values.pick(
            [
                lambda text: text.replace('"hash"', '"nowhere"'),
                lambda text: text.replace("WHERE", "WERE"),
                lambda text: text.replace(" = ", " = = ", 1),
                lambda text: text.replace("'", "", 1),
                lambda text: text.partition(" WHERE")[0],
                lambda text: text + " LIMIT 1",
                lambda text: text + ";",
                lambda text: text.replace("FROM", "", 1),
                lambda text: text.lower(),
                lambda text: "",
                lambda text: text.replace("SELECT", "SELECT DISTINCT"),
                lambda text: text.replace(" AND ", " OR ", 1),
                lambda text: text.replace(" AND ", " -- and\n AND ", 1),
                lambda text: text.replace("VALUE", "VALUES"),
                lambda text: text.replace("'", '"'),
                lambda text: text.replace('"hash"', "hash").replace('"pair"', "pair"),
                lambda text: text.replace("<<", "<", 1),
                lambda text: text.replace("SET ", "SET s = MISSING SET ", 1),
                lambda text: text.replace("RETURNING ALL", "RETURNING SOME"),
                lambda text: text.replace("*", "*, pk", 1),
                lambda text: text.replace("SELECT ", "SELECT COUNT(*), ", 1),
            ]
        )(statement)


class _Writer:
    """The parts of one statement; parameters stand in the order of their question marks."""

    def __init__(self, values):
        self.values = values
        self.parameters = []
        self.with_parameters = values.chance(50)

    def path(self):
        name = self.values.pick(NAMES)
        text = f'"{name}"' if self.values.chance(30) or name in QUOTED else name
        if self.values.chance(20):
            text += self.values.pick(["[0]", ".x", ".y", "[1]", ".x.y"])
        return text

    def value(self, value):
        if self.with_parameters or "B" in value or "BS" in value:
            self.parameters.append(value)
            return "?"
        return literal(value)

    def key_equalities(self, table, key, sort_too):
        known = table.random_key(self.values)
        parts = []
        for name, kind, is_partition in key:
            if is_partition or sort_too:
                value = known.get(name) or self.values.for_attribute(name)
                parts.append(f"{name} = {self.value(value)}")
        return parts

    def key_conditions(self, key):
        """Conditions on key attributes that are not only equalities."""
        parts = []
        for name, kind, is_partition in key:
            options = (PARTITIONS if is_partition and kind in PARTITIONS else SORTS)[kind]
            one, other = (self.value(self.values.pick(options)) for _ in range(2))
            forms = [f"{name} = {one}", f"{name} IN [{one}, {other}]"]
            if not is_partition or self.values.chance(15):
                forms += [f"{name} {self.values.pick(COMPARATORS)} {one}", f"{name} BETWEEN {one} AND {other}",
                          f"begins_with({name}, {one})", f"({name} = {one} OR {name} = {other})"]  # fmt: skip
            form = self.values.pick(forms)
            if form.count("?") == 1:
                self.parameters.pop()
            parts.append(form)
            if self.values.chance(40):
                break
        return parts

    def value_like(self, path):
        name = path.strip('"')
        known = name in ATTRIBUTES
        return self.value(self.values.for_attribute(name) if known else self.values.any())

    def condition(self):
        pick = self.values.pick
        path = self.path()
        draw = self.values.random.randrange(106)
        if draw >= 103:
            return f"({self.condition()} {pick(['OR', 'AND'])} {self.condition()})"
        if draw >= 100:
            return f"{path} {pick(COMPARATORS)} {self.path()}"
        kind = ATTRIBUTES.get(path.strip('"'), "S")
        if draw < 30:
            return f"{path} {pick(['=', '<>'])} {self.value_like(path)}"
        if draw < 50:
            ordered = self.values.of(kind if kind in ("S", "N") else "S")
            return f"{path} {pick(COMPARATORS)} {self.value(ordered)}"
        if draw < 58:
            low, high = ({"N": "0"}, {"N": "10"}) if kind == "N" else ({"S": "a"}, {"S": "b"})
            return f"{path} BETWEEN {self.value(low)} AND {self.value(high)}"
        if draw < 66:
            return f"{path} IN [{self.value_like(path)}, {self.value_like(path)}]"
        if draw < 74:
            return f"{path} IS {pick(['MISSING', 'NOT MISSING', 'NULL', 'NOT NULL'])}"
        if draw < 82:
            return f"begins_with({path}, {self.value(self.values.of('N' if self.values.chance(5) else 'S'))})"
        if draw < 90:
            return f"contains({path}, {self.value_like(path)})"
        if draw < 94:
            return f"attribute_type({path}, {self.value({'S': pick(TYPES)})})"
        if draw < 97:
            return f"size({path}) > {self.value(self.values.of('N'))}"
        return f"NOT {path} = {self.value_like(path)}"

    def assigned(self, path):
        draw = self.values.random.randrange(100)
        if draw < 75:
            return self.value_like(path)
        if draw < 85:
            return f"{path} {self.values.pick('+-')} {self.value(self.values.of('N'))}"
        if draw < 90:
            return f"list_append({path}, {self.value(self.values.of('L'))})"
        function = self.values.pick(["set_add", "set_delete"])
        return f"{function}({path}, {self.value(self.values.of('SS'))})"


def literal(value):
    """A value as PartiQL writes it; binary values can only be parameters."""
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return "'" + content.replace("'", "''") + "'"
        case "N":
            return content
        case "BOOL":
            return "true" if content else "false"
        case "NULL":
            return "null"
        case "SS":
            return "<<" + ", ".join(literal({"S": text}) for text in content) + ">>"
        case "NS":
            return "<<" + ", ".join(content) + ">>"
        case "L":
            return "[" + ", ".join(literal(part) for part in content) + "]"
        case "M":
            members = [f"'{name}': {literal(part)}" for name, part in content.items()]
            return "{" + ", ".join(members) + "}"
        case "B":
            return "'" + base64.b64decode(content).hex() + "'"
        case "BS":
            return "<<" + ", ".join(literal({"B": part}) for part in content) + ">>"
    raise ValueError(kind)
