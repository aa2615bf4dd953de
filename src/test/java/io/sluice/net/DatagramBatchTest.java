package io.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.DatagramBatch;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The bridge to Netty's native calls: a change of Netty that breaks it is seen here first. */
class DatagramBatchTest {

    private static final int[] LENGTHS = {5, 0, 65_507, 1};

    private final DatagramBatch batch = new DatagramBatch(8);

    @Test
    void tellsSenderAndDestinationOfEachOnTheIpv4Wildcard() throws Exception {
        LinuxSocket socket = DatagramSockets.listen(address("0.0.0.0", 0));
        try (DatagramSocket client = new DatagramSocket(address("127.0.0.7", 0))) {
            sendTo(client, address("127.0.0.2", port(socket)));
            sendTo(client, address("127.0.0.3", port(socket)));

            assertThat(batch.receive(socket, 0, 8)).isEqualTo(8);

            for (int i = 0; i < 8; i++) {
                assertThat(batch.length(i)).isEqualTo(LENGTHS[i % 4]);
                assertThat(batch.senderPort(i)).isEqualTo(client.getLocalPort());
                assertThat(Arrays.copyOf(batch.sender(i), batch.senderLength(i)))
                        .containsExactly(127, 0, 0, 7);
                assertThat(Arrays.copyOf(batch.destination(i), batch.destinationLength(i)))
                        .containsExactly(127, 0, 0, i < 4 ? 2 : 3);
            }
            assertThat(batch.receive(socket, 0, 8)).as("nothing is left").isZero();
        } finally {
            socket.close();
        }
    }

    @Test
    void knowsNoDestinationOnOtherSockets() throws Exception {
        for (String local : new String[] {"127.0.0.1", "::1"}) {
            LinuxSocket socket = DatagramSockets.listen(address(local, 0));
            try (DatagramSocket client = new DatagramSocket(address(local, 0))) {
                sendTo(client, address(local, port(socket)));

                assertThat(batch.receive(socket, 0, 8)).isEqualTo(4);

                assertThat(batch.destinationLength(0)).isZero();
                assertThat(Arrays.copyOf(batch.sender(2), batch.senderLength(2)))
                        .isEqualTo(InetAddress.getByName(local).getAddress());
            } finally {
                socket.close();
            }
        }
    }

    @Test
    void sendsEverySlotToItsOwnRecipientInOneCall() throws Exception {
        LinuxSocket socket = DatagramSockets.listen(address("127.0.0.1", 0));
        try (DatagramSocket first = new DatagramSocket(address("127.0.0.1", 0));
                DatagramSocket second = new DatagramSocket(address("127.0.0.1", 0))) {
            sendTo(first, address("127.0.0.1", port(socket)));
            assertThat(batch.receive(socket, 0, 8)).isEqualTo(4);
            byte[] recipient = new byte[DatagramBatch.ADDRESS_BYTES];
            recipient[12] = 127;
            recipient[15] = 1;
            for (int i = 0; i < 4; i++) {
                batch.to(i, recipient, 0, (i < 2 ? first : second).getLocalPort());
            }

            assertThat(batch.send(socket, 0, 4)).isEqualTo(4);

            assertThat(lengthsAt(first)).containsExactly(5, 0);
            assertThat(lengthsAt(second)).containsExactly(65_507, 1);
        } finally {
            socket.close();
        }
    }

    @Test
    void aReplySocketSendsFromItsAddressAndTakesNobodysDatagrams() throws Exception {
        LinuxSocket wildcard = DatagramSockets.listen(address("0.0.0.0", 0));
        LinuxSocket replying = DatagramSockets.replying(address("127.0.0.2", port(wildcard)));
        try (DatagramSocket client = new DatagramSocket(address("127.0.0.1", 0))) {
            sendTo(client, address("127.0.0.2", port(wildcard)));

            assertThat(batch.receive(replying, 4, 4)).isZero();
            assertThat(batch.receive(wildcard, 0, 4)).isEqualTo(4);

            byte[] recipient = new byte[DatagramBatch.ADDRESS_BYTES];
            System.arraycopy(batch.sender(0), 0, recipient, 12, 4);
            batch.to(0, recipient, 0, batch.senderPort(0));
            assertThat(batch.send(replying, 0, 1)).isEqualTo(1);
            DatagramPacket reply = new DatagramPacket(new byte[10], 10);
            client.receive(reply);
            assertThat(reply.getSocketAddress()).isEqualTo(address("127.0.0.2", port(wildcard)));
        } finally {
            replying.close();
            wildcard.close();
        }
    }

    private static void sendTo(DatagramSocket client, InetSocketAddress to) throws IOException {
        client.setSoTimeout(5_000);
        for (int length : LENGTHS) {
            client.send(new DatagramPacket(new byte[length], length, to));
        }
    }

    private static int[] lengthsAt(DatagramSocket client) throws IOException {
        client.setSoTimeout(5_000);
        int[] lengths = new int[2];
        for (int i = 0; i < lengths.length; i++) {
            DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
            client.receive(packet);
            lengths[i] = packet.getLength();
        }
        return lengths;
    }

    private static int port(LinuxSocket socket) {
        return socket.localAddress().getPort();
    }

    private static InetSocketAddress address(String host, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
