package io.sluice.control;

import io.sluice.model.TerminationCode;
import io.sluice.pool.Backend;
import io.sluice.pool.Census;
import io.sluice.stats.ListenerStats;
import io.sluice.stats.LiveSessions;
import io.sluice.stats.SessionId;
import io.sluice.tcp.TcpListener;
import io.sluice.topology.ListenerSpec;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP listener under control. */
record TcpRunning(ListenerSpec spec, ListenerStats stats, TcpListener listener) implements RunningListener {

    @Override
    public List<InetSocketAddress> addresses() {
        return listener.addresses();
    }

    @Override
    public int sessions() {
        return listener.sessions();
    }

    @Override
    public RunningListener as(ListenerSpec next) {
        return new TcpRunning(next, stats, listener);
    }

    @Override
    public CompletableFuture<Void> leave() {
        return listener.leave();
    }

    @Override
    public CompletableFuture<Void> stopAccepting() {
        return listener.stopAccepting();
    }

    @Override
    public CompletableFuture<Void> cut(TerminationCode code) {
        return listener.cutSessions(code);
    }

    @Override
    public CompletableFuture<Void> withdraw(Backend backend) {
        return listener.withdraw(backend);
    }

    @Override
    public CompletableFuture<Void> tellTo(LiveSessions list) {
        return listener.tellTo(list);
    }

    @Override
    public CompletableFuture<Void> tellTo(Census census) {
        return listener.tellTo(census);
    }

    @Override
    public CompletableFuture<Void> kill(SessionId id, Runnable found) {
        return listener.kill(id, found);
    }

    @Override
    public CompletableFuture<Void> endSessionsOf(Backend backend, AtomicInteger permits, TerminationCode code) {
        return listener.cutSessionsOf(backend, permits, code);
    }
}
