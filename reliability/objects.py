"""A bucket with a million objects: what a page of a list, a look and a put cost, and what is held in memory, must not depend on how many there are.

A server with a heap of 256 MB is filled through its port, most objects in one folder and the others in a thousand. At each size it is measured: pages
of lists from the start, from the middle and by folders, heads, gets, puts over what is there, deletes, and the heap after a collection. In the end all
keys are listed and compared, a rule lets a part of them expire, and the server is killed and lists again. The run has failed if a key is missing or one
too many, if a page costs more than --growth times as much as in the small bucket, or if the heap has grown by more than --heap-growth-megabytes.

    reliability/run objects [--sizes 10000,100000,1000000] [--heap 256m] [--durability none] [--growth 4] [--heap-growth-megabytes 48]
"""

import argparse
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from server import ROOT, free_port

AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=test/20261129/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
BODY = b"x" * 100
BUCKET = "/many"
THREADS = 4
AHEAD = 32
FLAT = 10  # nine of ten objects lie in one folder
FOLDERS = 1000


def key(number):
    """The key of an object; numbers are scattered over the order of keys."""
    scattered = number * 7_919 % 10_000_019
    return f"by-day/{number // FLAT % FOLDERS:04}/{scattered:08}" if number % FLAT == 0 else f"photos/{scattered:08}.jpg"


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb", 1 << 16)

    def send(self, method, path, body=b""):
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-Amz-Date: 20261129T000000Z\r\nAuthorization: {AUTHORIZATION}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.socket.sendall(head.encode() + body)

    def answer(self, method="GET"):
        status = int(self.reader.readline().split()[1])
        length, chunked = 0, False
        for line in iter(self.reader.readline, b"\r\n"):
            name, _, value = line.lower().partition(b":")
            length = int(value) if name == b"content-length" else length
            chunked |= name == b"transfer-encoding"
        if method == "HEAD" or status == 204:
            return status, b""
        if not chunked:
            return status, self.reader.read(length)
        parts = []
        while size := int(self.reader.readline(), 16):
            parts.append(self.reader.read(size))
            self.reader.readline()
        self.reader.readline()
        return status, b"".join(parts)

    def call(self, method, path, body=b""):
        self.send(method, path, body)
        return self.answer(method)


class Server:
    def __init__(self, folder, heap, durability):
        self.port = free_port()
        self.command = [f"{ROOT}/stator", "--port", str(self.port), "--data", f"{folder}/data"]
        self.command += ["--durability", durability, "--lifecycle-day", "2"]
        self.environment = {**os.environ, "STATOR_JAVA_OPTIONS": f"-Xmx{heap}"}
        self.log = open(f"{folder}/log", "wb")
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, env=self.environment, stdout=self.log, stderr=self.log)
        for _ in range(1200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        sys.exit("The server does not start.")

    def java(self):
        """The process of Java, which the script may have started."""
        pid = self.process.pid
        children = open(f"/proc/{pid}/task/{pid}/children").read().split()
        return children[0] if children and "java" not in os.readlink(f"/proc/{pid}/exe") else pid

    def heap_megabytes(self):
        """After a collection."""
        tool = os.path.join(os.path.dirname(os.readlink(f"/proc/{self.java()}/exe")), "jcmd")
        subprocess.run([tool, str(self.java()), "GC.run"], stdout=subprocess.DEVNULL)
        told = subprocess.run([tool, str(self.java()), "GC.heap_info"], capture_output=True, text=True).stdout
        return sum(int(used) for used in re.findall(r"(?:PSYoungGen|ParOldGen|garbage-first heap|def new generation|tenured generation).*?used (\d+)K", told)) / 1024

    def resident_megabytes(self):
        return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{self.java()}/status").read()).group(1)) / 1024

    def kill(self):
        os.kill(int(self.java()), signal.SIGKILL)
        self.process.wait()

    def stop(self):
        os.kill(int(self.java()), signal.SIGTERM)
        self.process.wait()


def each(port, method, numbers, body=b"", path=None):
    """Requests about many objects, some ahead of their answers; how many a second."""
    numbers = list(numbers)
    failures = []

    def work(mine):
        connection = Connection(port)
        under_way = 0
        for number in mine:
            connection.send(method, path or f"{BUCKET}/{key(number)}", body)
            under_way += 1
            if under_way == AHEAD:
                under_way -= 1
                check(connection)
        for _ in range(under_way):
            check(connection)
        connection.socket.close()

    def check(connection):
        status, text = connection.answer(method)
        if status not in (200, 204):
            failures.append((status, text))

    threads = [threading.Thread(target=work, args=(numbers[i::THREADS],)) for i in range(THREADS)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        sys.exit(f"FAILED: {len(failures)} of {method}, the first with {failures[0]}")
    return len(numbers) / (time.monotonic() - start)


def page_millis(port, queries):
    """The median of what a page takes."""
    connection = Connection(port)
    times = []
    for query in queries:
        start = time.monotonic()
        status, text = connection.call("GET", f"{BUCKET}?{query}")
        times.append((time.monotonic() - start) * 1000)
        assert status == 200 and text.count(b"<Key>") + text.count(b"<CommonPrefixes>") > 0, (query, text[:500])
    return statistics.median(times)


def listed(port):
    """All keys, by pages of a thousand."""
    connection = Connection(port)
    keys, token = [], ""
    while True:
        status, text = connection.call("GET", f"{BUCKET}?list-type=2" + (f"&continuation-token={token}" if token else ""))
        assert status == 200, text
        keys += re.findall(r"<Key>(.*?)</Key>", text.decode())
        found = re.search(r"<NextContinuationToken>(.*?)</NextContinuationToken>", text.decode())
        if not found:
            return keys
        token = urllib.parse.quote(found.group(1))


def require(condition, words):
    if not condition:
        sys.exit("FAILED: " + words)


def measured(server, size, before):
    port = server.port
    row = {"objects": size}
    row["put /s"] = each(port, "PUT", range(before, size), BODY)
    first = time.monotonic()
    page_millis(port, ["list-type=2"])
    row["first list ms"] = (time.monotonic() - first) * 1000
    middles = [f"photos/{number * 99_991 % 9_000_000:08}" for number in range(40)]
    row["page v2 ms"] = page_millis(port, ["list-type=2"] * 20)
    row["page v1, middle ms"] = page_millis(port, [f"prefix=photos/&marker={middle}" for middle in middles])
    row["page v2, middle ms"] = page_millis(port, [f"list-type=2&start-after={middle}" for middle in middles])
    row["folders ms"] = page_millis(port, ["list-type=2&prefix=by-day/&delimiter=/"] * 10)
    row["top ms"] = page_millis(port, ["list-type=2&delimiter=/"] * 20)
    some = range(0, size, max(1, size // 5_000))
    row["head /s"] = each(port, "HEAD", some)
    row["get /s"] = each(port, "GET", some)
    row["put again /s"] = each(port, "PUT", some, BODY)
    row["delete /s"] = each(port, "DELETE", some)
    each(port, "PUT", some, BODY)
    row["page after ms"] = page_millis(port, [f"list-type=2&start-after={middle}" for middle in middles])
    row["heap MB"] = server.heap_megabytes()
    row["resident MB"] = server.resident_megabytes()
    print("  ".join(f"{name} {value:,.1f}" if isinstance(value, float) else f"{name} {value:,}" for name, value in row.items()), flush=True)
    return row


def expire(server, expected):
    """A rule for a tenth of the objects, whose days take two seconds."""
    rule = (
        b"<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter><Prefix>by-day/</Prefix></Filter>"
        b"<Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"
    )
    connection = Connection(server.port)
    status, text = connection.call("PUT", f"{BUCKET}?lifecycle", rule)
    require(status == 200, f"no rule: {text}")
    start = time.monotonic()
    while b"<Key>" in connection.call("GET", f"{BUCKET}?list-type=2&prefix=by-day/&max-keys=1")[1]:
        require(time.monotonic() - start < 900, "objects do not expire")
        time.sleep(0.5)
    print(f"{sum(each.startswith('by-day/') for each in expected):,} objects expired in {time.monotonic() - start:.1f} s", flush=True)
    connection.call("DELETE", f"{BUCKET}?lifecycle")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--heap", default="256m")
    parser.add_argument("--durability", default="none")
    parser.add_argument("--growth", type=float, default=4)
    parser.add_argument("--heap-growth-megabytes", type=float, default=48)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="stator-objects-")
    server = Server(folder, options.heap, options.durability)
    try:
        status, text = Connection(server.port).call("PUT", BUCKET)
        require(status == 200, f"no bucket: {text}")
        rows = []
        for size in map(int, options.sizes.split(",")):
            rows.append(measured(server, size, rows[-1]["objects"] if rows else 0))
        small, large = rows[0], rows[-1]
        for name in small:
            if name.endswith(" ms") and name != "first list ms":
                require(large[name] <= max(20, options.growth * small[name]), f"{name} has grown from {small[name]:.1f} to {large[name]:.1f}")
        grown = large["heap MB"] - small["heap MB"]
        require(grown <= options.heap_growth_megabytes, f"the heap has grown by {grown:.0f} MB")
        expected = sorted(key(number) for number in range(large["objects"]))
        start = time.monotonic()
        require(listed(server.port) == expected, "a list of all has other keys than were put")
        print(f"all listed in {time.monotonic() - start:.1f} s", flush=True)
        expire(server, expected)
        rest = [each for each in expected if not each.startswith("by-day/")]
        server.kill()
        server.start()
        start = time.monotonic()
        require(listed(server.port) == rest, "after a kill a list of all has other keys")
        print(f"all listed after a kill in {time.monotonic() - start:.1f} s; resident {server.resident_megabytes():.0f} MB", flush=True)
        server.stop()
        print("passed")
    finally:
        if server.process.poll() is None:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
