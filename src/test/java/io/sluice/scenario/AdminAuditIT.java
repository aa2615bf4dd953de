package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Program;
import io.sluice.testing.Scene;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon's log says of those who ask it for a change, and of doors that stand open. */
class AdminAuditIT {

    private static final String ADMIN = "q7Vn2Lk9Xw4Tz8Rb6Mc3Hd";
    private static final String READER = "a5Fj1Ks8Dp0Gy7Uq3Zt6Ev";
    private static final String TYPE = "Content-Type: application/json\r\n";

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private Path file(String name, String token) throws IOException {
        Path file = Files.writeString(directory.resolve(name), token);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Program daemon(String admin) throws IOException {
        return scene.closing(Program.daemon(directory, """
                admin: { %s }
                log: { level: trace }
                runtime: { workers: 1, drain_timeout: 0s }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app: { backends: [ { address: "127.0.0.1:9", name: b1 } ] }
                """.formatted(admin)));
    }

    private static InetSocketAddress admin(Program daemon) {
        String line = daemon.errLine("admin address=");
        String port = line.replaceFirst(".*admin address=[^ ]*:(\\d+) open.*", "$1");
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    private static String say(InetSocketAddress address, String request) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String request(String method, String path, String token, String headers, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + token + "\r\n" + headers + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n" + body;
    }

    @Test
    void writesWhoAskedForWhatAndNeverAToken() throws Exception {
        Program daemon = daemon("listen: \"127.0.0.1:0\", token_file: %s, read_token_file: %s"
                .formatted(file("admin", ADMIN), file("reader", READER)));
        InetSocketAddress address = admin(daemon);
        String b1 = "/api/v1/pools/app/backends/b1";

        say(address, request("PATCH", b1, ADMIN, TYPE, "{\"weight\":3}"));
        say(address, request("PATCH", b1, ADMIN, TYPE, "{\"weight\":\"x\\u0000\r\n\u001b[31mfake line\"}"));
        say(address, request("PATCH", b1, READER, TYPE, "{\"weight\":4}"));
        say(address, request("DELETE", "/api/v1/sessions/0-1", ADMIN, "", ""));
        say(address, request("BREW", "/coffee%0d%0a", ADMIN, "", ""));
        say(address, request("PATCH", b1, "guess-" + ADMIN, TYPE, "{\"weight\":5}"));
        say(address, request("GET", "/api/v1/status", ADMIN, "", ""));
        say(address, request("POST", "/api/v1/reload", ADMIN, TYPE, "{}"));

        daemon.errLine("action=\"POST /api/v1/reload\" body=\"{}\" result=200");
        assertThat(daemon.err().stream()
                        .filter(line -> line.contains(" audit "))
                        .map(line -> line.replaceFirst(".*audit actor=", "").replaceFirst("from=127.0.0.1:\\d+ ", "")))
                .containsExactly(
                        "token:admin action=\"PATCH " + b1 + "\" body=\"{\\\"weight\\\":3}\" result=200",
                        "token:admin action=\"PATCH " + b1
                                + "\" body=\"{\\\"weight\\\":\\\"x\\\\u0000\\u000d\\u000a\\u001b[31mfake line\\\"}\" result=400",
                        "token:reader action=\"PATCH " + b1 + "\" body=\"\" result=403",
                        "token:admin action=\"DELETE /api/v1/sessions/0-1\" body=\"\" result=404",
                        "token:admin action=\"BREW /coffee%0d%0a\" body=\"\" result=404",
                        "token:admin action=\"POST /api/v1/reload\" body=\"{}\" result=200");
        assertThat(String.join("\n", daemon.err())).doesNotContain(ADMIN, READER);
        assertThat(daemon.out()).isEmpty();
    }

    @Test
    void warnsOfADoorThatStandsOpen() throws Exception {
        Program daemon = daemon("listen: \"0.0.0.0:0\", insecure: true");

        daemon.errLine(
                "admin address=0.0.0.0:0 insecure: whoever reaches it may change the balancer; set admin.token_file");
        daemon.errLine("admin address=0.0.0.0:0 insecure: what is sent there can be read on its way; set admin.tls");
    }

    @Test
    void opensNoDoorToOthersUnasked() throws Exception {
        Program daemon = daemon("listen: \"0.0.0.0:0\", token_file: " + file("admin", ADMIN));

        assertThat(daemon.exitCode()).isEqualTo(1);
        assertThat(String.join("\n", daemon.err()))
                .contains("one that others reach needs admin.tls, or admin.insecure: true");
    }
}
