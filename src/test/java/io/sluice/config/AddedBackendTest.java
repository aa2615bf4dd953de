package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.topology.Topology;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddedBackendTest {

    private static final String YAML = """
            admin: { allow_backends: [ %s ] }
            listeners:
              web: { listen: "127.0.0.1:8080", pool: app }
            pools:
              app: { backends: [ "10.0.0.1:80" ] }
            """;

    private static @Nullable String trouble(String networks, String address) {
        Topology topology = Texts.loaded(YAML.formatted(networks)).topology();
        return AddedBackend.trouble(topology, "app", Objects.requireNonNull(Formats.PLAIN_ADDRESS.parse(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2:80", "169.254.169.254:80", "[2001:db8::1]:80", "unix:/run/app.sock"})
    void mayBeAnywhereUnlessTheFileSaysWhere(String address) {
        assertThat(trouble("", address)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2:80", "10.255.255.255:1", "[2001:db8::1]:80"})
    void mayBeInTheNetworksOfTheFile(String address) {
        assertThat(trouble("10.0.0.0/8, \"2001:db8::/32\"", address)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11.0.0.1:80",
                "127.0.0.1:80",
                "169.254.169.254:80",
                "[::ffff:169.254.169.254]:80",
                "[::1]:80",
                "[2001:db9::1]:80",
                "unix:/run/app.sock"
            })
    void isNowhereElse(String address) {
        assertThat(trouble("10.0.0.0/8, \"2001:db8::/32\"", address))
                .isEqualTo("an address in admin.allow_backends: [10.0.0.0/8, 2001:db8::/32]");
    }

    @Test
    void isNotOneOfOurOwnListenersEither() {
        assertThat(trouble("127.0.0.0/8", "127.0.0.1:8080")).contains("is its own");
    }
}
