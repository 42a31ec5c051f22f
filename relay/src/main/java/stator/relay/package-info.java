/**
 * Requests on their way from a server that stands by ({@link stator.relay.RelayClient}) to the one
 * that holds the store ({@link stator.relay.RelayDoor}). What arrives there is the request as the
 * client sent it, signature, host and address of the caller included; what comes back is the answer
 * before it is put into HTTP, so that the client gets the same bytes from both servers.
 *
 * <p>It is no HTTP, and on a port of its own. A request that were HTTP inside of HTTP would need
 * headers that clients could send, too; and who forwards HTTP cannot know whether a request was
 * begun. Here the holder says that it refuses before it begins, and that it wants a body before one
 * is sent. A request is never forwarded twice: whoever gets one by this door and is not the holder
 * refuses it, so there are no loops.
 *
 * <pre>
 * connection := TLS hello ok call*            in TLS, whose certificate stands in the store
 * hello      := HELLO(secret)                 from the one who stands by
 * ok         := READY()
 * call       := HEAD(...) BODY(bytes)         a request whose body is there as a whole, or
 *               HEAD(...) then after WANT: DATA(bytes)* (END() | BROKEN(cause))
 * answer     := REFUSED() | WANT()? REPLY(...) (DATA(bytes)* (END() | BROKEN()))?
 * </pre>
 */
package stator.relay;
