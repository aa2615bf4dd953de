package io.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Which addresses are one client. */
class SourceKeyTest {

    @Test
    void masksIpv4() throws UnknownHostException {
        assertThat(key("10.0.0.1", 24, 64)).isEqualTo(key("10.0.0.77", 24, 64));
        assertThat(key("10.0.0.1", 24, 64)).isNotEqualTo(key("10.0.1.1", 24, 64));
        assertThat(key("10.0.0.1", 32, 64)).isNotEqualTo(key("10.0.0.2", 32, 64));
        assertThat(key("10.0.0.1", 1, 64)).isEqualTo(key("127.255.255.255", 1, 64));
        assertThat(key("10.0.0.1", 1, 64)).isNotEqualTo(key("128.0.0.0", 1, 64));
        assertThat(key("255.255.255.254", 31, 64)).isEqualTo(key("255.255.255.255", 31, 64));
    }

    @Test
    void masksIpv6() throws UnknownHostException {
        assertThat(key("2001:db8::1", 32, 64)).isEqualTo(key("2001:db8::ffff:1:2:3", 32, 64));
        assertThat(key("2001:db8::1", 32, 64)).isNotEqualTo(key("2001:db8:0:1::1", 32, 64));
        assertThat(key("2001:db8::1", 32, 128)).isNotEqualTo(key("2001:db8::2", 32, 128));
        assertThat(key("2001:db8::8000:0:0:1", 32, 65)).isNotEqualTo(key("2001:db8::1", 32, 65));
        assertThat(key("2001:db8::2", 32, 127)).isEqualTo(key("2001:db8::3", 32, 127));
        assertThat(key("2001:db8:ffff::", 32, 32)).isEqualTo(key("2001:db8::", 32, 32));
    }

    @Test
    void takesTheMappedFormOfAnIpv4AddressForTheSameClient() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xFF;
        mapped[12] = 10;
        mapped[15] = 77;
        Inet6Address address = Inet6Address.getByAddress("", mapped, 0);

        SourceKey key = SourceKey.of(address, 24, 64);

        assertThat(key).isEqualTo(key("10.0.0.1", 24, 64)).hasSameHashCodeAs(key("10.0.0.1", 24, 64));
        assertThat(key("::a00:1", 24, 128)).as("compatible, not mapped").isNotEqualTo(key);
    }

    @Test
    void hasAnOrderThatAgreesWithEquality() throws UnknownHostException {
        assertThat(key("10.0.0.1", 32, 64)).isLessThan(key("10.0.0.2", 32, 64));
        assertThat(key("10.0.0.1", 32, 64)).isLessThan(key("2001:db8::1", 32, 64));
        assertThat(key("2001:db8::1", 32, 64)).isEqualByComparingTo(key("2001:db8::2", 32, 64));
    }

    private static SourceKey key(String address, int mask, int mask6) throws UnknownHostException {
        return SourceKey.of(InetAddress.getByName(address), mask, mask6);
    }
}
