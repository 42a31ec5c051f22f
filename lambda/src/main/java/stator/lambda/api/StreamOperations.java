package stator.lambda.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import stator.door.BodySource;
import stator.door.Reply;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;
import stator.lambda.invoke.InvokeResult;
import stator.lambda.invoke.Invoker;
import stator.lambda.invoke.StreamedAnswer;
import stator.protocol.frame.EventFrame;
import stator.protocol.frame.PieceStream;

/** Invocations whose answers are sent while functions write them, as frames. */
final class StreamOperations {
    private static final String CHUNK = "PayloadChunk";
    private static final String END = "InvokeComplete";
    private static final String BYTES = "application/octet-stream";

    private final Invoker invoker;
    private final InvokeOperations invocations;

    StreamOperations(Invoker invoker, InvokeOperations invocations) {
        this.invoker = invoker;
        this.invocations = invocations;
    }

    Reply invoke(Call call) {
        FunctionReference function = call.function();
        FunctionVersion version = invoker.version(function);
        if (call.input().text("InvocationType").equals("DryRun")) {
            return Reply.empty(204);
        }
        byte[] payload = invocations.payload(call, InvokeOperations.PAYLOAD_BYTES_MAX);
        StreamedAnswer answer;
        try {
            answer =
                    StreamedAnswer.of(
                            invoker, InvokeOperations.request(call, function, payload), version);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LambdaException.tooMany("ConcurrentInvocationLimitExceeded");
        }
        boolean withLog = call.input().text("LogType").equals("Tail");
        PieceStream frames = new PieceStream(new Frames(answer, withLog));
        return Reply.streamed(
                        200, EventFrame.CONTENT_TYPE, new BodySource(frames, BodySource.UNKNOWN))
                .withHeader("X-Amz-Executed-Version", answer.executedVersion());
    }

    /** The pieces of an answer, each as a frame, and a last one that says how it ended. */
    private static final class Frames implements PieceStream.Source {
        private final StreamedAnswer answer;
        private final boolean withLog;
        private boolean hasEnded;

        Frames(StreamedAnswer answer, boolean withLog) {
            this.answer = answer;
            this.withLog = withLog;
        }

        @Override
        public Optional<byte[]> next() throws InterruptedException {
            if (hasEnded) {
                return Optional.empty();
            }
            Optional<byte[]> piece = answer.next();
            if (piece.isPresent()) {
                return Optional.of(EventFrame.event(CHUNK, BYTES, piece.get()).encoded());
            }
            hasEnded = true;
            return Optional.of(EventFrame.event(END, Reply.JSON, end().bytes()).encoded());
        }

        private Document end() {
            InvokeResult result;
            try {
                result = answer.result();
            } catch (LambdaException e) {
                return Document.of("ErrorCode", e.code()).with("ErrorDetails", e.getMessage());
            }
            Document end = Document.empty();
            if (result.isError()) {
                String details = new String(result.payload(), StandardCharsets.UTF_8);
                end =
                        Document.of("ErrorCode", result.functionError())
                                .with("ErrorDetails", details);
            }
            String log = Base64.getEncoder().encodeToString(result.logTail());
            return end.withIf(withLog, "LogResult", log);
        }

        @Override
        public void forget() {
            answer.forget();
        }
    }
}
