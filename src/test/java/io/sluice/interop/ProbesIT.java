package io.sluice.interop;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The checks of a daemon, each against a server of its kind: asked rightly it is well, asked for what it has not it fails. */
@Tag("interop")
class ProbesIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final Certificate certificate = Certificate.make(stage.directory());
    private final Checks checks = new Checks(stage);

    @Test
    void asksNginxOverHttp() {
        Nginx nginx = stage.keep(Nginx.start(stage.directory(), "one"));
        checks.pool("good", nginx.address(), "type: http, destination: /who, body: ^one$");
        checks.pool("bad", nginx.address(), "type: http, destination: /missing");
        checks.pool("other", nginx.address(), "type: http, destination: /who, body: two");

        checks.start();

        checks.isGood("good");
        checks.fails("bad", "status");
        checks.fails("other", "mismatch");
    }

    @Test
    void asksNginxOverHttps() {
        int port = Ports.free();
        stage.keep(Nginx.secured(stage.directory(), "one", port, certificate.file(), certificate.key()));
        String address = "127.0.0.1:" + port;
        checks.pool("good", address, "type: https, destination: https://sluice.test/who, ca: " + certificate.file());
        checks.pool("bad", address, "type: https, destination: https://other.test/who, ca: " + certificate.file());
        checks.pool("old", address, "type: https, destination: /who, verify: false, min_validity: 336h");

        checks.start();

        checks.isGood("good");
        checks.fails("bad", "tls");
        checks.fails("old", "tls");
    }

    @Test
    void shakesHandsWithOpenssl() {
        int port = Ports.free();
        stage.keep(Command.of("openssl", "s_server", "-accept", "127.0.0.1:" + port, "-quiet", "-rev")
                .and(
                        "-cert",
                        certificate.file().toString(),
                        "-key",
                        certificate.key().toString(),
                        "-alpn",
                        "h2")
                .start());
        Ports.awaitTcp(port);
        String address = "127.0.0.1:" + port;
        checks.pool("good", address, "type: tls, server_name: sluice.test, alpn: [h2], ca: " + certificate.file());
        checks.pool("bad", address, "type: tls, server_name: sluice.test");

        checks.start();

        checks.isGood("good");
        checks.fails("bad", "tls");
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
        checks.pool(
                "good",
                address,
                "type: send-expect, steps: [ { send: 'PING\\r\\n', expect: '+PONG\\r\\n' }, { send: 'QUIT\\r\\n' } ]");
        checks.pool("bad", address, "type: send-expect, send: 'PING\\r\\n', expect_regex: '^-ERR', timeout: 200ms");

        checks.start();

        checks.isGood("good");
        checks.fails("bad", "mismatch");
    }
}
