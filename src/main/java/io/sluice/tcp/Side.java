package io.sluice.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.FileDescriptor;
import io.sluice.net.Descriptor;
import io.sluice.net.Events;
import io.sluice.net.Readiness;
import io.sluice.net.StreamSockets;
import io.sluice.net.Worker;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a session: its socket, what is known of it, and the bytes that it has not taken yet. Used on its worker only.
 *
 * <pre>
 * input:   open ──END read──▶ ended            output:  open ──FIN sent──▶ ended
 *            └──────read or write failed──▶ broken ◀──────────┘
 * </pre>
 *
 * A write that fails takes the error out of the socket: what the peer sent before its reset can still be read, but then looks
 * like a clean end. A broken side therefore never ends cleanly.
 */
final class Side implements Readiness {

    private final TcpSession session;
    private final Descriptor descriptor;
    private @Nullable ByteBuf leftover;
    private long received;
    private boolean readable;
    private boolean hungUp;
    private boolean failed;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean broken;
    private boolean blocked;
    private boolean takesAll;
    private boolean watchesWriting;

    Side(TcpSession session, Worker worker, FileDescriptor fd) {
        this.session = session;
        this.descriptor = new Descriptor(worker, fd, this);
    }

    @Override
    public void ready(int events) {
        session.ready(this, events);
    }

    @Override
    public void failed(Throwable cause) {
        session.failed(cause);
    }

    void watchReading() {
        descriptor.watch(Events.READ);
    }

    void watchReadingAndWriting() {
        watchesWriting = true;
        descriptor.watch(Events.READ_WRITE);
    }

    /** Remembers what an event told. */
    void note(int events) {
        if (Events.isReadable(events)) {
            readable = true;
        }
        if ((events & (Events.RDHUP | Events.HUP | Events.ERR)) != 0) {
            hungUp = true;
            failed |= (events & Events.ERR) != 0;
        }
        if (Events.isWritable(events)) {
            blocked = false;
        }
    }

    /** Reads into memory: a count, or {@link Descriptor#AGAIN}, {@code END}, {@code FAILED}; remembers what follows from it. */
    int read(long address, int length) {
        int count = descriptor.read(address, length);
        if (count > 0) {
            received += count;
            session.progressed();
            // A short read has emptied the socket; the next byte will be a new edge. Not so when the end is waiting
            // behind it.
            readable = count == length || hungUp;
            return count;
        }
        readable = false;
        if (count == Descriptor.AGAIN) {
            return count;
        }
        if (count == Descriptor.FAILED || broken) {
            broken = true;
            return Descriptor.FAILED;
        }
        inputEnded = true;
        return Descriptor.END;
    }

    /**
     * Writes the first {@code count} bytes of the scratch buffer.
     *
     * @param offered how many bytes were asked for when reading
     * @return true when all were taken; otherwise the rest is kept as leftover, unless the side is broken or memory is short
     */
    boolean write(Worker worker, int count, int offered) {
        int written = descriptor.write(worker.scratchAddress(), 0, count);
        if (written == count) {
            takesAll = count == offered || takesAll;
            return true;
        }
        if (written == Descriptor.FAILED) {
            broke();
            return false;
        }
        takesAll = false;
        keep(worker, written, count);
        return false;
    }

    /** Writes the leftover. True when there is none any more. */
    boolean flush() {
        ByteBuf rest = leftover;
        if (rest == null) {
            return true;
        }
        if (blocked) {
            return false;
        }
        ByteBuffer bytes = rest.internalNioBuffer(rest.readerIndex(), rest.readableBytes());
        int written = descriptor.write(bytes, bytes.position(), bytes.remaining());
        if (written == Descriptor.FAILED) {
            broke();
            return false;
        }
        rest.skipBytes(written);
        if (written > 0) {
            session.progressed();
        }
        if (rest.isReadable()) {
            blocked = true;
            return false;
        }
        dropLeftover();
        return true;
    }

    /** Sends the FIN, once. False when the side is broken. Only with no leftover. */
    boolean endOutput() {
        if (outputEnded) {
            return true;
        }
        if (session.isLastToEnd(this)) {
            outputEnded = true; // close will send it
            return true;
        }
        if (!descriptor.shutdownOutput()) {
            broke();
            return false;
        }
        outputEnded = true;
        return true;
    }

    /** Takes a leftover over: bytes that this side still has to take. */
    void take(ByteBuf bytes) {
        leftover = bytes;
    }

    /** A copy of part of the scratch buffer, or null when memory is short. */
    static @Nullable ByteBuf copyOfScratch(Worker worker, int from, int to) {
        try {
            ByteBuf copy = PooledByteBufAllocator.DEFAULT.directBuffer(to - from);
            copy.writeBytes(worker.scratch().limit(to).position(from));
            worker.alarm().memoryGranted();
            return copy;
        } catch (OutOfMemoryError e) { // direct memory only: the heap's ends the process
            worker.alarm().memoryRefused();
            return null;
        } finally {
            worker.scratch().clear();
        }
    }

    private void keep(Worker worker, int from, int to) {
        leftover = copyOfScratch(worker, from, to);
        blocked = true;
        if (leftover != null && !watchesWriting) {
            watchReadingAndWriting();
        }
    }

    void dropLeftover() {
        if (leftover != null) {
            leftover.release();
            leftover = null;
        }
    }

    void close() {
        dropLeftover();
        descriptor.close();
    }

    void reset() {
        dropLeftover();
        descriptor.reset();
    }

    /** The connection is broken, and whoever found out has taken the error out of the socket. */
    void broke() {
        broken = true;
        readable = true; // what it sent before may still be read
        dropLeftover();
    }

    /** True while bytes are on their way to this side: kept here, or not yet acknowledged by the peer's kernel. */
    boolean isOwedBytes() {
        return leftover != null || descriptor.hasUndelivered();
    }

    /** Makes the kernel notice a peer that vanished. Late, so that short sessions do not pay for it. */
    void watchForDeadPeer(long userTimeoutMillis) {
        try {
            if (descriptor.fd() instanceof LinuxSocket socket) {
                StreamSockets.watchForDeadPeer(socket, userTimeoutMillis);
            }
        } catch (IOException e) {
            hungUp = true; // a UNIX socket has no such options, and a dead connection says so when it is read
        }
    }

    Descriptor descriptor() {
        return descriptor;
    }

    /** Bytes read from this side. */
    long received() {
        return received;
    }

    boolean isReadable() {
        return readable;
    }

    boolean takesAll() {
        return takesAll;
    }

    boolean hasLeftover() {
        return leftover != null;
    }

    boolean hasEndedInput() {
        return inputEnded;
    }

    boolean hasEndedOutput() {
        return outputEnded;
    }

    /** True once the kernel has told of an error, a reset most likely; reading or writing may not have met it yet. */
    boolean hasFailed() {
        return failed;
    }

    boolean isBroken() {
        return broken;
    }
}
