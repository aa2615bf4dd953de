package io.sluice.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * One non-blocking socket on one worker: watched, read, written and closed. Used on its worker only.
 *
 * <p>What the kernel answers is a value: a count, {@link #AGAIN}, {@link #END} or {@link #FAILED}. Closing takes effect at the
 * end of the current batch of events, so that the number cannot be given to a new socket while an event for the old one is still
 * waiting in that batch.
 */
public final class Descriptor implements EpollIoHandle {

    /** Nothing could be read or written now. */
    public static final int AGAIN = 0;
    /** The peer has ended its direction. */
    public static final int END = -1;
    /** The connection is broken; see {@link #errno()}. */
    public static final int FAILED = -2;

    private static final int SOL_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int TCP_INFO_BYTES = 148;
    private static final int TCP_INFO_STATE = 0;
    private static final int TCP_INFO_UNACKED = 24;
    private static final int TCP_INFO_NOT_SENT = 144;
    private static final byte TCP_CLOSE = 7;

    private final Worker worker;
    private final FileDescriptor fd;
    private final Readiness owner;
    private @Nullable IoRegistration registration;
    private boolean closed;
    private int errno;

    public Descriptor(Worker worker, FileDescriptor fd, Readiness owner) {
        this.worker = worker;
        this.fd = fd;
        this.owner = owner;
    }

    /** Starts watching, or changes what is watched. One {@code epoll_ctl}. */
    public void watch(EpollIoOps interest) {
        IoRegistration current = registration;
        if (current == null) {
            current = worker.loop().register(this).getNow(); // on the loop, so it is done at once
            registration = current;
        }
        current.submit(interest);
    }

    /** Reads up to {@code length} bytes into memory: the count, or {@link #AGAIN}, {@link #END}, {@link #FAILED}. */
    public int read(long address, int length) {
        try {
            return fd.readAddress(address, 0, length);
        } catch (IOException | NotYetConnectedException e) {
            errno = Errno.of(e);
            return FAILED;
        }
    }

    /** Writes up to {@code length} bytes from memory: the count, or {@link #AGAIN}, {@link #FAILED}. */
    public int write(long address, int offset, int length) {
        try {
            return fd.writeAddress(address, offset, offset + length);
        } catch (IOException | NotYetConnectedException e) {
            errno = Errno.of(e);
            return FAILED;
        }
    }

    /** As {@link #write(long, int, int)}, from a direct buffer. */
    public int write(ByteBuffer bytes, int position, int length) {
        try {
            return fd.write(bytes, position, position + length);
        } catch (IOException | NotYetConnectedException e) {
            errno = Errno.of(e);
            return FAILED;
        }
    }

    /** Ends our direction with a FIN, after everything written. False when the connection is broken already. */
    public boolean shutdownOutput() {
        try {
            socket().shutdown(false, true);
            return true;
        } catch (IOException | NotYetConnectedException e) {
            errno = Errno.of(e);
            return false;
        }
    }

    /** The result of a connect that was under way: 0, or the error number. */
    public int connectResult() {
        try {
            return socket().finishConnect() ? 0 : Errno.EAGAIN;
        } catch (IOException e) {
            return Errno.of(e);
        }
    }

    /** True if the kernel still holds bytes of ours that the peer has not acknowledged. Costs one system call. */
    public boolean hasUndelivered() {
        ByteBuffer info = ByteBuffer.allocate(TCP_INFO_BYTES).order(ByteOrder.nativeOrder());
        try {
            socket().getRawOpt(SOL_TCP, TCP_INFO, info);
            if (info.get(TCP_INFO_STATE) == TCP_CLOSE) {
                return false; // reset: the kernel has thrown the bytes away, but goes on counting those not sent
            }
            return info.getInt(TCP_INFO_UNACKED) != 0 || info.getInt(TCP_INFO_NOT_SENT) != 0;
        } catch (IOException e) {
            return false; // a UNIX socket, or gone: nothing to wait for
        }
    }

    /** Closes; the kernel still delivers what was written, then a FIN. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        worker.closeAfterEvents(this);
    }

    /** Closes at once. Only in a task of the worker: between two batches no event for the old number can be waiting. */
    public void closeNow() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /** Closes with a reset: what the peer has not yet received is lost, and it is told so. Idempotent. */
    public void reset() {
        if (closed) {
            return;
        }
        try {
            socket().setSoLinger(0);
        } catch (IOException e) {
            errno = Errno.of(e); // gone already: close is all there is to do
        }
        close();
    }

    /** The error behind the last {@link #FAILED}. */
    public int errno() {
        return errno;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Closes the number itself; the worker calls it when the batch is over. */
    void release() {
        try {
            fd.close(); // first: then cancelling needs no epoll_ctl, the kernel has forgotten it
        } catch (IOException e) {
            errno = Errno.of(e); // the number is free whatever close says
        }
        if (registration != null) {
            registration.cancel();
        }
    }

    /** An accepted number is wrapped only when it needs more than reading and writing: it costs a {@code getsockname}. */
    public Socket socket() {
        return fd instanceof Socket socket ? socket : new Socket(fd.intValue());
    }

    @Override
    public FileDescriptor fd() {
        return fd;
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        if (closed) {
            return;
        }
        try {
            owner.ready(((EpollIoEvent) event).ops().value());
        } catch (Throwable e) { // the border to Netty's loop: one owner ends, the loop lives
            worker.alarm().raised(e);
            owner.failed(e);
        }
    }
}
