package io.sluice.net;

import io.netty.channel.epoll.DatagramBatch;

/** The slots that all UDP listeners of one worker share: 32 for what comes in, 32 for replies; 4 MiB. On one worker. */
public final class Datagrams {

    private static final int SLOTS = 32;

    private final DatagramBatch incoming = new DatagramBatch(SLOTS);
    private final Outbox outbox;

    Datagrams(Worker worker) {
        this.outbox = new Outbox(worker);
    }

    /** Where clients' datagrams are received; its content is nobody's once an event has been handled. */
    public DatagramBatch incoming() {
        return incoming;
    }

    /** Where replies wait for the end of the batch of events. */
    public Outbox outbox() {
        return outbox;
    }
}
