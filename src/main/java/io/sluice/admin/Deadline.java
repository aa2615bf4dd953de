package io.sluice.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clock of one connection, first in its pipeline: so long may it stay idle, so long may one request take from its first byte
 * until its answer is written, and so long are bytes thrown away before a connection that we end is closed. On the admin loop.
 */
final class Deadline extends ChannelInboundHandlerAdapter {

    /** Fired down the pipeline when a request takes too long; whoever hears it ends the connection. */
    static final Object EXPIRED = new Object();

    static final long REQUEST_MILLIS = 10_000;

    /** Closing with unread bytes would reset the connection, and the peer might lose our last answer. */
    private static final long DISCARD_MILLIS = 2_000;

    private final long requestMillis;
    private State state = State.IDLE;
    private @Nullable Future<?> timer;

    private enum State {
        IDLE,
        REQUEST,
        /** Past its time: so long may the answer that says so take. */
        LAST,
        STREAM,
        DISCARD
    }

    Deadline(long requestMillis) {
        this.requestMillis = requestMillis;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        begin(context, State.IDLE, requestMillis);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancel();
    }

    /** The answer is written: the next request may come. */
    void answered(ChannelHandlerContext context) {
        if (state == State.REQUEST) {
            begin(context, State.IDLE, requestMillis);
        }
    }

    /** An answer without an end begins: no time limit from now on, and nothing more to be heard from the peer but its close. */
    void stream(ChannelHandlerContext context) {
        cancel();
        state = State.STREAM;
        context.channel().config().setAutoRead(true); // else its close would go unheard
    }

    /** The last answer is written: what still comes is thrown away until the peer closes too. */
    void discard(ChannelHandlerContext context) {
        begin(context, State.DISCARD, DISCARD_MILLIS);
        context.channel().config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state == State.DISCARD) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (state == State.STREAM) {
            ReferenceCountUtil.release(message);
            var unused = context.close(); // it was told that the connection ends with the stream
            return;
        }
        if (state == State.IDLE) {
            begin(context, State.REQUEST, requestMillis);
        }
        context.fireChannelRead(message);
    }

    private void begin(ChannelHandlerContext context, State next, long millis) {
        cancel();
        state = next;
        timer = context.executor().schedule(() -> expired(context), millis, TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (timer != null) {
            var unused = timer.cancel(false);
        }
    }

    private void expired(ChannelHandlerContext context) {
        if (state == State.REQUEST) {
            begin(context, State.LAST, DISCARD_MILLIS);
            context.fireUserEventTriggered(EXPIRED);
        } else {
            var unused = context.close();
        }
    }
}
