// Connects a Node.js handler with the Runtime API: asks for an invocation, calls the handler, answers.
// Started as a program of its own, with what AWS has in the environment of a function.

import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const TASK_ROOT = process.env.LAMBDA_TASK_ROOT;
const SHOWN_ROOT = "/var/task";
const [HOST, SECRET] = process.env.AWS_LAMBDA_RUNTIME_API.split("/");
const [HOSTNAME, PORT] = HOST.split(":");
const BASE = `/${SECRET}/2018-06-01/runtime`;
const STREAM_HANDLER = Symbol.for("aws.lambda.runtime.handler.streaming");
const PRELUDE_SEPARATOR = Buffer.alloc(8);

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let requestId = "";

function request(method, route, headers = {}) {
    const asked = http.request({ agent, hostname: HOSTNAME, port: PORT, method, path: BASE + route, headers });
    asked.setNoDelay(true);
    const answered = new Promise((resolve, reject) => {
        asked.on("error", reject);
        asked.on("response", (response) => {
            const chunks = [];
            response.on("data", (chunk) => chunks.push(chunk));
            response.on("error", reject);
            response.on("end", () =>
                resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
        });
    });
    return { asked, answered };
}

function call(method, route, body = "", headers = {}) {
    const bytes = Buffer.from(body);
    const { asked, answered } = request(method, route, { "Content-Length": bytes.length, ...headers });
    asked.end(bytes);
    return answered;
}

// What is printed.

function printed(level) {
    return (...values) => {
        const text = format(...values).replace(/\n/g, "\r");
        fs.writeSync(1, `${new Date().toISOString()}\t${requestId || "undefined"}\t${level}\t${text}\n`);
    };
}

console.log = printed("INFO");
console.info = printed("INFO");
console.warn = printed("WARN");
console.error = printed("ERROR");
console.debug = printed("DEBUG");
console.trace = printed("TRACE");

function shown(text) {
    return TASK_ROOT === SHOWN_ROOT ? text : text.split(TASK_ROOT).join(SHOWN_ROOT);
}

function described(error) {
    if (error instanceof Error || (error && error.stack && error.message !== undefined)) {
        return {
            errorType: error.name,
            errorMessage: shown(String(error.message)),
            trace: shown(String(error.stack)).split("\n").filter((line) => !line.includes("bootstrap.mjs")),
        };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function printError(title, body) {
    const { errorType, errorMessage, trace, ...more } = body;
    const text = JSON.stringify({ errorType, errorMessage, ...more, stack: trace });
    fs.writeSync(1, `${new Date().toISOString()}\t${requestId || "undefined"}\tERROR\t${title} \t${text}\n`);
}

// Tells the reader of our output that what belongs to an invocation ends here.
function endOutput() {
    try {
        fs.writeSync(1, `\x1e${requestId}\n`);
    } catch {
        // The handler closed it.
    }
}

// The handler.

class FaultyHandler extends Error {
    constructor(name, message) {
        super(message);
        this.name = name;
    }
}

function isModule(file) {
    if (file.endsWith(".mjs")) {
        return true;
    }
    if (file.endsWith(".cjs")) {
        return false;
    }
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
        const description = path.join(folder, "package.json");
        if (fs.existsSync(description)) {
            return JSON.parse(fs.readFileSync(description, "utf8")).type === "module";
        }
        if (folder === TASK_ROOT || folder === path.dirname(folder)) {
            return false;
        }
    }
}

async function loadModule(root, name) {
    const base = path.resolve(root, name);
    const file = ["", ".js", ".mjs", ".cjs"].map((end) => base + end)
        .find((candidate) => fs.existsSync(candidate) && fs.statSync(candidate).isFile());
    if (file === undefined) {
        const paths = [root];
        return createRequire(path.join(root, "noop.js"))(
            createRequire(path.join(root, "noop.js")).resolve(`./${name}`, { paths }));
    }
    return isModule(file) ? import(pathToFileURL(file)) : createRequire(file)(file);
}

async function loadHandler(full) {
    const name = path.basename(full);
    const dot = name.indexOf(".");
    if (dot < 0 || full.includes("..")) {
        throw new FaultyHandler(
            "Runtime.MalformedHandlerName",
            full.includes("..")
                ? `'${full}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`
                : "Bad handler");
    }
    const module = path.join(full.substring(0, full.length - name.length), name.substring(0, dot));
    let loaded;
    try {
        loaded = await loadModule(TASK_ROOT, module);
    } catch (error) {
        if (error instanceof SyntaxError) {
            throw Object.assign(new FaultyHandler("Runtime.UserCodeSyntaxError", String(error)), { stack: error.stack });
        }
        if (error && (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_MODULE_NOT_FOUND")) {
            throw Object.assign(
                new FaultyHandler("Runtime.ImportModuleError", shown(String(error))), { stack: error.stack });
        }
        throw error;
    }
    const nested = name.substring(dot + 1).split(".");
    const find = (from) => nested.reduce((value, part) => value && value[part], from);
    const handler = find(loaded) ?? (loaded.default && find(loaded.default));
    if (handler === undefined) {
        throw new FaultyHandler("Runtime.HandlerNotFound", `${full} is undefined or not exported`);
    }
    if (typeof handler !== "function") {
        throw new FaultyHandler("Runtime.HandlerNotFound", `${full} is not a function`);
    }
    return handler;
}

// Answers that are streamed.

globalThis.awslambda = {
    streamifyResponse(handler) {
        handler[STREAM_HANDLER] = true;
        return handler;
    },
    HttpResponseStream: {
        from(stream, prelude) {
            stream.setContentType("application/vnd.awslambda.http-integration-response");
            stream.beforeFirst(() => [JSON.stringify(prelude), PRELUDE_SEPARATOR]);
            return stream;
        },
    },
};

class ResponseStream extends Writable {
    constructor(id) {
        super();
        this.id = id;
        this.type = "application/octet-stream";
        this.first = () => [];
    }

    setContentType(type) {
        this.type = type;
    }

    beforeFirst(first) {
        this.first = first;
    }

    begin() {
        if (!this.sent) {
            this.sent = request("POST", `/invocation/${this.id}/response`, {
                "Content-Type": this.type,
                "Lambda-Runtime-Function-Response-Mode": "streaming",
                "Transfer-Encoding": "chunked",
                Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
            });
            this.first().forEach((part) => this.sent.asked.write(part));
        }
        return this.sent.asked;
    }

    _write(chunk, encoding, done) {
        this.begin().write(chunk, encoding, done);
    }

    _final(done) {
        this.begin();
        done();
    }

    async finish(error) {
        const asked = this.begin();
        endOutput();
        if (error) {
            const body = described(error);
            asked.addTrailers({
                "Lambda-Runtime-Function-Error-Type": body.errorType,
                "Lambda-Runtime-Function-Error-Body": Buffer.from(JSON.stringify(body)).toString("base64"),
            });
        }
        asked.end();
        await this.sent.answered;
    }
}

async function invokeStreaming(handler, event, context) {
    const stream = new ResponseStream(requestId);
    const finished = new Promise((resolve, reject) => {
        stream.on("finish", resolve);
        stream.on("error", reject);
    });
    try {
        await handler(event, stream, context);
        if (!stream.writableEnded) {
            stream.end();
        }
        await finished;
    } catch (error) {
        if (!stream.sent) {
            throw error;
        }
        printError("Invoke Error", described(error));
        await stream.finish(error);
        return;
    }
    await stream.finish();
}

// One invocation.

function contextOf(headers, finish) {
    const deadline = Number(headers["lambda-runtime-deadline-ms"]);
    const clientContext = headers["lambda-runtime-client-context"];
    return {
        callbackWaitsForEmptyEventLoop: true,
        functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
        functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
        memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
        logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
        logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
        clientContext: clientContext ? JSON.parse(clientContext) : undefined,
        identity: undefined,
        invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
        awsRequestId: requestId,
        getRemainingTimeInMillis: () => deadline - Date.now(),
        succeed: (result) => finish(null, result),
        fail: (error) => finish(error ?? "handled"),
        done: (error, result) => finish(error, result),
    };
}

// A handler that is under way has ended when nothing is left that could go on.
let whenIdle = null;
process.on("beforeExit", () => whenIdle && whenIdle());

function invokePlain(handler, event, headers) {
    return new Promise((resolve, reject) => {
        const finish = (error, result) => (error ? reject(error) : resolve(result));
        const context = contextOf(headers, finish);
        whenIdle = () => resolve(null);
        const callback = (error, result) => {
            if (context.callbackWaitsForEmptyEventLoop && !error) {
                whenIdle = () => resolve(result);
            } else {
                finish(error, result);
            }
        };
        const returned = handler(event, context, callback);
        if (returned && typeof returned.then === "function") {
            returned.then(resolve, reject);
        } else if (returned !== undefined && handler.length < 3) {
            resolve(returned);
        }
    }).finally(() => {
        whenIdle = null;
    });
}

async function answer(handler, headers, body) {
    if (headers["lambda-runtime-trace-id"]) {
        process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
    }
    try {
        const event = JSON.parse(body.toString("utf8"));
        if (handler[STREAM_HANDLER]) {
            await invokeStreaming(handler, event, contextOf(headers, () => {}));
            return;
        }
        const result = await invokePlain(handler, event, headers);
        const json = JSON.stringify(result === undefined ? null : result);
        endOutput();
        await call("POST", `/invocation/${requestId}/response`, json === undefined ? "null" : json);
    } catch (error) {
        const failed = described(error);
        printError("Invoke Error", failed);
        endOutput();
        await call("POST", `/invocation/${requestId}/error`, JSON.stringify(failed), {
            "Lambda-Runtime-Function-Error-Type": "Unhandled",
        });
    }
}

function endWith(kind, title) {
    return async (error) => {
        const cause = described(error);
        const failed = {
            errorType: kind,
            errorMessage: error instanceof Error ? `${error.name}: ${cause.errorMessage}` : String(error),
            trace: cause.trace,
        };
        printError(title, failed);
        const route = requestId ? `/invocation/${requestId}/error` : "/init/error";
        await call("POST", route, JSON.stringify(failed));
        process.exit(128 + 1);
    };
}

process.on("uncaughtException", endWith("Runtime.UncaughtException", "Uncaught Exception"));
process.on("unhandledRejection", endWith("Runtime.UnhandledPromiseRejection", "Unhandled Promise Rejection"));

async function main() {
    let handler;
    try {
        handler = await loadHandler(process.env._HANDLER);
    } catch (error) {
        const failed = described(error);
        printError("Uncaught Exception", failed);
        await call("POST", "/init/error", JSON.stringify(failed));
        process.exit(1);
    }
    for (;;) {
        const next = await call("GET", "/invocation/next");
        if (next.status !== 200) {
            process.exit(next.status === 410 ? 0 : 1);
        }
        requestId = next.headers["lambda-runtime-aws-request-id"];
        await answer(handler, next.headers, next.body);
        requestId = "";
    }
}

main().catch(() => process.exit(1));
