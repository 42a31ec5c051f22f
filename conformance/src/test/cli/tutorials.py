"""The tutorials that this product has to carry, each from its first command to its last.

    python3 tutorials.py AWS OUTCOME-FILE... [--rewrite]

AWS is a program of the AWS CLI, of either version. Each file of tutorials/ is a transcript (see transcript.py): the commands of one document as they stand
there, the outcome beside each. The documents name the ports 4566 and 8000 and so do the functions in them, so each has a network of its own, in
which a server of its own has these ports; where the machine gives none (unshare), they must be free. With STATOR_TUTORIALS_SERVER=running
in the environment, somebody else has started a server at them in the machine's own network.
"""

import contextlib
import fcntl
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

import transcript

ROOT = os.path.abspath(os.path.join(transcript.HERE, "../../../.."))
IS_RUNNING = os.environ.get("STATOR_TUTORIALS_SERVER") == "running"
PRELUDE = """
aws() { awslocal "$@"; }
export AWS_PAGER= LC_ALL=C.UTF-8
"""


def own_network():
    """Whether this process could be started anew in a network of its own."""
    probe = ["unshare", "--net", "--map-root-user", "true"]
    try:
        return subprocess.run(probe, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def raise_loopback():
    """What `ip link set lo up` does (netdevice(7))."""
    with socket.socket() as any_socket:
        SIOCSIFFLAGS, IFF_UP = 0x8914, 1
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


class Server:
    """A server on the ports that the tutorials name."""

    def __init__(self, folder):
        self.log = open(os.path.join(folder, "stator.log"), "w")
        # What expires stays until a tutorial asks for the sweep, so that it can be counted.
        command = [os.path.join(ROOT, "stator"), "--in-memory", "--ttl-delay", "never"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        for _ in range(600):
            try:
                urllib.request.urlopen("http://localhost:4566/health").close()
                return
            except OSError:
                assert self.process.poll() is None, open(self.log.name).read()
                time.sleep(0.1)
        self.close()
        raise AssertionError("Stator did not start")

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def environment(aws, folder):
    """A folder for programs in which `aws` is the one that is wanted, and `awslocal` ours."""
    programs = os.path.join(folder, "programs")
    os.makedirs(programs)
    os.symlink(aws, os.path.join(programs, "aws"))
    with open(os.path.join(programs, "awslocal"), "w") as script:
        script.write(f'#!/bin/sh\nexec sh {ROOT}/awslocal "$@"\n')
    os.chmod(script.name, 0o755)
    home = os.path.join(folder, "home")
    os.makedirs(home)
    return {"PATH": programs + ":/usr/local/bin:/usr/bin:/bin", "HOME": home}


def main():
    rewrite = "--rewrite" in sys.argv
    aws, *paths = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if not IS_RUNNING and not os.environ.get("STATOR_TUTORIALS_NETWORK") and own_network():
        # What is built once before the first start is fetched from this network.
        subprocess.run([os.path.join(ROOT, "stator"), "--version"], check=True, capture_output=True)
        os.environ["STATOR_TUTORIALS_NETWORK"] = "own"
        os.execvp("unshare", ["unshare", "--net", "--map-root-user", sys.executable, *sys.argv])
    if os.environ.get("STATOR_TUTORIALS_NETWORK"):
        raise_loopback()
    else:
        # The machine's own ports: one tutorial after the other. The lock ends with the process.
        lock = open(os.path.join(tempfile.gettempdir(), "stator-tutorials.lock"), "w")
        fcntl.flock(lock, fcntl.LOCK_EX)
    # The transcripts were written by version 2.9 of Debian 12; other versions that are around are newer.
    newer = " 2.9." not in subprocess.run([aws, "--version"], capture_output=True, text=True).stdout.replace("/", " ")
    failures = 0
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            variables = environment(aws, folder)
            work = os.path.join(folder, "work")
            os.makedirs(work)
            server = contextlib.nullcontext() if IS_RUNNING else contextlib.closing(Server(folder))
            with server:
                failures += transcript.walk(
                    path, rewrite, lambda command: transcript.run(PRELUDE + command, variables, work), newer
                )
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
