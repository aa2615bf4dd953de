package io.sluice.net;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * The step of one listener from the addresses it has to those it is to have: everything that can fail has been tried, nothing is
 * in force. Exactly one of {@link #commit} and {@link #abandon} ends it. Used by one thread.
 */
public interface Rebinding {

    /**
     * The last thing that can fail: the new sockets begin to listen, and nobody is accepted yet.
     *
     * @throws IOException names the address that cannot be had
     */
    void listen() throws IOException;

    /** Closes what was bound; the listener is as it was. */
    void abandon();

    /** Puts it in force; completes when the new addresses take clients and the old ones take none. */
    CompletableFuture<Void> commit();
}
