"""Signed requests of which one thing was changed afterwards: none may be let in, and none may be a fault of the server.

    AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… reliability/run signatures --url http://localhost:8000 --cases 100000

The server must run with --auth enforce and know the key. One request in a hundred is left as it was, and must be
answered; the others must be refused with 400 or 403. Ends with 1 if a request was let in, or failed with 5xx.
"""

import argparse
import datetime
import hashlib
import hmac
import http.client
import os
import random
import string
import sys
import urllib.parse

TARGET = "DynamoDB_20120810."
BODIES = {
    "ListTables": "{}",
    "DescribeLimits": "{}",
    "ListBackups": '{"Limit":10}',
    "DescribeEndpoints": "{}",
}
SIGNED = ["content-type", "host", "x-amz-date", "x-amz-target"]
PRINTABLE = string.ascii_letters + string.digits + "-_./+="


def hmac_of(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Signer:
    """Signs as AWS Signature Version 4 has it, with nothing of the server's code."""

    def __init__(self, key, secret, host):
        self.key, self.secret, self.host = key, secret, host

    def request(self, operation, region):
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        body = BODIES[operation]
        headers = {
            "content-type": "application/x-amz-json-1.0",
            "host": self.host,
            "x-amz-date": now,
            "x-amz-target": TARGET + operation,
        }
        scope = f"{now[:8]}/{region}/dynamodb/aws4_request"
        canonical = "POST\n/\n\n" + "".join(f"{name}:{headers[name]}\n" for name in SIGNED)
        canonical += "\n" + ";".join(SIGNED) + "\n" + hashlib.sha256(body.encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n" + hashlib.sha256(canonical.encode()).hexdigest()
        key = ("AWS4" + self.secret).encode()
        for part in scope.split("/"):
            key = hmac_of(key, part)
        return {
            "method": "POST",
            "uri": "/",
            "headers": headers,
            "body": body,
            "credential": f"{self.key}/{scope}",
            "signed": ";".join(SIGNED),
            "signature": hmac_of(key, text).hex(),
        }


class Mutations:
    """Changes one thing of a request that its signature covers."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.all = [
            self.signature, self.credential, self.body, self.header, self.header, self.signed_headers, self.method,
            self.uri, self.query, self.new_header, self.lost_header, self.second_header, self.date, self.token,
            self.short_signature,
        ]

    def apply(self, request):
        return self.random.choice(self.all)(request)

    def changed(self, text):
        if not text:
            return self.random.choice(PRINTABLE)
        at = self.random.randrange(len(text))
        choice = self.random.random()
        if choice < 0.2:
            return text[:at] + text[at + 1:]
        other = self.random.choice([c for c in PRINTABLE if c.lower() != text[at].lower()])
        return text[:at] + other + text[at + (0 if choice < 0.4 else 1):]

    def signature(self, request):
        request["signature"] = self.changed(request["signature"])

    def short_signature(self, request):
        request["signature"] = request["signature"][: self.random.randrange(64)]

    def credential(self, request):
        request["credential"] = self.changed(request["credential"])

    def body(self, request):
        request["body"] += self.random.choice([" ", "\n", "x", "{}", "\x00"])

    def header(self, request):
        name = self.random.choice(["content-type", "x-amz-date", "x-amz-target"])
        request["headers"][name] = self.changed(request["headers"][name])

    def signed_headers(self, request):
        names = request["signed"].split(";")
        names.remove(self.random.choice(names))
        request["signed"] = self.random.choice([";".join(names), self.changed(request["signed"]), ""])

    def method(self, request):
        request["method"] = self.random.choice(["PUT", "GET", "DELETE", "PATCH", "post"])

    def uri(self, request):
        request["uri"] = "/" + self.random.choice(["x", "%2F", "%00", "a/b", "%zz", "~", "%F0%9F%92%A9"])

    def query(self, request):
        request["uri"] = "/?" + self.random.choice(
            ["a=b", "=", "%", "X-Amz-Signature=0", "X-Amz-Algorithm=AWS4-HMAC-SHA256", "Action=ListUsers", "a&&b=%zz"])
        if request["uri"] == "/?X-Amz-Signature=0":
            request["uri"] += "&b"

    def new_header(self, request):
        name = "x-amz-" + self.random.choice(["meta-x", "security-token", "user", "acl", "content-sha256"])
        request["headers"][name] = self.random.choice(["x", "UNSIGNED-PAYLOAD", "", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"])
        if name.endswith("sha256") and not request["headers"][name]:
            request["headers"][name] = "0" * 64

    def lost_header(self, request):
        del request["headers"][self.random.choice(["content-type", "x-amz-date", "x-amz-target"])]

    def second_header(self, request):
        name = self.random.choice(["x-amz-date", "x-amz-target", "content-type"])
        request["second"] = (name, self.changed(request["headers"][name]))

    def date(self, request):
        request["headers"]["x-amz-date"] = self.random.choice(
            ["20200101T000000Z", "20991231T235959Z", "00000000T000000Z", "20260231T000000Z", "now", "2026"])

    def token(self, request):
        request["headers"]["x-amz-security-token"] = self.changed("token" * self.random.randrange(1, 40))


def send(connection, request):
    connection.putrequest(request["method"], request["uri"], skip_host=True, skip_accept_encoding=True)
    for name, value in request["headers"].items():
        connection.putheader(name, value)
    if "second" in request:
        connection.putheader(*request["second"])
    connection.putheader(
        "Authorization",
        f"AWS4-HMAC-SHA256 Credential={request['credential']}, SignedHeaders={request['signed']}, "
        f"Signature={request['signature']}")
    connection.putheader("Content-Length", str(len(request["body"].encode())))
    connection.endheaders(request["body"].encode())
    answer = connection.getresponse()
    return answer.status, answer.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    host = urllib.parse.urlsplit(options.url).netloc
    signer = Signer(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"], host)
    mutations = Mutations(options.seed)
    choose = random.Random(options.seed)
    connection = http.client.HTTPConnection(host, timeout=60)
    counts, wrong = {}, 0
    for number in range(options.cases):
        request = signer.request(choose.choice(list(BODIES)), choose.choice(["us-east-1", "eu-west-1"]))
        is_whole = number % 100 == 0
        if not is_whole:
            mutations.apply(request)
        try:
            status, body = send(connection, request)
        except (http.client.HTTPException, OSError):
            connection.close()
            connection = http.client.HTTPConnection(host, timeout=60)
            status, body = 0, b"the connection ended"
        counts[status] = counts.get(status, 0) + 1
        is_right = status == 200 if is_whole else status in (0, 400, 403, 404, 405)
        if not is_right:
            wrong += 1
            if wrong <= 20:
                print("WRONG:", status, body[:300], request)
    print(f"{options.cases} requests, seed {options.seed}: {wrong} wrong;", counts)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
