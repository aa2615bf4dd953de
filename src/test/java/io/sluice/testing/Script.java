package io.sluice.testing;

import java.io.IOException;

/** What a {@link ScriptedBackend} does with each connection, on a thread of its own. The connection is closed after it. */
@FunctionalInterface
public interface Script {

    /** See {@link #deaf()}. */
    Script DEAF = Peer::awaitClose;

    void serve(Peer peer) throws IOException;

    /** Sends back what comes, and the end after the end. */
    static Script echo() {
        return peer -> {
            byte[] buffer = new byte[64 * 1024];
            for (int count = peer.read(buffer); count >= 0; count = peer.read(buffer)) {
                peer.send(buffer, count);
            }
        };
    }

    /** Sends a name and closes, as a server does that speaks first and last. */
    static Script naming(String name) {
        return peer -> peer.send(name);
    }

    /** Sends its name and then keeps the connection until the client ends it. */
    static Script namingAndHolding(String name) {
        return peer -> {
            peer.send(name);
            peer.readToEnd();
        };
    }

    /** Sends so many bytes and ends. */
    static Script source(byte[] content) {
        return peer -> {
            peer.send(content, content.length);
            peer.finish();
            peer.readToEnd();
        };
    }

    /** Reads to the end, then answers. */
    static Script sinkThenReply(byte[] reply) {
        return peer -> {
            peer.readToEnd();
            peer.send(reply, reply.length);
        };
    }

    /** Sends so many bytes, which the other side has received when the reset comes. */
    static Script resetAfter(int bytes) {
        return peer -> {
            byte[] content = new byte[bytes];
            peer.send(content, bytes);
            peer.awaitDelivery();
            peer.reset();
        };
    }

    /** Reads so many bytes and resets. */
    static Script resetAfterReading(int bytes) {
        return peer -> {
            peer.readExactly(bytes);
            peer.reset();
        };
    }

    /** Says nothing, reads everything. */
    static Script silent() {
        return Peer::readToEnd;
    }

    /** Says nothing and reads nothing, and needs no thread for it: good for thousands of connections. */
    static Script deaf() {
        return DEAF;
    }

    /** Closes at once. */
    static Script closing() {
        return peer -> {};
    }
}
