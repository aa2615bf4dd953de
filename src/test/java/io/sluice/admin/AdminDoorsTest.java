package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Endpoint;
import io.sluice.testing.TestCertificate;
import io.sluice.topology.AdminSpec;
import io.sluice.topology.AdminSpec.KeyPair;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminDoorsTest {

    private static final String TOKEN = "dG9rZW4tdG9rZW4tdG9rZW4";
    private static final Endpoint EVERYWHERE = new Endpoint.Inet(new InetSocketAddress("0.0.0.0", 0));

    @TempDir
    Path directory;

    private Path file(String name, String content, String mode) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static AdminSpec spec(String tokenFile) {
        return new AdminSpec(AdminServerTest.ANY_PORT, tokenFile, null, null, false, List.of(), null);
    }

    private static Access open(String tokenFile) throws IOException {
        return AdminDoors.ofApi(spec(tokenFile), Map.of());
    }

    @Test
    void readsATokenFromItsFile() throws IOException {
        Access access = open(file("token", TOKEN + "\n", "rw-------").toString());

        assertThat(access.tokens().role(TOKEN)).isEqualTo(Role.ADMIN);
        assertThat(access.tokens().role(TOKEN + "\n")).isNull();
    }

    @Test
    void readsATokenFromACredentialOfSystemd() throws IOException {
        file("admin-token", TOKEN, "r--r-----");

        Access access = AdminDoors.ofApi(spec("admin-token"), Map.of("CREDENTIALS_DIRECTORY", directory.toString()));

        assertThat(access.tokens().role(TOKEN)).isEqualTo(Role.ADMIN);
        assertThatThrownBy(() -> open("admin-token"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("CREDENTIALS_DIRECTORY is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void refusesAFileThatOthersReachAndSaysWhatToDo(String mode) throws IOException {
        String file = file("token", TOKEN, mode).toString();

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(IOException.class)
                .hasMessage("admin: " + file + ": others can read or change it (expected: chmod 600 " + file + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short-token-of-21-chrs",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "two words that are long enough",
                "ü3456789012345678901234567890"
            })
    void refusesATokenThatCouldBeGuessedWithoutShowingIt(String token) throws IOException {
        String shortened = token.startsWith("short") ? token.substring(1) : token;
        String file = file("token", shortened, "rw-------").toString();

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("admin: " + file + ": not a token of 128 bits")
                .satisfies(e -> assertThat(shortened.isEmpty()
                                || !String.valueOf(e.getMessage()).contains(shortened))
                        .isTrue());
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> open("/nowhere/token")).hasMessage("admin: /nowhere/token: no such file");
        assertThatThrownBy(() -> open(directory.toString())).hasMessageEndingWith("not a regular file");
    }

    @Test
    void opensNoUnguardedDoor() throws Exception {
        AdminSpec bare = new AdminSpec(EVERYWHERE);
        AdminSpec insecure = new AdminSpec(EVERYWHERE, null, null, null, true, List.of(), null);

        assertThatThrownBy(() -> AdminDoors.ofApi(bare, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("others reach it");
        assertThat(AdminDoors.ofApi(insecure, Map.of()).tokens().areNeeded()).isFalse();
    }

    @Test
    void readsCertificateAndKey() throws Exception {
        TestCertificate made = TestCertificate.in(directory);
        KeyPair pair = new KeyPair(made.certificate().toString(), made.key().toString());
        AdminSpec spec = new AdminSpec(AdminServerTest.ANY_PORT, null, null, pair, false, List.of(), null);

        assertThat(Objects.requireNonNull(AdminDoors.ofApi(spec, Map.of()).tls())
                        .isServer())
                .isTrue();

        Files.setPosixFilePermissions(made.key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> AdminDoors.ofApi(spec, Map.of())).hasMessageContaining("chmod 600");
    }

    @Test
    void neverQuotesWhatIsInAKeyFile() throws Exception {
        TestCertificate made = TestCertificate.in(directory);
        for (String text : List.of("c2VjcmV0", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n")) {
            String key = file("bad.key", text, "rw-------").toString();
            KeyPair pair = new KeyPair(made.certificate().toString(), key);
            AdminSpec spec = new AdminSpec(AdminServerTest.ANY_PORT, null, null, pair, false, List.of(), null);

            assertThatThrownBy(() -> AdminDoors.ofApi(spec, Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(key + ": no unencrypted key in PEM")
                    .hasStackTraceContaining("bad.key")
                    .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("c2VjcmV0"));
        }
        String bad = file("bad.pem", "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n", "rw-------")
                .toString();
        AdminSpec spec = new AdminSpec(
                AdminServerTest.ANY_PORT,
                null,
                null,
                new KeyPair(bad, made.key().toString()),
                false,
                List.of(),
                null);
        assertThatThrownBy(() -> AdminDoors.ofApi(spec, Map.of())).hasMessageContaining("bad.pem: no certificate");
    }
}
