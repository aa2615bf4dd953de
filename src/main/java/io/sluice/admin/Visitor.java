package io.sluice.admin;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.sluice.model.Endpoint;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection. Immutable.
 *
 * @param actor what is known of it without a token
 * @param from where it comes from, for the audit log
 * @param source under what its failures are counted: an IPv4 address, the /64 network of an IPv6 one, or a user of this machine
 * @param reached our own address that it connected to, null on a UNIX socket
 */
record Visitor(
        String actor, String from, String source, @Nullable InetAddress reached) {

    private static final int NETWORK_BYTES = 8;

    static Visitor of(Channel channel) {
        if (channel instanceof EpollDomainSocketChannel unix) {
            String user = user(unix);
            return new Visitor(user, "unix", user, null);
        }
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        InetAddress local = ((InetSocketAddress) channel.localAddress()).getAddress();
        return new Visitor("anyone", Endpoint.format(remote), source(remote.getAddress()), local);
    }

    private static String user(EpollDomainSocketChannel channel) {
        try {
            return "uid:" + channel.peerCredentials().uid();
        } catch (IOException e) {
            return "uid:unknown"; // it has gone already
        }
    }

    private static String source(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), NETWORK_BYTES), address.getAddress().length);
        try {
            return InetAddress.getByAddress(network).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // the length is 16
        }
    }
}
