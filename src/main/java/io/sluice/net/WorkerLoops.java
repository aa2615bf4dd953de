package io.sluice.net;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;

/** The loops of the workers, which leave nothing open when they end. */
final class WorkerLoops extends MultiThreadIoEventLoopGroup {

    WorkerLoops(int count) {
        super(count, new DefaultThreadFactory("sluice-worker"), EpollIoHandler.newFactory());
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... unused) {
        return new Loop(this, executor, factory);
    }

    /**
     * A loop of Netty 4.2 looks whether it shall end, closes what is registered if so, runs its tasks, and looks again: asked to end
     * in between, it ends and closes nothing. This one closes before the second look, too.
     */
    private static final class Loop extends SingleThreadIoEventLoop {

        Loop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory factory) {
            super(parent, executor, factory);
        }

        @Override
        protected boolean confirmShutdown() {
            if (isShuttingDown()) {
                ioHandler().prepareToDestroy();
            }
            return super.confirmShutdown();
        }
    }
}
