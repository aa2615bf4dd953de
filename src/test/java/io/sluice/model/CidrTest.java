package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of addresses: what they read, what they contain, when two are the same. */
class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "192.168.1.128/25, 192.168.1.128, true",
        "192.168.1.128/25, 192.168.1.127, false",
        "192.168.1.2/31, 192.168.1.3, true",
        "192.168.1.2/31, 192.168.1.4, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 127.0.0.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "::1/127, ::2, false"
    })
    void containsExactlyItsBlock(String block, String address, boolean contained) throws UnknownHostException {
        assertThat(cidr(block).contains(InetAddress.getByName(address))).isEqualTo(contained);
    }

    @Test
    void comparesOneBitAtATime() throws UnknownHostException {
        for (int prefix = 0; prefix <= 32; prefix++) {
            Cidr block = cidr("170.170.170.170/" + prefix);
            for (int flipped = 0; flipped < 32; flipped++) {
                byte[] address = {(byte) 170, (byte) 170, (byte) 170, (byte) 170};
                address[flipped / 8] ^= (byte) (0x80 >>> (flipped % 8));
                assertThat(block.contains(InetAddress.getByAddress(address)))
                        .as(block + " with bit " + flipped + " flipped")
                        .isEqualTo(flipped >= prefix);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08x",
                "10.0.0/8",
                "10.1",
                "256.0.0.1",
                "10.0.0.0/8/8",
                "example.org",
                "example.org/8",
                "dead",
                "::1/129",
                ":::",
                "1::2::3",
                "1.2.3.4.5",
                "10.0.0.0 /8",
                " 10.0.0.0/8",
                "fe80::1%1"
            })
    void readsNothingElse(String text) {
        assertThat(Cidr.parse(text)).isNull();
    }

    @Test
    void clearsTheBitsPastThePrefixSoThatEqualBlocksAreEqual() {
        assertThat(cidr("10.1.2.3/8")).isEqualTo(cidr("10.0.0.0/8")).hasSameHashCodeAs(cidr("10.0.0.0/8"));
        assertThat(cidr("10.1.2.3/8")).hasToString("10.0.0.0/8").isNotEqualTo(cidr("10.0.0.0/9"));
        assertThat(cidr("127.0.0.1")).isEqualTo(cidr("127.0.0.1/32"));
    }

    private static Cidr cidr(String text) {
        Cidr block = Cidr.parse(text);
        if (block == null) {
            throw new AssertionError("not a block: " + text);
        }
        return block;
    }
}
