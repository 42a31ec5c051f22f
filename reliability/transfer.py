"""A large file up and down by the AWS CLI's transfer tool, through a small server that is killed on the way.

The server has a heap of 256 MB and a data directory. While the file goes up, and again while it comes down, the server gets a kill -9 in the
middle and starts anew on the same port; the CLI's own retries carry on. The run has failed if the file that comes back is another one, if the
server took more memory than --resident-megabytes, or if files are left over when everything is deleted.

    reliability/run transfer [--megabytes 5120] [--heap 256m] [--kills 1] [--aws /usr/bin/aws]
"""

import argparse
import hashlib
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from server import ROOT, free_port

BLOCK = 1 << 20
SCOPE = "AWS4-HMAC-SHA256 Credential=test/20261129/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"


class Server:
    """A server on one port, whatever happens to its process."""

    def __init__(self, folder, heap):
        self.port = free_port()
        self.data = os.path.join(folder, "data")
        self.log = open(os.path.join(folder, "log"), "wb")
        self.heap = heap
        self.peak_megabytes = 0
        self.start()

    def start(self):
        environment = dict(os.environ, STATOR_JAVA_OPTIONS="-Xmx" + self.heap)
        command = [ROOT + "/stator", "--port", str(self.port), "--data", self.data]
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log)
        deadline = time.time() + 120
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                if time.time() > deadline or self.process.poll() is not None:
                    raise SystemExit("The server did not start; see " + self.log.name)
                time.sleep(0.02)

    def look(self):
        """Notes the most memory that the process has had."""
        try:
            with open(f"/proc/{self.process.pid}/status") as status:
                for line in status:
                    if line.startswith("VmHWM"):
                        self.peak_megabytes = max(self.peak_megabytes, int(line.split()[1]) // 1024)
        except OSError:
            pass

    def kill(self):
        self.look()
        self.process.kill()
        self.process.wait()

    def end(self):
        self.look()
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def files(self):
        """The files of bytes of all buckets."""
        found = []
        for folder, _, names in os.walk(os.path.join(self.data, "s3", ".stator", "buckets")):
            if "/bytes/" in folder:
                found += [os.path.join(folder, name) for name in names]
        return found


def write_file(path, megabytes, seed):
    """A file of noise; returns its hash."""
    noise, digest = random.Random(seed), hashlib.sha256()
    with open(path, "wb") as file:
        for _ in range(megabytes):
            block = noise.randbytes(BLOCK)
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def hash_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


class Cli:
    def __init__(self, aws, server, folder):
        self.command = [aws, "--endpoint-url", f"http://127.0.0.1:{server.port}"]
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": folder,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            # A server that is starting refuses connections for a second or two.
            "AWS_MAX_ATTEMPTS": "20",
            "AWS_RETRY_MODE": "standard",
        }

    def start(self, *arguments):
        return subprocess.Popen([*self.command, *arguments], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *arguments):
        process = self.start(*arguments)
        output = process.communicate()[0].decode()
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(arguments)}: {output[-2000:]}")
        return output


def with_kills(name, transfer, server, progress, kills):
    """Waits for a transfer, and kills the server each time another part of it is done; returns the seconds."""
    started, done = time.time(), 0
    while transfer.poll() is None:
        server.look()
        if done < kills and progress() > (done + 1) / (kills + 1):
            server.kill()
            server.start()
            done += 1
            print(f"{name}: killed and started again after {time.time() - started:.1f} s", flush=True)
        time.sleep(0.05)
    output = transfer.communicate()[0].decode()
    if transfer.returncode != 0:
        raise SystemExit(f"{name} failed: {output[-2000:]}")
    if done < kills:
        raise SystemExit(f"{name} was over before the server could be killed; take a larger file.")
    return time.time() - started


def ask(server, method, path):
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", method=method, headers={"Authorization": SCOPE, "x-amz-date": "20261129T000000Z", "x-amz-content-sha256": "UNSIGNED-PAYLOAD"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=5 * 1024)
    parser.add_argument("--heap", default="256m")
    parser.add_argument("--kills", type=int, default=1, help="in each direction")
    parser.add_argument("--aws", default="/usr/bin/aws")
    parser.add_argument("--resident-megabytes", type=int, default=700, help="the most that the process may take, with Java's own")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default=None, help="where the files are; three times their size is needed")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="transfer-", dir=options.folder)
    try:
        run(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(options, folder):
    size = options.megabytes * BLOCK
    here, back = os.path.join(folder, "here"), os.path.join(folder, "back")
    expected = write_file(here, options.megabytes, options.seed)
    server = Server(folder, options.heap)
    try:
        cli = Cli(options.aws, server, folder)
        cli.run("s3", "mb", "s3://transfer")

        def uploaded():
            return sum(os.path.getsize(path) for path in server.files() if os.path.exists(path)) / size

        up = with_kills("upload", cli.start("s3", "cp", "--quiet", here, "s3://transfer/file"), server, uploaded, options.kills)
        os.remove(here)

        def downloaded():
            # The CLI writes parts where they belong, into a file beside the one it will be; holes take no blocks.
            beside = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("back")]
            return sum(os.stat(path).st_blocks * 512 for path in beside) / size

        down = with_kills("download", cli.start("s3", "cp", "--quiet", "s3://transfer/file", back), server, downloaded, options.kills)
        if hash_of(back) != expected:
            raise SystemExit("The file that came back is another one.")
        cli.run("s3", "rm", "s3://transfer/file")
        uploads = ask(server, "GET", "/transfer?uploads").decode()
        if "<Upload>" in uploads:
            raise SystemExit("An upload was left over: " + uploads)
        deadline = time.time() + 30
        while server.files() and time.time() < deadline:
            time.sleep(0.2)
        if server.files():
            raise SystemExit(f"Files are left over: {server.files()[:5]}")
    finally:
        server.end()
    print(
        f"{options.megabytes} MB up in {up:.1f} s ({options.megabytes / up:.0f} MB/s), down in {down:.1f} s ({options.megabytes / down:.0f} MB/s), "
        f"{options.kills} kill -9 each way, heap {options.heap}, at most {server.peak_megabytes} MB resident"
    )
    if server.peak_megabytes > options.resident_megabytes:
        raise SystemExit(f"More than {options.resident_megabytes} MB.")


if __name__ == "__main__":
    sys.exit(main())
