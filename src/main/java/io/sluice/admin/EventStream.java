package io.sluice.admin;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.sluice.control.Event;
import io.sluice.control.Events;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One reader of the events. Nothing waits for it: while its channel is full it reads nothing, and the events that are
 * overwritten meanwhile are told as lost; when the channel stays full it is closed. On the admin loop, but for {@link #wake}.
 */
final class EventStream implements Outcome.Stream {

    /** Heartbeats in a row at which nothing could be written. */
    private static final int PATIENCE = 4;

    private static final int AT_A_TIME = 32;

    private final Events events;
    private final EventFilter filter;
    private final EventStreams streams;
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private long reached;
    private int stuck;
    private boolean isWriting;
    private volatile @Nullable ChannelHandlerContext context;
    private @Nullable Runnable subscription;
    private @Nullable Future<?> heartbeat;

    /** @param reached the last event that the reader knows */
    EventStream(Events events, EventFilter filter, long reached, EventStreams streams) {
        this.events = events;
        this.filter = filter;
        this.reached = reached;
        this.streams = streams;
    }

    @Override
    public String contentType() {
        return EventText.CONTENT_TYPE;
    }

    @Override
    public void begin(ChannelHandlerContext opened) {
        context = opened;
        streams.opened();
        subscription = events.subscribe(this::wake);
        long millis = streams.heartbeatMillis();
        heartbeat = opened.executor().scheduleAtFixedRate(this::beat, millis, millis, TimeUnit.MILLISECONDS);
        write(EventText.OPENING);
        tell();
    }

    @Override
    public void writabilityChanged() {
        tell();
    }

    @Override
    public void ended() {
        if (subscription != null && heartbeat != null) {
            subscription.run();
            heartbeat.cancel(false);
            streams.closed();
        }
        context = null;
    }

    /** On the publisher's thread. */
    private void wake() {
        ChannelHandlerContext to = context;
        if (to == null || !isWoken.compareAndSet(false, true)) {
            return;
        }
        try {
            to.executor().execute(this::tell);
        } catch (RejectedExecutionException e) {
            isWoken.set(true); // the admin loop has ended, and the stream with it
        }
    }

    private void tell() {
        isWoken.set(false); // before reading: what is published from now on wakes again
        if (isWriting || context == null) {
            return; // a flush below has just made the channel writable: the loop below goes on
        }
        isWriting = true;
        while (hasMore() && isWritable()) {
            write(batch());
        }
        isWriting = false;
    }

    private boolean hasMore() {
        return reached < events.last();
    }

    private boolean isWritable() {
        ChannelHandlerContext to = context;
        return to != null && to.channel().isActive() && to.channel().isWritable();
    }

    private String batch() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < AT_A_TIME && hasMore(); i++) {
            Event next = events.find(reached + 1);
            if (next == null) {
                long last = Math.max(reached + 1, events.oldest() - 1);
                text.append(EventText.lost(reached + 1, last));
                reached = last;
                continue;
            }
            reached = next.id();
            text.append(filter.takes(next) ? EventText.of(next) : "");
        }
        return text.toString();
    }

    private void beat() {
        if (isWritable()) {
            stuck = 0;
            write(EventText.HEARTBEAT);
            return;
        }
        ChannelHandlerContext to = context;
        if (++stuck == PATIENCE && to != null) {
            var unused = to.close();
        }
    }

    private void write(String text) {
        ChannelHandlerContext to = context;
        if (to != null && !text.isEmpty()) {
            var unused = to.writeAndFlush(new DefaultHttpContent(ByteBufUtil.writeUtf8(to.alloc(), text)));
        }
    }
}
