package io.sluice.control;

import io.sluice.stats.LiveSessions;
import io.sluice.stats.SessionFilter;
import io.sluice.stats.SessionId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The open sessions of all listeners. Thread-safe. */
record ListenerSessions(ListenerSet listeners) implements Sessions {

    @Override
    public CompletableFuture<LiveSessions> list(SessionFilter filter) {
        LiveSessions list = new LiveSessions(filter);
        return listeners.tellTo(list).thenApply(done -> list);
    }

    @Override
    public CompletableFuture<Boolean> kill(SessionId id) {
        AtomicBoolean found = new AtomicBoolean();
        return listeners.kill(id, () -> found.set(true)).thenApply(done -> found.get());
    }
}
