package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Flow;
import io.sluice.model.Options;
import io.sluice.model.Protocol;
import io.sluice.testing.FakeCandidates;
import io.sluice.testing.Flows;
import io.sluice.testing.GivenOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashKeyTest {

    @Test
    void isTheWholeAddressOfIpv4() {
        assertThat(key(HashKey.SOURCE, "10.0.0.1")).containsExactly(10, 0, 0, 1);
    }

    @Test
    void isOnlyThePrefixOfIpv6() {
        assertThat(key(HashKey.SOURCE, "2001:db8:1:2::1")).isEqualTo(key(HashKey.SOURCE, "2001:db8:1:2:ffff::9"));
        assertThat(key(HashKey.SOURCE, "2001:db8:1:2::1")).containsExactly(0x20, 1, 0x0d, 0xb8, 0, 1, 0, 2);
        assertThat(key(HashKey.SOURCE, "2001:db8:1:2::1")).isNotEqualTo(key(HashKey.SOURCE, "2001:db8:1:3::1"));
    }

    @Test
    void takesAMappedAddressForIpv4() {
        assertThat(key(HashKey.SOURCE, "::ffff:10.0.0.1")).isEqualTo(key(HashKey.SOURCE, "10.0.0.1"));
    }

    @Test
    void canBeLessOfTheAddress() {
        HashKey key = HashKey.from(options(Map.of("mask", "20", "mask6", "33")));

        assertThat(key(key, "10.1.255.9")).containsExactly(10, 1, 0xF0);
        assertThat(key(key, "2001:db8:ffff::1")).containsExactly(0x20, 1, 0x0d, 0xb8, 0x80);
    }

    @Test
    void canIncludeThePort() {
        HashKey key = HashKey.from(options(Map.of("key", "source-port", "mask", "24")));

        assertThat(key(key, "10.0.0.1")).containsExactly(10, 0, 0, 0, 40_000 >> 8, 40_000 & 0xFF);
    }

    @Test
    void canBeTheWholeDestination() {
        HashKey key = HashKey.from(options(Map.of("key", "destination")));

        assertThat(key(key, "10.0.0.1")).containsExactly(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9);
    }

    @Test
    void destinationHashIsSourceHashOfTheDestination() {
        assertThat(create("dh", Map.of("seed", "5")))
                .isEqualTo(create("ip-hash", Map.of("key", "destination", "seed", "5")));
        assertThat(create("dh", Map.of()).name()).isEqualTo("dh");
    }

    @Test
    void theOptionsReachTheSchedulers() {
        HashKey port = new HashKey(HashKey.Part.SOURCE_PORT, 32, 64);

        assertThat(create("ip-hash", Map.of("key", "source-port", "seed", "3"))).isEqualTo(new SourceHash(port, 3));
        assertThat(create("hrw", Map.of("key", "source-port", "seed", "3"))).isEqualTo(new Rendezvous(port, 3));
        assertThat(create("maglev", Map.of("table_size", "251", "bounded", "150", "seed", "3")))
                .isEqualTo(new Maglev(HashKey.SOURCE, 251, 150, 3));
    }

    @Test
    void anotherSeedIsAnotherHome() {
        for (String name : List.of("ip-hash", "maglev", "hrw")) {
            assertThat(homes(name, "1")).as(name).isNotEqualTo(homes(name, "2"));
        }
    }

    private static List<Integer> homes(String name, String seed) {
        var pool = new FakeCandidates(1, 1, 1);
        Picker picker = create(name, Map.of("seed", seed)).over(pool, new SplitMix64(1));
        return IntStream.range(0, 50)
                .mapToObj(client -> picker.pick(Flows.from(client), pool, new SplitMix64(1)))
                .toList();
    }

    private static Scheduler create(String name, Map<String, String> written) {
        return Objects.requireNonNull(Schedulers.create(name, options(written)));
    }

    /** The bytes that count, unsigned, of a session from this address to 2001:db8::9. */
    private static int[] key(HashKey key, String source) {
        byte[] bytes = key.bytes(new Flow(Protocol.TCP, address(source, 40_000), address("2001:db8::9", 80)));
        int[] counted = new int[key.length(bytes)];
        Arrays.setAll(counted, i -> bytes[i] & 0xFF);
        return counted;
    }

    private static InetSocketAddress address(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    private static Options options(Map<String, String> written) {
        return GivenOptions.of(written);
    }
}
