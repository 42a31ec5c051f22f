"""Writes what is needed of botocore's models of IAM and STS: the members of requests and their constraints.

    python3 shapes.py PATH_OF_BOTOCORE_DATA > ../../main/resources/stator/iam/query/shapes.txt

The models are AWS's own, under the Apache License 2.0. A line is an operation or a shape:

    operation  SERVICE.NAME  MEMBER:SHAPE MEMBER:SHAPE! …     (! if required)
    structure  NAME  MEMBER:SHAPE …
    list       NAME  SHAPE  MIN..MAX  NULLS
    string     NAME  MIN..MAX  PATTERN  WORDS
    enum       NAME  VALUE VALUE …
    integer    NAME  MIN..MAX
    boolean    NAME

NULLS is "sparse" where AWS does not say of a list's members that they must not be null (recorded of it).
WORDS says how AWS tells that the pattern is broken: name, path and prefix have sentences of their own.
"""

import gzip
import json
import pathlib
import sys

SERVICES = {"iam": "2010-05-08", "sts": "2011-06-15"}

SPARSE = {"clientIDListType": "sparse", "thumbprintListType": "sparse"}

WORDS = {
    "userNameType": "name",
    "existingUserNameType": "name",
    "groupNameType": "name",
    "roleNameType": "name",
    "policyNameType": "name",
    "instanceProfileNameType": "name",
    "pathType": "path",
    "policyPathType": "path",
    "pathPrefixType": "prefix",
}


def model(data, service, version):
    folder = data / service / version
    packed = folder / "service-2.json.gz"
    if packed.exists():
        return json.loads(gzip.decompress(packed.read_bytes()))
    return json.loads((folder / "service-2.json").read_text())


def members(shape):
    required = shape.get("required", [])
    return " ".join(
        name + ":" + member["shape"] + ("!" if name in required else "")
        for name, member in shape["members"].items()
    )


def limits(shape):
    return f"{shape.get('min', '')}..{shape.get('max', '')}"


def plain(pattern):
    """The pattern as AWS shows it: the anchors are not part of it."""
    return pattern.removeprefix("^").removesuffix("$")


def hashed(text):
    value = 0
    for character in text:
        value = (31 * value + ord(character)) & 0xFFFFFFFF
    return value


def choices(values):
    """In the order in which AWS lists them, see GenerateShapes of the module operation."""
    return sorted(reversed(values), key=lambda value: hashed(value) & 31)


def line(name, shape, words):
    kind = shape["type"]
    if kind == "structure":
        return ["structure", name, members(shape)]
    if kind == "list":
        return ["list", name, shape["member"]["shape"], limits(shape), SPARSE.get(name, "")]
    if "enum" in shape:
        return ["enum", name, " ".join(choices(shape["enum"]))]
    if kind == "string":
        return ["string", name, limits(shape), plain(shape.get("pattern", "")), words]
    if kind == "integer":
        return ["integer", name, limits(shape)]
    return ["boolean", name]


def needed(shape):
    if shape["type"] == "structure":
        return [member["shape"] for member in shape["members"].values()]
    return [shape["member"]["shape"]] if shape["type"] == "list" else []


def main():
    data = pathlib.Path(sys.argv[1])
    written = {}
    for service, version in SERVICES.items():
        read = model(data, service, version)
        shapes = read["shapes"]
        open_shapes = []
        for name, operation in sorted(read["operations"].items()):
            given = shapes[operation["input"]["shape"]] if "input" in operation else {"members": {}, "type": "structure"}
            print("\t".join(["operation", service + "." + name, members(given)]))
            open_shapes += needed(given)
        while open_shapes:
            name = open_shapes.pop(0)
            # Both services have a few names in common; those of STS get its own.
            words = WORDS.get(name, "") if service == "iam" else ""
            text = "\t".join(line(name, shapes[name], words))
            if written.setdefault(service + "." + name, text) == text:
                open_shapes += [other for other in needed(shapes[name]) if service + "." + other not in written]
    for name, text in written.items():
        service = name.split(".")[0]
        fields = text.split("\t")
        fields[1] = service + "." + fields[1]
        print("\t".join(fields))


main()
