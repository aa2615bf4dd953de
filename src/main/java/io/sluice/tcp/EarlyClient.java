package io.sluice.tcp;

import io.netty.buffer.ByteBuf;
import io.sluice.net.Descriptor;
import io.sluice.net.Events;
import io.sluice.net.Worker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client while it has no backend yet. Its bytes wait in the kernel; only when it ends its input is it read, to tell a request
 * that is complete from a client that has left, and what is read is kept for the backend that answers. Handed from phase to
 * phase; on the session's worker.
 */
final class EarlyClient {

    /** A client that has ended its input without a byte has probably left; one that waits for a greeting gets this long. */
    private static final long EMPTY_CLIENT_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int EARLY_BYTES = 64 * 1024;

    private final TcpSession session;
    private final Cause whenGone;
    private @Nullable ByteBuf bytes;
    private long leftNanos = Long.MAX_VALUE;

    /** @param whenGone why the session ends when the client leaves */
    EarlyClient(TcpSession session, Cause whenGone) {
        this.session = session;
        this.whenGone = whenGone;
    }

    /** Hands over to the next phase all that is known and kept; this one keeps nothing. */
    EarlyClient handOver(Cause whenGoneNow) {
        EarlyClient next = new EarlyClient(session, whenGoneNow);
        next.bytes = bytes;
        next.leftNanos = leftNanos;
        bytes = null;
        return next;
    }

    /** Something is ready on the client's side: the session has ended after it, perhaps. */
    void ready(int events) {
        Side client = session.client();
        client.note(events);
        if ((events & (Events.HUP | Events.ERR)) != 0) {
            session.end(whenGone, false);
        } else if ((events & Events.RDHUP) != 0 && bytes == null) {
            ended(client);
        }
    }

    private void ended(Side client) {
        Worker worker = session.worker();
        int count = client.read(worker.scratchAddress(), EARLY_BYTES);
        if (count > 0) {
            bytes = Side.copyOfScratch(worker, 0, count);
            if (bytes == null) {
                session.end(Cause.NO_MEMORY, true);
            }
        } else if (count == Descriptor.END) {
            leftNanos = System.nanoTime() + EMPTY_CLIENT_GRACE_NANOS;
        } else if (count == Descriptor.FAILED) {
            session.end(whenGone, false);
        }
    }

    /** True once it has ended its input without a byte. */
    boolean hasLeft() {
        return leftNanos != Long.MAX_VALUE;
    }

    /** Ends the session when a client that has left has had its grace; true if so. */
    boolean endsAfterGrace(long nowNanos) {
        boolean isOver = hasLeft() && nowNanos - leftNanos >= 0;
        if (isOver) {
            session.end(whenGone, false);
        }
        return isOver;
    }

    /** Gives the backend what was read. */
    void giveTo(Side backend) {
        if (bytes != null) {
            backend.take(bytes);
            bytes = null;
        }
    }

    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
