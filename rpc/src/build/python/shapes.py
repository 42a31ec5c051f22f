"""Writes the shapes of some operations' requests from botocore's model of a service.

    shapes.py SERVICE OPERATION... > shapes.txt

Not part of the build: the models of these services are not in Maven Central as DynamoDB's is. The lines are those of
operation/src/build/java/GenerateShapes.java.
"""

import sys

import botocore.session


def limits(shape):
    low, high = shape.metadata.get("min", ""), shape.metadata.get("max", "")
    return f"{low}..{high}"


def java_hash(text):
    value = 0
    for character in text:
        value = (31 * value + ord(character)) & 0xFFFFFFFF
    return value


def choices(values):
    """In AWS's order: that of a hash table with 32 buckets whose newest entry comes first."""
    return " ".join(sorted(reversed(values), key=lambda value: java_hash(value) & 31))


def pattern(text):
    return text[1:-1] if text.startswith("^") and text.endswith("$") else text


def write(shape, lines, seen):
    if shape.name in seen:
        return
    seen.add(shape.name)
    kind = shape.type_name
    if kind == "structure":
        members = " ".join(
            f"{name}:{member.name}{'!' if name in shape.required_members else ''}"
            for name, member in shape.members.items()
        )
        lines.append(["structure", shape.name, members, ""])
        for member in shape.members.values():
            write(member, lines, seen)
    elif kind == "list":
        lines.append(["list", shape.name, shape.member.name, limits(shape)])
        write(shape.member, lines, seen)
    elif kind == "map":
        lines.append(["map", shape.name, shape.key.name, shape.value.name, limits(shape)])
        write(shape.key, lines, seen)
        write(shape.value, lines, seen)
    elif kind == "string" and shape.enum:
        lines.append(["enum", shape.name, choices(shape.enum)])
    elif kind == "string":
        lines.append(["string", shape.name, limits(shape), "pattern-first", pattern(shape.metadata.get("pattern", ""))])
    elif kind in ("integer", "long"):
        lines.append([kind, shape.name, limits(shape)])
    elif kind in ("double", "float"):
        lines.append(["double", shape.name])
    elif kind in ("boolean", "timestamp"):
        lines.append([kind, shape.name])
    else:
        raise SystemExit(f"A {kind} in a request: {shape.name}")


def main(service, operations):
    model = botocore.session.get_session().get_service_model(service)
    lines, seen = [], set()
    for name in sorted(operations):
        shape = model.operation_model(name).input_shape
        lines.append(["operation", name, shape.name])
        write(shape, lines, seen)
    print("\n".join("\t".join(line) for line in lines))


main(sys.argv[1], sys.argv[2:])
