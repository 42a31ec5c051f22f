"""Connects a Python handler with the Runtime API: asks for an invocation, calls the handler, answers.

Started as a program of its own, with what AWS has in the environment of a function. It uses plain
sockets and imports little, because every import is time before the first answer.
"""

import json
import os
import socket
import sys
import time

TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
SHOWN_ROOT = "/var/task"
HOST, _, BASE = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")
BASE = "/" + BASE + "/2018-06-01/runtime"


class RuntimeApi:
    """One connection that is kept. The server of it is gone if it ends, and so are we then."""

    def __init__(self):
        host, port = HOST.split(":")
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb", 65536)

    def call(self, method, path, body=b"", headers=""):
        head = f"{method} {BASE}{path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        self.socket.sendall(head.encode("utf-8") + body)
        status = self.reader.readline()
        if not status:
            os._exit(1)
        answer = {}
        for line in iter(self.reader.readline, b"\r\n"):
            if not line:
                os._exit(1)
            name, _, value = line.decode("utf-8").partition(":")
            answer[name.lower()] = value.strip()
        content = self.reader.read(int(answer.get("content-length", 0)))
        code = int(status.split(b" ", 2)[1])
        if code == 410:
            os._exit(0)
        return code, answer, content


class Identity:
    def __init__(self):
        self.cognito_identity_id = None
        self.cognito_identity_pool_id = None


class ClientApplication:
    def __init__(self, values):
        for name in ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"):
            setattr(self, name, values.get(name))


class ClientContext:
    def __init__(self, values):
        self.client = ClientApplication(values["client"]) if values.get("client") else None
        self.custom = values.get("custom")
        self.env = values.get("env")


class LambdaContext:
    """What a handler gets beside its event."""

    def __init__(self, headers):
        self.aws_request_id = headers.get("lambda-runtime-aws-request-id", "")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn", "")
        self.identity = Identity()
        context = headers.get("lambda-runtime-client-context")
        self.client_context = ClientContext(json.loads(context)) if context else None
        self._deadline_millis = int(headers.get("lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_millis - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


class FaultyHandler(Exception):
    """The handler cannot be used, and why, in the words of AWS's runtime."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = kind
        self.trace = list(trace)


def shown(text):
    return text.replace(TASK_ROOT, SHOWN_ROOT) if TASK_ROOT != SHOWN_ROOT else text


def frames(traceback_, ours):
    import traceback

    found = [f for f in traceback.extract_tb(traceback_) if f.filename != ours and "importlib" not in f.filename]
    return [shown(line) for line in traceback.format_list(found)]


def print_error(kind, message, trace):
    """As AWS's runtime prints it: one message, so its lines are parted by carriage returns."""
    lines = ["[ERROR] %s: %s" % (kind, message) if kind else "[ERROR] " + message]
    if trace:
        lines.append("Traceback (most recent call last):")
        for frame in trace:
            lines.extend(frame.rstrip("\n").split("\n"))
    sys.stdout.flush()
    os.write(1, ("\r".join(line.replace("\n", "\r") for line in lines) + "\n").encode("utf-8", "replace"))


def end_output(request_id):
    """Tells the reader of our output that what belongs to an invocation ends here."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(1, f"\x1e{request_id}\n".encode())
    except (OSError, ValueError):
        pass


def load_handler(name):
    import importlib

    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as e:
        raise FaultyHandler("Runtime.MalformedHandlerName", f"Bad handler '{name}': {e}")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as e:
        raise FaultyHandler("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {e}")
    except SyntaxError as e:
        trace = [f'  File "{shown(e.filename or "")}" Line {e.lineno}\n    {(e.text or "").strip()}\n']
        raise FaultyHandler("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {shown(str(e))}", trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise FaultyHandler("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")


def encode(value):
    def other(one):
        import decimal

        if isinstance(one, decimal.Decimal):
            return float(one)
        raise TypeError(f"Object of type {one.__class__.__name__} is not JSON serializable")

    return json.dumps(value, ensure_ascii=False, default=other).encode("utf-8", "surrogatepass")


def error_body(kind, message, request_id, trace):
    return encode({"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace})


def set_up_logging(current):
    """Handlers that log get AWS's format; the module is only loaded by those that use it."""

    class Finder:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if name not in ("logging", "botocore.session"):
                return None
            import importlib.util

            sys.meta_path.remove(Finder)
            try:
                spec = importlib.util.find_spec(name)
            finally:
                sys.meta_path.insert(0, Finder)
            if spec is None or spec.loader is None:
                return spec
            execute = spec.loader.exec_module

            def execute_and_adapt(module):
                execute(module)
                (adapt_logging if name == "logging" else adapt_botocore)(module, current)

            spec.loader.exec_module = execute_and_adapt
            return spec

    sys.meta_path.insert(0, Finder)
    if "logging" in sys.modules:
        adapt_logging(sys.modules["logging"], current)


def adapt_logging(logging, current):
    class RequestFilter(logging.Filter):
        def filter(self, record):
            record.aws_request_id = current.get("id", "")
            return True

    class Lines(logging.StreamHandler):
        def emit(self, record):
            try:
                os.write(1, (self.format(record).replace("\n", "\r") + "\n").encode("utf-8", "replace"))
            except Exception:
                self.handleError(record)

    handler = Lines()
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(RequestFilter())
    logging.root.addHandler(handler)


def adapt_botocore(session, current):
    """Versions before 1.31 do not know AWS_ENDPOINT_URL; without it they would ask AWS."""
    import botocore

    if tuple(int(part) for part in botocore.__version__.split(".")[:2]) >= (1, 31):
        return
    create_client = session.Session.create_client

    def create(self, service_name, *args, **kwargs):
        if len(args) < 5 and kwargs.get("endpoint_url") is None:
            own = os.environ.get("AWS_ENDPOINT_URL_" + service_name.replace("-", "_").upper())
            kwargs["endpoint_url"] = own or os.environ.get("AWS_ENDPOINT_URL")
        return create_client(self, service_name, *args, **kwargs)

    session.Session.create_client = create


def invoke(api, handler, headers, content, current):
    request_id = headers["lambda-runtime-aws-request-id"]
    current["id"] = request_id
    trace_id = headers.get("lambda-runtime-trace-id")
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    path = "/invocation/" + request_id
    try:
        try:
            event = json.loads(content)
        except ValueError as e:
            raise FaultyHandler("Runtime.UnmarshalError", f"Unable to unmarshal input: {e}")
        result = handler(event, LambdaContext(headers))
        try:
            body = encode(result)
        except Exception as e:
            raise FaultyHandler("Runtime.MarshalError", f"Unable to marshal response: {e}")
    except FaultyHandler as e:
        print_error(e.kind, str(e), e.trace)
        body = error_body(e.kind, str(e), request_id, e.trace)
        end_output(request_id)
        api.call("POST", path + "/error", body, f"Lambda-Runtime-Function-Error-Type: {e.kind}\r\n")
    except Exception as e:
        kind = type(e).__name__
        trace = frames(e.__traceback__, __file__)
        print_error(kind, str(e), trace)
        body = error_body(kind, str(e), request_id, trace)
        end_output(request_id)
        api.call("POST", path + "/error", body, "Lambda-Runtime-Function-Error-Type: Unhandled\r\n")
    else:
        end_output(request_id)
        api.call("POST", path + "/response", body)


def main():
    current = {}
    sys.path[0:1] = [TASK_ROOT]
    sys.argv = sys.argv[:1]
    os.chdir(TASK_ROOT)
    api = RuntimeApi()
    set_up_logging(current)
    try:
        try:
            handler = load_handler(os.environ["_HANDLER"])
        except FaultyHandler:
            raise
        except Exception as e:
            raise FaultyHandler(type(e).__name__, str(e), frames(e.__traceback__, __file__))
    except FaultyHandler as e:
        print_error(e.kind, str(e), e.trace)
        api.call("POST", "/init/error", error_body(e.kind, str(e), "", e.trace))
        sys.exit(1)
    while True:
        code, headers, content = api.call("GET", "/invocation/next")
        if code != 200:
            sys.exit(1)
        invoke(api, handler, headers, content, current)


main()
