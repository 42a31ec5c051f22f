package stator.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * What stands before a connection whose bytes are encrypted. The arithmetic of a handshake is done
 * by other threads than the event loop's, and whoever does not finish it in time is let go.
 *
 * @param context asked for each connection, so that a new certificate counts from the next one on
 */
record TlsHandshake(Supplier<SSLContext> context, Executor arithmetic, long millisMax) {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** Forward secrecy and authenticated encryption, and nothing else. */
    private static boolean isModern(String suite) {
        return suite.startsWith("TLS_AES_")
                || suite.startsWith("TLS_CHACHA20_")
                || suite.startsWith("TLS_ECDHE_")
                        && (suite.contains("_GCM_") || suite.contains("_CHACHA20_"));
    }

    void addTo(ChannelPipeline pipeline) {
        SSLEngine engine = context.get().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS.toArray(String[]::new));
        engine.setEnabledCipherSuites(
                Arrays.stream(engine.getSupportedCipherSuites())
                        .filter(TlsHandshake::isModern)
                        .toArray(String[]::new));
        SslHandler handler = new SslHandler(engine, arithmetic);
        handler.setHandshakeTimeout(millisMax, TimeUnit.MILLISECONDS);
        pipeline.addLast(handler);
    }

    /** Whether a connection has one before it. */
    static boolean stands(ChannelPipeline pipeline) {
        return pipeline.get(SslHandler.class) != null;
    }
}
