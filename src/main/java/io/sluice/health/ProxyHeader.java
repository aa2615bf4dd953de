package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The PROXY header that a probe begins with, for backends that wait for one: it says that the connection is the balancer's own.
 * Format: the PROXY protocol of HAProxy, versions 1 and 2, sections 2.1 and 2.2.
 */
public enum ProxyHeader {
    /** Text, with the addresses of the probe's own connection, as version 1 has no other way to say so. */
    V1,
    /** Binary, with the command LOCAL and no addresses. */
    V2;

    private static final byte[] LOCAL = {
        '\r',
        '\n',
        '\r',
        '\n',
        0,
        '\r',
        '\n',
        'Q',
        'U',
        'I',
        'T',
        '\n', // signature
        0x20,
        0,
        0,
        0 // version 2, LOCAL; unspecified family; no addresses
    };

    /**
     * The header in a buffer of its own.
     *
     * @param local our end of the connection
     * @param backend the other end; null when that is not the backend, but a proxy on the way to it
     */
    ByteBuf between(@Nullable SocketAddress local, @Nullable SocketAddress backend) {
        return this == V2
                ? Unpooled.wrappedBuffer(LOCAL)
                : Unpooled.copiedBuffer(line(local, backend), StandardCharsets.US_ASCII);
    }

    private static String line(@Nullable SocketAddress local, @Nullable SocketAddress backend) {
        if (!(local instanceof InetSocketAddress from) || !(backend instanceof InetSocketAddress to)) {
            return "PROXY UNKNOWN\r\n";
        }
        return "PROXY " + (from.getAddress() instanceof Inet4Address ? "TCP4 " : "TCP6 ")
                + NetUtil.toAddressString(from.getAddress()) + " " + NetUtil.toAddressString(to.getAddress()) + " "
                + from.getPort() + " " + to.getPort() + "\r\n";
    }
}
