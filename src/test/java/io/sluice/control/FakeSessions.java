package io.sluice.control;

import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.pool.Backend;
import io.sluice.pool.Census;
import io.sluice.stats.OldSession;
import io.sluice.stats.SessionId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Sessions that are only counted, on a control loop whose time is set by the test; those of each worker are one record here. */
final class FakeSessions {

    private record Open(long number, Backend backend, long startNanos) {}

    private final ManualAgenda agenda;
    private final List<Open> open = new ArrayList<>();
    private final List<Long> ended = new ArrayList<>();
    private final List<Happening> happenings = new ArrayList<>();
    private long last;
    private int looks;

    FakeSessions(ManualAgenda agenda) {
        this.agenda = agenda;
    }

    MoveMeans means() {
        return new MoveMeans(agenda, this::look, happenings::add, new SplittableRandom(5));
    }

    static BackendSpec spec(String name, int port, int weight) {
        Endpoint endpoint = new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new BackendSpec(name, endpoint, weight, 0, BackendState.ENABLED);
    }

    /** Begins so many; the number of the first. */
    long begin(Backend backend, int count) {
        for (int i = 0; i < count; i++) {
            boolean unused = backend.stats().tryOpen(0);
            open.add(new Open(++last, backend, agenda.nanoTime()));
        }
        return last - count + 1;
    }

    /** One ends by itself. */
    void leave(long number) {
        for (Open each : List.copyOf(open)) {
            if (each.number() == number) {
                open.remove(each);
                each.backend().stats().close();
            }
        }
    }

    private CompletableFuture<Void> look(Census census) {
        looks++;
        for (Open each : open) {
            if (census.counts(each.backend(), each.startNanos())) {
                SessionId id = new SessionId(0, each.number());
                census.add(each.backend(), new OldSession(id, each.startNanos(), () -> end(each)));
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Boolean> end(Open session) {
        boolean isThere = open.contains(session);
        if (isThere) {
            leave(session.number());
            ended.add(session.number());
        }
        return CompletableFuture.completedFuture(isThere);
    }

    /** The numbers of those that were ended, in order. */
    List<Long> ended() {
        return ended;
    }

    /** How often all sessions were looked at. */
    int looks() {
        return looks;
    }

    /** What was told, each as {@code from>to reason: words}. */
    List<String> told() {
        return happenings.stream()
                .map(each -> each.from() + ">" + each.to() + " " + each.reason() + ": " + each.detail())
                .toList();
    }
}
