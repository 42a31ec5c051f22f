"""Requests that HTTP/1.1 does not allow, or that two servers could read in two ways: each must be
refused with 400 (or 505, or 417) and the end of the connection.

    reliability/run wire [PORT]
"""

import socket
import sys

GOOD = "POST / HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = GOOD + "Transfer-Encoding: chunked\r\n\r\n"
BODY = "Content-Length: 2\r\n\r\n{}"

REFUSED = {
    "two hosts": "POST / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n" + BODY,
    "one host twice": "POST / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n" + BODY,
    "a list of hosts": "POST / HTTP/1.1\r\nHost: localhost, evil.example\r\n" + BODY,
    "a list without space": "POST / HTTP/1.1\r\nHost: localhost,evil.example\r\n" + BODY,
    "no host": "POST / HTTP/1.1\r\n" + BODY,
    "an empty host": "POST / HTTP/1.1\r\nHost:\r\n" + BODY,
    "a host with a user": "POST / HTTP/1.1\r\nHost: a@localhost\r\n" + BODY,
    "a host with a path": "POST / HTTP/1.1\r\nHost: localhost/x\r\n" + BODY,
    "a host with a port of letters": "POST / HTTP/1.1\r\nHost: localhost:x\r\n" + BODY,
    "a folded host": "POST / HTTP/1.1\r\nHost: localhost\r\n evil.example\r\n" + BODY,
    "a foreign absolute target": "POST http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n" + BODY,
    "a user in the target": "POST http://localhost@evil.example/ HTTP/1.1\r\nHost: localhost\r\n" + BODY,
    "another scheme": "POST ftp://localhost/ HTTP/1.1\r\nHost: localhost\r\n" + BODY,
    "a target without slash": "POST x HTTP/1.1\r\nHost: localhost\r\n" + BODY,
    "a target with a tab": "POST /\tx HTTP/1.1\r\nHost: localhost\r\n" + BODY,
    "a target with a space": "POST /x y HTTP/1.1\r\nHost: localhost\r\n" + BODY,
    "HTTP/2.0": "POST / HTTP/2.0\r\nHost: localhost\r\n" + BODY,
    "HTTP/1.2": "POST / HTTP/1.2\r\nHost: localhost\r\n" + BODY,
    "HTTP/0.9": "POST / HTTP/0.9\r\nHost: localhost\r\n" + BODY,
    "HTTP/11.1": "POST / HTTP/11.1\r\nHost: localhost\r\n" + BODY,
    "another protocol": "POST / ICAP/1.1\r\nHost: localhost\r\n" + BODY,
    "small letters": "POST / http/1.1\r\nHost: localhost\r\n" + BODY,
    "no version": "POST /\r\nHost: localhost\r\n" + BODY,
    "identity": GOOD + "Transfer-Encoding: identity\r\n" + BODY,
    "gzip, chunked": GOOD + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "chunked, gzip": GOOD + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "chunked twice": GOOD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked, chunked": GOOD + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "xchunked": GOOD + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "quoted chunked": GOOD + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
    "chunked with vertical tab": GOOD + "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "empty coding": GOOD + "Transfer-Encoding:\r\n" + BODY,
    "folded coding": GOOD + "Transfer-Encoding:\r\n chunked, x\r\n\r\n0\r\n\r\n",
    "coding and length": GOOD + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
    "length and coding": GOOD + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "length and identity": GOOD + "Content-Length: 2\r\nTransfer-Encoding: identity\r\n\r\n{}",
    "coding in HTTP/1.0": "POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "space before the colon": GOOD + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "two lengths": GOOD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "one length twice": GOOD + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "list of lengths": GOOD + "Content-Length: 2, 2\r\n\r\n{}",
    "signed length": GOOD + "Content-Length: +2\r\n\r\n{}",
    "negative length": GOOD + "Content-Length: -2\r\n\r\n{}",
    "hexadecimal length": GOOD + "Content-Length: 0x2\r\n\r\n{}",
    "length of letters": GOOD + "Content-Length: 2a\r\n\r\n{}",
    "empty length": GOOD + "Content-Length:\r\n\r\n{}",
    "length with inner space": GOOD + "Content-Length: 1 2\r\n\r\n{}",
    "too long a length": GOOD + "Content-Length: 99999999999999999999\r\n\r\n{}",
    "chunk of nothing": CHUNKED + "\r\n{}\r\n0\r\n\r\n",
    "chunk with letters": CHUNKED + "2g\r\n{}\r\n0\r\n\r\n",
    "chunk with 0x": CHUNKED + "0x2\r\n{}\r\n0\r\n\r\n",
    "chunk with plus": CHUNKED + "+2\r\n{}\r\n0\r\n\r\n",
    "chunk with minus": CHUNKED + "-2\r\n{}\r\n0\r\n\r\n",
    "chunk with space and more": CHUNKED + "2 2\r\n{}\r\n0\r\n\r\n",
    "chunk with tab and more": CHUNKED + "2\tx\r\n{}\r\n0\r\n\r\n",
    "chunk with nul": CHUNKED + "2\x00\r\n{}\r\n0\r\n\r\n",
    "chunk with nul and more": CHUNKED + "2\x00x\r\n{}\r\n0\r\n\r\n",
    "chunk with leading space": CHUNKED + " 2\r\n{}\r\n0\r\n\r\n",
    "chunk with trailing space": CHUNKED + "2 \r\n{}\r\n0\r\n\r\n",
    "chunk with comma": CHUNKED + "2,2\r\n{}\r\n0\r\n\r\n",
    "chunk with underscore": CHUNKED + "0_2\r\n{}\r\n0\r\n\r\n",
    "chunk of 2^32": CHUNKED + "100000002\r\n{}\r\n0\r\n\r\n",
    "chunk of 2^64": CHUNKED + "10000000000000002\r\n{}\r\n0\r\n\r\n",
    "chunk with only a line feed": CHUNKED + "2\n{}\r\n0\r\n\r\n",
    "chunk with only a carriage return": CHUNKED + "2\r{}\r\n0\r\n\r\n",
    "chunk data too long": CHUNKED + "2\r\n{}x\r\n0\r\n\r\n",
    "chunk data without end": CHUNKED + "2\r\n{}0\r\n\r\n",
    "chunk extension with line feed": CHUNKED + "2;a\nb\r\n{}\r\n0\r\n\r\n",
    "header without colon": GOOD + "bad header\r\n" + BODY,
    "header of no name": GOOD + ": x\r\n" + BODY,
    "header name with space": GOOD + "a b: x\r\n" + BODY,
    "header name with nul": GOOD + "a\x00b: x\r\n" + BODY,
    "header value with nul": GOOD + "a: x\x00y\r\n" + BODY,
    "header value with carriage return": GOOD + "a: x\ry\r\n" + BODY,
    "header name with brackets": GOOD + "a(b): x\r\n" + BODY,
    "folded first header": "POST / HTTP/1.1\r\n Host: localhost\r\n" + BODY,
    "two targets": GOOD + "X-Amz-Target: a.B\r\nX-Amz-Target: a.C\r\n" + BODY,
    "two authorizations": GOOD + "Authorization: a\r\nAuthorization: b\r\n" + BODY,
    "two dates": GOOD + "X-Amz-Date: a\r\nX-Amz-Date: b\r\n" + BODY,
    "two tokens": GOOD + "X-Amz-Security-Token: a\r\nX-Amz-Security-Token: b\r\n" + BODY,
    "two origins": GOOD + "Origin: http://localhost\r\nOrigin: http://evil.example\r\n" + BODY,
    "two fetch sites": GOOD + "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n" + BODY,
    "two content types": GOOD + "Content-Type: a/b\r\nContent-Type: a/c\r\n" + BODY,
    "two codings": GOOD + "Content-Encoding: gzip\r\nContent-Encoding: deflate\r\n" + BODY,
}

ALLOWED = {
    "a body": GOOD + BODY,
    "no body": "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a port": "GET /health HTTP/1.1\r\nHost: localhost:8000\r\n\r\n",
    "an address": "GET /health HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n",
    "an absolute target": "GET http://localhost/health HTTP/1.1\r\nHost: LOCALHOST\r\n\r\n",
    "HTTP/1.0": "GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n",
    "chunks": CHUNKED + "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    "leading zeros": CHUNKED + "0002\r\n{}\r\n000\r\n\r\n",
    "extensions": CHUNKED + "2;a=b\r\n{}\r\n0\r\n\r\n",
    "trailers": CHUNKED + "2\r\n{}\r\n0\r\na: b\r\n\r\n",
    "Chunked": GOOD + "Transfer-Encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "a query": "GET /health?a=b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "empty lines before": "\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


def ask(port, text):
    """The status, and whether the connection ended without an answer to what came behind."""
    with socket.create_connection(("127.0.0.1", port), 10) as client:
        client.sendall(text.encode("latin-1"))
        client.settimeout(3)
        got = b""
        try:
            while True:
                more = client.recv(65536)
                if not more:
                    return status(got), True
                got += more
                if status(got) and b"connection: keep-alive" in got.lower():
                    return status(got), False
        except TimeoutError:
            return status(got), False
        except ConnectionResetError:
            return status(got), True


def status(answer):
    return int(answer.split()[1]) if answer.startswith(b"HTTP/") else 0


def main():
    port = int(sys.argv[1])
    wrong = 0
    for name, text in REFUSED.items():
        got, closed = ask(port, text)
        if got not in (400, 505) or not closed:
            wrong += 1
            print("REFUSE  %-32s got %d, %s" % (name, got, "closed" if closed else "open"))
    for name, text in ALLOWED.items():
        got, closed = ask(port, text)
        if got in (0, 400, 505) and b"health" in text.encode() or got in (0, 505):
            wrong += 1
            print("ALLOW   %-32s got %d" % (name, got))
    print("%d refused, %d allowed, %d wrong" % (len(REFUSED), len(ALLOWED), wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
