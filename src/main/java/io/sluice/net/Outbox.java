package io.sluice.net;

import io.netty.channel.epoll.DatagramBatch;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one batch of events. Each is received into a free slot and leaves from that slot: when the slots are full, or
 * when the batch of events is over, all that wait leave with one system call for each run of the same socket. A slot is free
 * again only when its reply has left or is lost. On one worker.
 */
public final class Outbox {

    private static final int SLOTS = 32;

    private final Worker worker;
    private final DatagramBatch batch = new DatagramBatch(SLOTS);
    private final @Nullable Outlet[] outlets = new Outlet[SLOTS];
    private final Runnable flush = this::flushAtEnd;
    private boolean isFlushScheduled;
    private int waiting;

    Outbox(Worker worker) {
        this.worker = worker;
    }

    /**
     * Receives up to {@code wanted} datagrams from a connected socket and keeps them for the outlet.
     *
     * @return how many there were; fewer than wanted: there was no more
     * @throws IOException with the error that the socket holds, an ICMP answer for instance
     */
    public int relay(LinuxSocket from, int wanted, Outlet outlet) throws IOException {
        if (waiting + wanted > SLOTS) {
            flush();
        }
        int received = receive(from, wanted);
        for (int i = 0; i < received; i++) {
            outlet.address(batch, waiting);
            outlets[waiting] = outlet;
            waiting++;
        }
        if (received > 0 && !isFlushScheduled) {
            isFlushScheduled = true;
            worker.execute(flush);
        }
        return received;
    }

    private int receive(LinuxSocket from, int wanted) throws IOException {
        if (wanted == 1) {
            return batch.receiveOne(from, waiting) ? 1 : 0;
        }
        return batch.receive(from, waiting, wanted);
    }

    private void flushAtEnd() {
        isFlushScheduled = false;
        flush();
    }

    /** Sends all that waits, now. */
    public void flush() {
        int start = 0;
        while (start < waiting) {
            int end = start + 1;
            LinuxSocket socket = outlet(start).replySocket();
            while (end < waiting && outlet(end).replySocket().equals(socket)) {
                end++;
            }
            sendRun(socket, start, end);
            start = end;
        }
        waiting = 0;
    }

    private void sendRun(LinuxSocket socket, int start, int end) {
        int next = start;
        while (next < end) {
            int sent;
            int errno = Errno.EAGAIN;
            try {
                sent = batch.send(socket, next, end - next);
            } catch (IOException e) {
                sent = 0;
                errno = Errno.of(e);
            }
            for (int i = 0; i < sent; i++) {
                outlet(next + i).replySent(batch.length(next + i));
            }
            next += sent;
            if (sent == 0) {
                next += lost(next, errno == Errno.EAGAIN ? end : next + 1, errno);
            }
        }
    }

    private int lost(int start, int end, int errno) {
        for (int i = start; i < end; i++) {
            outlet(i).replyLost(errno);
        }
        return end - start;
    }

    private Outlet outlet(int slot) {
        Outlet outlet = outlets[slot];
        if (outlet == null) {
            throw new IllegalStateException("no outlet for slot " + slot); // every waiting slot has one
        }
        return outlet;
    }
}
