package io.sluice.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The checks of a daemon, each against a server of its kind: asked rightly it is well, asked for what it has not it fails. */
@Tag("interop")
class ProbesIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final Path certificate = stage.directory().resolve("cert.pem");
    private final Path key = stage.directory().resolve("key.pem");
    private final StringBuilder listeners = new StringBuilder();
    private final StringBuilder pools = new StringBuilder();

    ProbesIT() {
        Command.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
                .and("-subj", "/CN=sluice.test", "-addext", "subjectAltName=DNS:sluice.test", "-days", "10")
                .and("-keyout", key.toString(), "-out", certificate.toString())
                .output();
    }

    @Test
    void asksNginxOverHttp() {
        Nginx nginx = stage.keep(Nginx.start(stage.directory(), "one"));
        pool("good", nginx.address(), "type: http, destination: /who, body: ^one$");
        pool("bad", nginx.address(), "type: http, destination: /missing");
        pool("other", nginx.address(), "type: http, destination: /who, body: two");

        Sluice sluice = start();

        isGood(sluice, "good");
        fails(sluice, "bad", "status");
        fails(sluice, "other", "mismatch");
    }

    @Test
    void asksNginxOverHttps() {
        int port = Ports.free();
        stage.keep(Nginx.secured(stage.directory(), "one", port, certificate, key));
        String address = "127.0.0.1:" + port;
        pool("good", address, "type: https, destination: https://sluice.test/who, ca: " + certificate);
        pool("bad", address, "type: https, destination: https://other.test/who, ca: " + certificate);
        pool("old", address, "type: https, destination: /who, verify: false, min_validity: 336h");

        Sluice sluice = start();

        isGood(sluice, "good");
        fails(sluice, "bad", "tls");
        fails(sluice, "old", "tls");
    }

    @Test
    void shakesHandsWithOpenssl() {
        int port = Ports.free();
        stage.keep(Command.of("openssl", "s_server", "-accept", "127.0.0.1:" + port, "-quiet", "-rev")
                .and("-cert", certificate.toString(), "-key", key.toString(), "-alpn", "h2")
                .start());
        Ports.awaitTcp(port);
        String address = "127.0.0.1:" + port;
        pool("good", address, "type: tls, server_name: sluice.test, alpn: [h2], ca: " + certificate);
        pool("bad", address, "type: tls, server_name: sluice.test");

        Sluice sluice = start();

        isGood(sluice, "good");
        fails(sluice, "bad", "tls");
    }

    @Test
    void talksToRedis() {
        int port = Ports.free();
        stage.keep(Command.of("redis-server", "--bind", "127.0.0.1", "--save", "")
                .and(
                        "--port",
                        Integer.toString(port),
                        "--dir",
                        stage.directory().toString())
                .start());
        Ports.awaitTcp(port);
        String address = "127.0.0.1:" + port;
        pool(
                "good",
                address,
                "type: send-expect, steps: [ { send: 'PING\\r\\n', expect: '+PONG\\r\\n' }, { send: 'QUIT\\r\\n' } ]");
        pool("bad", address, "type: send-expect, send: 'PING\\r\\n', expect_regex: '^-ERR', timeout: 200ms");

        Sluice sluice = start();

        isGood(sluice, "good");
        fails(sluice, "bad", "mismatch");
    }

    private void pool(String name, String backend, String check) {
        listeners.append("  %s: { listen: \"127.0.0.1:%d\", pool: %s }%n".formatted(name, Ports.free(), name));
        pools.append("  %s: { backends: [ \"%s\" ], check: { interval: 50ms, %s } }%n".formatted(name, backend, check));
    }

    private Sluice start() {
        return stage.sluice(new Config("", listeners.toString(), pools.toString()));
    }

    private static void isGood(Sluice sluice, String pool) {
        awaitLine(sluice, "pool=" + pool + " .*class=qualified.*");
    }

    private static void fails(Sluice sluice, String pool, String reason) {
        awaitLine(sluice, "pool=" + pool + " .*class=failed.* reason=" + reason + " .*");
    }

    private static void awaitLine(Sluice sluice, String pattern) {
        Await.until(
                () -> pattern + " in " + sluice.program().err(),
                () -> sluice.program().err().lines().anyMatch(line -> line.matches(".*" + pattern)));
    }
}
