package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.sluice.control.FakeInventory;
import io.sluice.testing.TestCertificate;
import io.sluice.topology.AdminSpec;
import io.sluice.topology.AdminSpec.KeyPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTlsTest {

    private static Access access;
    private AdminServer server;

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        TestCertificate made = TestCertificate.in(directory);
        KeyPair pair = new KeyPair(made.certificate().toString(), made.key().toString());
        access = AdminDoors.ofApi(
                new AdminSpec(AdminServerTest.ANY_PORT, null, null, pair, false, List.of(), null), Map.of());
    }

    @BeforeEach
    void open() throws IOException {
        Routes routes = AdminServerTest.routes(new FakeInventory());
        server = AdminServer.open(AdminServerTest.ANY_PORT, routes, access);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void speaksNothingOlderThanTls12() {
        SSLEngine engine = Objects.requireNonNull(access.tls()).newEngine(ByteBufAllocator.DEFAULT);

        assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    }

    @Test
    void answersNothingToPlainHttp() throws IOException {
        assertThat(RawClient.get(AdminServerTest.port(server), "/readyz")).doesNotContain("HTTP/");
    }
}
