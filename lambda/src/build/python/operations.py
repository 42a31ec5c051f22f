"""Writes what AWS's model of Lambda says of requests, as the compact text that Model reads.

    python3 operations.py > ../../main/resources/stator/lambda/api/operations.txt

The model is that of an installed botocore (Apache License 2.0). A line is an operation (name, method,
URI, status, input) or a shape. A member is NAME:SHAPE, with ! if it is required, and with the place
it is sent in if that is not the body: @uri, @query=NAME, @header=NAME, @payload.
"""

import sys

import botocore.loaders

LEFT_OUT = ("Durable", "CapacityProvider", "CodeSigning", "ScalingConfig", "InvokeAsync")


def member(name, definition, required):
    place = ""
    if definition.get("location") == "uri":
        place = "@uri=" + definition["locationName"]
    elif definition.get("location") == "querystring":
        place = "@query=" + definition["locationName"]
    elif definition.get("location") == "header":
        place = "@header=" + definition["locationName"]
    return f"{name}:{definition['shape']}{'!' if name in required else ''}{place}"


def limits(shape):
    return f"{shape.get('min', '')}..{shape.get('max', '')}"


def line(name, shape):
    kind = shape["type"]
    if kind == "structure":
        members = shape["members"]
        required = shape.get("required", [])
        texts = [member(m, members[m], required) for m in members if m != shape.get("payload")]
        if "payload" in shape:
            texts.append(f"{shape['payload']}:{members[shape['payload']]['shape']}@payload")
        return ["structure", name, " ".join(texts)]
    if kind == "list":
        return ["list", name, shape["member"]["shape"], limits(shape)]
    if kind == "map":
        return ["map", name, shape["key"]["shape"], shape["value"]["shape"], limits(shape)]
    if kind == "string":
        if "enum" in shape:
            # The order in which AWS lists the values: that of a hash table.
            return ["enum", name, " ".join(hashed(shape["enum"]))]
        return ["string", name, limits(shape), shape.get("pattern", "")]
    return [kind, name, limits(shape)]


def java_hash(text):
    value = 0
    for character in text:
        value = (value * 31 + ord(character)) & 0xFFFFFFFF
    return value


def hashed(values):
    return sorted(reversed(values), key=lambda value: java_hash(value) & 31)


def main():
    model = botocore.loaders.Loader().load_service_model("lambda", "service-2", "2015-03-31")
    shapes = model["shapes"]
    written = []
    lines = []

    def write(name):
        if name in written:
            return
        written.append(name)
        shape = shapes[name]
        lines.append(line(name, shape))
        if shape["type"] == "structure":
            for definition in shape["members"].values():
                write(definition["shape"])
        elif shape["type"] == "list":
            write(shape["member"]["shape"])
        elif shape["type"] == "map":
            write(shape["key"]["shape"])
            write(shape["value"]["shape"])

    for name, operation in sorted(model["operations"].items()):
        if any(word in name for word in LEFT_OUT):
            continue
        http = operation["http"]
        lines.append(
            [
                "operation",
                name,
                http["method"],
                http["requestUri"],
                str(http.get("responseCode", 200)),
                operation["input"]["shape"],
            ]
        )
        write(operation["input"]["shape"])
    for one in lines:
        sys.stdout.write("\t".join(one) + "\n")


main()
