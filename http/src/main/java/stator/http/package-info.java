/**
 * HTTP/1.1 over sockets: who may connect, how much a client may ask for at once, how long it may
 * take, how bodies are compressed.
 *
 * <p>It knows no service and no credentials. Start reading at {@link stator.http.HttpServer};
 * {@code HttpConnection} is where requests come in and answers go out.
 */
package stator.http;
