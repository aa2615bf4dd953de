package io.sluice.udp;

import io.netty.channel.epoll.DatagramBatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * Who sent a datagram, and on an IPv4 wildcard listener to which local address: the key of a session. One mutable key per
 * doorway is filled for every datagram; a session keeps a copy that is not changed any more. On one worker.
 */
final class ClientKey {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_AT = DatagramBatch.ADDRESS_BYTES - IPV4_BYTES;

    private final byte[] address = new byte[DatagramBatch.ADDRESS_BYTES];
    private boolean isIpv6;
    private int port;
    private int scope;
    private int local;

    /** Reads the sender of a slot, and the local address if the slot has it. */
    void read(DatagramBatch batch, int slot) {
        byte[] sender = batch.sender(slot);
        isIpv6 = batch.senderLength(slot) != IPV4_BYTES;
        if (isIpv6) {
            System.arraycopy(sender, 0, address, 0, DatagramBatch.ADDRESS_BYTES);
        } else {
            LONG.set(address, 0, 0L);
            INT.set(address, Long.BYTES, 0);
            System.arraycopy(sender, 0, address, IPV4_AT, IPV4_BYTES);
        }
        port = batch.senderPort(slot);
        scope = batch.senderScope(slot);
        local = batch.destinationLength(slot) == IPV4_BYTES ? (int) INT.get(batch.destination(slot), 0) : 0;
    }

    /** For a socket that is bound to one local address of a wildcard listener. */
    void setLocal(int local) {
        this.local = local;
    }

    ClientKey copy() {
        ClientKey copy = new ClientKey();
        System.arraycopy(address, 0, copy.address, 0, address.length);
        copy.isIpv6 = isIpv6;
        copy.port = port;
        copy.scope = scope;
        copy.local = local;
        return copy;
    }

    long high() {
        return (long) LONG.get(address, 0);
    }

    long low() {
        return (long) LONG.get(address, Long.BYTES);
    }

    int port() {
        return port;
    }

    int scope() {
        return scope;
    }

    /** The IPv4 address that the client used, as a number; 0 where there is only one. */
    int local() {
        return local;
    }

    boolean isSame(ClientKey other) {
        return low() == other.low()
                && port == other.port
                && local == other.local
                && high() == other.high()
                && scope == other.scope;
    }

    void address(DatagramBatch batch, int slot) {
        batch.to(slot, address, scope, port);
    }

    /** The client's address as an object; made once per session. */
    InetSocketAddress client() {
        try {
            if (isIpv6 && scope != 0) {
                return new InetSocketAddress(Inet6Address.getByAddress(null, address, scope), port);
            }
            byte[] bytes = address;
            if (!isIpv6) {
                bytes = new byte[IPV4_BYTES];
                System.arraycopy(address, IPV4_AT, bytes, 0, IPV4_BYTES);
            }
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address of " + address.length + " bytes", e); // always 4 or 16
        }
    }

    /** An IPv4 address as the number that {@link #local()} tells. */
    static int localNumber(Inet4Address address) {
        return (int) INT.get(address.getAddress(), 0);
    }

    /** A number made by {@link #local()} as an address. */
    static InetAddress localAddress(int local) {
        byte[] bytes = new byte[IPV4_BYTES];
        INT.set(bytes, 0, local);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address of 4 bytes", e); // 4 is a length it takes
        }
    }
}
