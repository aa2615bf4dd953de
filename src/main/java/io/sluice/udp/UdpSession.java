package io.sluice.udp;

import io.netty.channel.epoll.DatagramBatch;
import io.netty.channel.epoll.LinuxSocket;
import io.sluice.model.Endpoint;
import io.sluice.model.Flow;
import io.sluice.model.Protocol;
import io.sluice.model.TerminationCode;
import io.sluice.net.Errno;
import io.sluice.net.Outlet;
import io.sluice.net.Readiness;
import io.sluice.pool.Backend;
import io.sluice.pool.Census;
import io.sluice.stats.Drop;
import io.sluice.stats.LiveSessions;
import io.sluice.stats.OldSession;
import io.sluice.stats.SessionId;
import io.sluice.stats.SessionRecord;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One client that talks to one backend: from its first datagram until it has been idle for too long, or has had what it came for.
 * On one worker; a datagram either way allocates nothing.
 */
final class UdpSession implements Readiness, Outlet, SessionTable.Keyed {

    /** There is no handshake to be timed. */
    private static final long NOT_CONNECTED = -1;

    /** Unique on its worker. */
    private final long number;

    private final Lane lane;
    private final UdpSettings settings;
    private final Doorway doorway;
    private final ClientKey key;
    private final InetSocketAddress client;
    private final LinuxSocket replySocket;
    private final Upstream upstream;
    private final Traffic traffic = new Traffic();
    private final Waiting waiting = new Waiting();
    private final ReadSize readSize = new ReadSize();
    private final long startedNanos = System.nanoTime();
    private long lastActiveNanos;
    private long taken;
    private long answered;
    private int place;
    private boolean isEnded;

    /**
     * @param destination the local address that the client used
     * @param settings what it goes by, to its end
     */
    UdpSession(
            Doorway doorway,
            ClientKey key,
            InetSocketAddress client,
            InetSocketAddress destination,
            LinuxSocket replySocket,
            UdpSettings settings) {
        this.doorway = doorway;
        this.lane = doorway.lane();
        this.number = lane.worker().nextSessionNumber();
        this.settings = settings;
        this.key = key;
        this.client = client;
        this.replySocket = replySocket;
        this.upstream = new Upstream(lane, settings.pool(), new Flow(Protocol.UDP, client, destination), this);
    }

    /** Finds it a backend; null, or what becomes of its first datagram: then it never was a session. */
    @Nullable
    Drop begin() {
        return upstream.associate();
    }

    @Override
    public ClientKey key() {
        return key;
    }

    /** Where it stands in its lane's list; the lane's own note. */
    int place() {
        return place;
    }

    void setPlace(int place) {
        this.place = place;
    }

    @Nullable
    Backend backend() {
        return upstream.backend();
    }

    long number() {
        return number;
    }

    private SessionId id() {
        return new SessionId(lane.worker().index(), number);
    }

    /** Adds itself to a list if it is asked for; false when that is full. */
    boolean tellTo(LiveSessions list) {
        return upstream.tellTo(list, id(), settings.listener(), System.nanoTime() - startedNanos, traffic);
    }

    /** Adds itself to a census. */
    void tellTo(Census census) {
        Backend its = upstream.backend();
        if (its != null && census.counts(its, startedNanos)) {
            census.add(its, new OldSession(id(), startedNanos, () -> lane.endLater(this, its)));
        }
    }

    /** Takes a datagram of the client; it waits until all of its batch have been taken. True if it is the first that waits. */
    boolean take(int slot, int[] next, long nowNanos) {
        lastActiveNanos = nowNanos;
        taken++;
        int requests = settings.requests();
        if (requests > 0 && taken >= requests) {
            doorway.forget(this); // the client's next datagram begins another session
        }
        return waiting.add(slot, next);
    }

    /** Forgets what waits: its slots are about to be filled again. */
    void forgetWaiting() {
        waiting.clear();
    }

    /** Sends what waits to the backend. */
    void forward(DatagramBatch batch, int[] next, int[] order) {
        int count = waiting.takeAll(next, order);
        int sent = 0;
        int movedAt = -1;
        while (sent < count) {
            if (upstream.isBroken()) {
                if (movedAt == sent) {
                    lane.drop(Drop.BACKEND_REFUSED, 1);
                    sent++;
                }
                if (sent < count && !move(count - sent)) {
                    return;
                }
                movedAt = sent;
            } else {
                sent += send(batch, order, sent, count - sent);
            }
        }
    }

    private boolean move(int waitingNow) {
        report();
        Drop failed = upstream.move();
        if (failed == null) {
            return true;
        }
        lane.drop(failed, waitingNow);
        boolean isLocal = failed == Drop.LOCAL_RESOURCE;
        end(
                isLocal ? TerminationCode.LOCAL_RESOURCE : TerminationCode.CONNECT_FAILED,
                "no other backend: " + failed.label());
        return false;
    }

    /** How many of {@code count} need no further thought. */
    private int send(DatagramBatch batch, int[] order, int from, int count) {
        try {
            int sent = batch.sendToPeer(upstream.socket(), order, from, count);
            if (sent == 0) {
                lane.drop(Drop.CONGESTED, count);
                return count;
            }
            for (int i = 0; i < sent; i++) {
                traffic.in(batch.length(order[from + i]));
            }
            readSize.sent(sent);
            upstream.sent();
            return sent;
        } catch (IOException e) {
            return failed(Errno.of(e)) ? 0 : 1;
        }
    }

    /** The backend's socket tells an error; true if it is the backend's, which may well concern an earlier datagram. */
    private boolean failed(int errno) {
        Drop reason = Drops.ofSending(errno);
        if (reason != Drop.BACKEND_REFUSED) {
            lane.drop(reason, 1);
            return false;
        }
        if (errno == Errno.ECONNREFUSED) {
            lane.drop(reason, 1); // an ICMP answer to one that had left; the one at hand is not lost
        }
        upstream.refused(errno);
        return true;
    }

    @Override
    public void ready(int events) {
        if (isEnded) {
            return;
        }
        int wanted = readSize.next();
        try {
            int received = lane.outbox().relay(upstream.socket(), wanted, this);
            readSize.read(wanted, received);
            if (received > 0) {
                lastActiveNanos = lane.worker().tickNanos();
                answered += received;
                upstream.answered();
                if (settings.isOver(taken, answered)) {
                    end(TerminationCode.NORMAL, "all responses received");
                }
            }
        } catch (IOException e) {
            boolean unused = failed(Errno.of(e));
        }
    }

    @Override
    public LinuxSocket replySocket() {
        return replySocket;
    }

    @Override
    public void address(DatagramBatch batch, int slot) {
        key.address(batch, slot);
    }

    @Override
    public void replySent(int bytes) {
        traffic.out(bytes);
    }

    @Override
    public void replyLost(int errno) {
        Drop reason = Drops.ofSending(errno);
        lane.drop(reason == Drop.BACKEND_REFUSED ? Drop.OTHER : reason, 1); // the way to the client, not to the backend
    }

    @Override
    public void failed(Throwable cause) {
        end(TerminationCode.INTERNAL, TerminationCode.INTERNAL.words());
    }

    /** Adds what it moved since the last time to the counters of listener and backend. */
    void report() {
        traffic.report(settings.stats(), upstream.backend());
    }

    Doorway doorway() {
        return doorway;
    }

    /** True when nothing has moved for as long as its settings allow. */
    boolean isIdle(long nowNanos) {
        return lastActiveNanos - (nowNanos - settings.idleNanos()) <= 0;
    }

    /** Ends it: socket, counters, places, log. Idempotent. */
    void end(TerminationCode code, String reason) {
        if (isEnded) {
            return;
        }
        isEnded = true;
        lane.outbox().flush(); // its replies may be among those that wait
        doorway.forget(this);
        lane.remove(this);
        report();
        settings.stats().ended(code); // before the places: who sees it gone sees that it has ended
        upstream.close();
        settings.entrance().leave();
        if (settings.log().isOn()) {
            settings.log().write(record(code, reason));
        }
    }

    private SessionRecord record(TerminationCode code, String reason) {
        Backend last = upstream.backend();
        return new SessionRecord(
                System.currentTimeMillis(),
                settings.listener(),
                Protocol.UDP,
                Endpoint.format(client),
                last == null ? settings.pool().name() : last.pool(),
                last == null ? null : last.name(),
                traffic.bytesIn(),
                traffic.bytesOut(),
                NOT_CONNECTED,
                System.nanoTime() - startedNanos,
                upstream.attempts(),
                code,
                reason);
    }
}
