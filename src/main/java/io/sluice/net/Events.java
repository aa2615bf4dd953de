package io.sluice.net;

import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.Native;

/** The bits of epoll, and the interests that our descriptors are watched with. All are edge-triggered but one. */
public final class Events {

    public static final int IN = Native.EPOLLIN;
    public static final int OUT = Native.EPOLLOUT;
    public static final int ERR = Native.EPOLLERR;
    public static final int RDHUP = Native.EPOLLRDHUP;
    /** Not named by Netty; always reported, never asked for. */
    public static final int HUP = 0x10;

    /** Reading and the peer's end of stream. */
    public static final EpollIoOps READ = EpollIoOps.valueOf(IN | RDHUP | Native.EPOLLET);
    /** As {@link #READ}, and writing. */
    public static final EpollIoOps READ_WRITE = EpollIoOps.valueOf(IN | OUT | RDHUP | Native.EPOLLET);

    /**
     * Datagrams to read, level-triggered: one read per event, of as many as are expected, is enough, since what is left is
     * told again. Edge-triggered, every read would need a second one that finds nothing.
     */
    public static final EpollIoOps READ_LEVEL = EpollIoOps.valueOf(IN);

    private Events() {}

    /** True if reading is worth a try: data, end of stream, reset. */
    public static boolean isReadable(int events) {
        return (events & (IN | RDHUP | HUP | ERR)) != 0;
    }

    /** True if writing is worth a try: room, or an error that the write will tell. */
    public static boolean isWritable(int events) {
        return (events & (OUT | HUP | ERR)) != 0;
    }
}
