package io.sluice.control;

import io.sluice.guard.Places;
import io.sluice.model.Protocol;
import io.sluice.model.TerminationCode;
import io.sluice.net.Worker;
import io.sluice.pool.Backend;
import io.sluice.pool.Census;
import io.sluice.pool.Pool;
import io.sluice.stats.LiveSessions;
import io.sluice.stats.SessionId;
import io.sluice.stats.SessionLog;
import io.sluice.topology.ListenerSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The listeners that are open: all of a configuration's, or none; and those that take nobody any more, but have sessions. Used on
 * the control loop only; readers get copies.
 */
final class ListenerSet {

    private final ListenerMaker maker;
    private volatile List<RunningListener> open = List.of();
    private volatile List<RunningListener> leaving = List.of();

    ListenerSet(List<Worker> workers, Places places, SessionLog log) {
        this.maker = new ListenerMaker(workers, places, log);
    }

    /**
     * Binds every listener, then lets all of them take clients.
     *
     * @throws IOException names the listener and the address that could not be bound; nothing is left open then
     */
    void open(List<ListenerSpec> specs, Function<String, Pool> pools) throws IOException {
        ListenerChanges changes = prepare(specs, pools);
        if (!changes.problems().isEmpty()) {
            throw new IOException(String.join("; ", changes.problems()));
        }
        commit(changes);
    }

    /** Binds what these have more than those that are open. */
    ListenerChanges prepare(List<ListenerSpec> specs, Function<String, Pool> pools) {
        return new ListenerChanges(maker, open, leaving, specs, pools);
    }

    /** Puts it in force; when this returns the new ones take clients and the old ones take none. Waits for the workers. */
    void commit(ListenerChanges changes) {
        CompletableFuture<Void> done = changes.commit();
        List<RunningListener> gone = new ArrayList<>(leaving);
        gone.addAll(changes.removed());
        leaving = List.copyOf(gone);
        open = List.copyOf(changes.result());
        done.join();
        sweep();
    }

    /** Forgets those whose last session has ended. */
    void sweep() {
        if (!leaving.isEmpty()) {
            leaving = leaving.stream().filter(each -> each.sessions() > 0).toList();
        }
    }

    CompletableFuture<Void> stopAccepting() {
        return allOf(open.stream().map(RunningListener::stopAccepting).toList());
    }

    CompletableFuture<Void> cut(TerminationCode code) {
        return allOf(everyone().map(listener -> listener.cut(code)).toList());
    }

    /**
     * Ends sessions of one backend over all listeners of one protocol.
     *
     * @param permits one is taken for each session; without one, none is ended
     */
    CompletableFuture<Void> endSessionsOf(
            Backend backend, Protocol protocol, AtomicInteger permits, TerminationCode code) {
        return allOf(everyone()
                .filter(listener -> listener.spec().protocol() == protocol)
                .map(listener -> listener.endSessionsOf(backend, permits, code))
                .toList());
    }

    /** Ends the sessions of a backend that the operator has closed, over all listeners. */
    CompletableFuture<Void> withdraw(Backend backend) {
        return allOf(everyone().map(listener -> listener.withdraw(backend)).toList());
    }

    /** Lists open sessions, over all listeners. Any thread. */
    CompletableFuture<Void> tellTo(LiveSessions list) {
        return allOf(everyone().map(listener -> listener.tellTo(list)).toList());
    }

    /** Shows open sessions that are past connecting to a census, over all listeners. Any thread. */
    CompletableFuture<Void> tellTo(Census census) {
        return allOf(everyone().map(listener -> listener.tellTo(census)).toList());
    }

    /** Ends the session of this name; {@code found} is run on any thread if there is one. Any thread. */
    CompletableFuture<Void> kill(SessionId id, Runnable found) {
        return allOf(everyone().map(listener -> listener.kill(id, found)).toList());
    }

    /** Any thread. */
    List<RunningListener> all() {
        return open;
    }

    /** Sessions that are open now, over all listeners. Any thread. */
    long sessions() {
        return everyone().mapToLong(RunningListener::sessions).sum();
    }

    /** Those that are shown: all that are open, and whose name has sessions yet. Any thread. */
    List<RunningListener> shown() {
        List<RunningListener> shown = new ArrayList<>(open);
        for (RunningListener each : leaving) {
            boolean isNew = shown.stream()
                    .noneMatch(other -> other.spec().name().equals(each.spec().name()));
            if (isNew) {
                shown.add(each);
            }
        }
        return shown;
    }

    private Stream<RunningListener> everyone() {
        return Stream.concat(open.stream(), leaving.stream());
    }

    private static CompletableFuture<Void> allOf(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
