package io.netty.channel.epoll;

import io.netty.channel.epoll.NativeDatagramPacketArray.NativeDatagramPacket;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.NullMarked;

/**
 * A row of slots for datagrams, each large enough for any datagram of IPv4 or IPv6, which many datagrams enter and leave in one
 * system call ({@code recvmmsg(2)}, {@code sendmmsg(2)}). Not thread-safe; nothing here allocates but a failure.
 *
 * <p>This class is ours. It lives in a package of Netty's because the JNI methods that it calls, and the fields through which
 * they speak, are not public. The fields are looked up once, when this class is initialized: a Netty that names them otherwise
 * fails there with a message that says so, before any socket is open.
 */
@NullMarked
public final class DatagramBatch {

    /** Room of one slot: more than the 65,527 bytes of payload that a datagram can carry, so nothing is ever cut. */
    public static final int SLOT_BYTES = 65_536;

    /** Bytes of an address in the form that {@link #to} takes: IPv6, or IPv4 in the last four bytes. */
    public static final int ADDRESS_BYTES = 16;

    private static final int IOVEC_BYTES = 16;
    private static final int IOVEC_LENGTH_AT = 8;

    /** Only lends its packets an enclosing instance; its own native memory is given back at once. */
    private static final NativeDatagramPacketArray ENCLOSING;

    private static final VarHandle MEMORY_ADDRESS;
    private static final VarHandle COUNT;
    private static final VarHandle SENDER;
    private static final VarHandle SENDER_LENGTH;
    private static final VarHandle SENDER_SCOPE;
    private static final VarHandle SENDER_PORT;
    private static final VarHandle RECIPIENT;
    private static final VarHandle RECIPIENT_LENGTH;
    private static final VarHandle RECIPIENT_SCOPE;
    private static final VarHandle RECIPIENT_PORT;
    private static final VarHandle SEGMENT_SIZE;

    static {
        Epoll.ensureAvailability(); // loads the native library
        ENCLOSING = new NativeDatagramPacketArray();
        ENCLOSING.release();
        try {
            Lookup lookup = MethodHandles.privateLookupIn(NativeDatagramPacket.class, MethodHandles.lookup());
            MEMORY_ADDRESS = field(lookup, "memoryAddress", long.class);
            COUNT = field(lookup, "count", int.class);
            SENDER = field(lookup, "senderAddr", byte[].class);
            SENDER_LENGTH = field(lookup, "senderAddrLen", int.class);
            SENDER_SCOPE = field(lookup, "senderScopeId", int.class);
            SENDER_PORT = field(lookup, "senderPort", int.class);
            RECIPIENT = field(lookup, "recipientAddr", byte[].class);
            RECIPIENT_LENGTH = field(lookup, "recipientAddrLen", int.class);
            RECIPIENT_SCOPE = field(lookup, "recipientScopeId", int.class);
            RECIPIENT_PORT = field(lookup, "recipientPort", int.class);
            SEGMENT_SIZE = field(lookup, "segmentSize", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(
                    "Netty's NativeDatagramPacket is not the one this program was built for: " + e);
        }
    }

    private final NativeDatagramPacket[] packets;
    private final NativeDatagramPacket[] leaving;
    private final int[] lengths;
    private final ByteBuffer vectors;
    private final ByteBuffer memory;
    private final long memoryAddress;

    public DatagramBatch(int slots) {
        packets = new NativeDatagramPacket[slots];
        leaving = new NativeDatagramPacket[slots];
        lengths = new int[slots];
        memory = ByteBuffer.allocateDirect(slots * SLOT_BYTES);
        memoryAddress = PlatformDependent.directBufferAddress(memory);
        vectors = ByteBuffer.allocateDirect(slots * IOVEC_BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < slots; i++) {
            packets[i] = ENCLOSING.new NativeDatagramPacket();
            MEMORY_ADDRESS.set(packets[i], PlatformDependent.directBufferAddress(vectors) + (long) i * IOVEC_BYTES);
            vectors.putLong(i * IOVEC_BYTES, address(i));
            resize(i, SLOT_BYTES);
        }
    }

    private static VarHandle field(Lookup lookup, String name, Class<?> type) throws ReflectiveOperationException {
        return lookup.findVarHandle(NativeDatagramPacket.class, name, type);
    }

    /** Fails with an Error that says why if datagrams cannot be moved this way here. */
    public static void ensureAvailable() {
        assert ENCLOSING != null; // being initialized is all there is to do
    }

    public int slots() {
        return packets.length;
    }

    /**
     * Fills up to {@code count} slots from {@code first} on, with one call: how many were filled, 0 if none is there. The local
     * address that a datagram was sent to is told for IPv4 sockets that have {@code IP_RECVORIGDSTADDR}; Netty's JNI knows no
     * such thing for IPv6.
     */
    public int receive(LinuxSocket socket, int first, int count) throws IOException {
        for (int i = first; i < first + count; i++) {
            expect(i);
        }
        int received = socket.recvmmsg(packets, first, count);
        for (int i = first; i < first + received; i++) {
            received(i);
        }
        return received;
    }

    /** Fills one slot from a connected socket with the cheapest call there is; false if nothing is there. */
    public boolean receiveOne(LinuxSocket socket, int slot) throws IOException {
        int length = socket.recvAddress(address(slot), 0, SLOT_BYTES);
        if (length == 0) {
            return false;
        }
        resize(slot, Math.max(length, 0)); // the call says -1 for an empty datagram: for a stream that is the end
        return true;
    }

    private void expect(int slot) {
        resize(slot, SLOT_BYTES);
        RECIPIENT_LENGTH.set(packets[slot], 0); // only told of sockets that ask for it
    }

    private void received(int slot) {
        int length = (int) COUNT.get(packets[slot]); // on the way in the number of vectors, on the way out of bytes
        resize(slot, length);
        SEGMENT_SIZE.set(packets[slot], 0);
    }

    private void resize(int slot, int length) {
        COUNT.set(packets[slot], 1);
        lengths[slot] = length;
        vectors.putLong(slot * IOVEC_BYTES + IOVEC_LENGTH_AT, length);
    }

    public int length(int slot) {
        return lengths[slot];
    }

    public long address(int slot) {
        return memoryAddress + (long) slot * SLOT_BYTES;
    }

    /** The sender's address in the first {@link #senderLength} bytes; valid until the slot is filled again. */
    public byte[] sender(int slot) {
        return (byte[]) SENDER.get(packets[slot]);
    }

    public int senderLength(int slot) {
        return (int) SENDER_LENGTH.get(packets[slot]);
    }

    public int senderPort(int slot) {
        return (int) SENDER_PORT.get(packets[slot]);
    }

    public int senderScope(int slot) {
        return (int) SENDER_SCOPE.get(packets[slot]);
    }

    /** The local address it was sent to in the first {@link #destinationLength} bytes; that is 0 when it is not known. */
    public byte[] destination(int slot) {
        return (byte[]) RECIPIENT.get(packets[slot]);
    }

    public int destinationLength(int slot) {
        return (int) RECIPIENT_LENGTH.get(packets[slot]);
    }

    /** Sends the datagram of a slot to this address when it leaves. */
    public void to(int slot, byte[] address, int scope, int port) {
        NativeDatagramPacket packet = packets[slot];
        System.arraycopy(address, 0, (byte[]) RECIPIENT.get(packet), 0, ADDRESS_BYTES);
        RECIPIENT_LENGTH.set(packet, ADDRESS_BYTES);
        RECIPIENT_SCOPE.set(packet, scope);
        RECIPIENT_PORT.set(packet, port);
    }

    /** Sends the datagram of a slot to the peer of the socket when it leaves. */
    public void toPeer(int slot) {
        RECIPIENT_LENGTH.set(packets[slot], 0);
    }

    /**
     * Sends the datagrams of {@code count} slots named in {@code order}, in that order, with one call: how many left, 0 if the
     * socket has no room. A failure of a later one is only told by the next call.
     */
    public int send(LinuxSocket socket, int[] order, int from, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            leaving[i] = packets[order[from + i]];
        }
        return socket.sendmmsg(leaving, 0, count);
    }

    /** As {@link #send(LinuxSocket, int[], int, int)} for slots that follow one another. */
    public int send(LinuxSocket socket, int first, int count) throws IOException {
        return socket.sendmmsg(packets, first, count);
    }

    /** As {@link #send(LinuxSocket, int[], int, int)} to the peer of a connected socket, by the cheapest call there is. */
    public int sendToPeer(LinuxSocket socket, int[] order, int from, int count) throws IOException {
        if (count == 1 && length(order[from]) > 0) {
            return sendOne(socket, order[from]) ? 1 : 0;
        }
        for (int i = from; i < from + count; i++) {
            toPeer(order[i]);
        }
        return send(socket, order, from, count);
    }

    /** Sends one datagram that is not empty to the peer of a connected socket; false if the socket has no room. */
    public boolean sendOne(LinuxSocket socket, int slot) throws IOException {
        return socket.sendAddress(address(slot), 0, lengths[slot]) > 0;
    }
}
