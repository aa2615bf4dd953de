package io.sluice.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The checks that speak a server's own protocol, each in a daemon against a server of its kind. */
@Tag("interop")
class ProtocolProbesIT {

    @RegisterExtension
    static final PostgresServer POSTGRES = new PostgresServer();

    @RegisterExtension
    final Stage stage = new Stage();

    private final Checks checks = new Checks(stage);
    private final int port = Ports.free();
    private final String address = "127.0.0.1:" + port;

    @Test
    void asksRedis() {
        stage.keep(Command.of("redis-server", "--bind", "127.0.0.1", "--save", "", "--requirepass", "secret")
                .and(
                        "--port",
                        Integer.toString(port),
                        "--dir",
                        stage.directory().toString())
                .start());
        Ports.awaitTcp(port);
        checks.pool("good", address, "type: redis, password: secret, role: master");
        checks.pool("wrong", address, "type: redis, password: guess");
        checks.pool("none", address, "type: redis");
        checks.pool("replica", address, "type: redis, password: secret, role: replica");

        checks.start();

        checks.isGood("good");
        checks.fails("wrong", "status");
        checks.fails("none", "status");
        checks.fails("replica", "mismatch");
    }

    @Test
    void asksPostgres() {
        String server = POSTGRES.address();
        checks.pool("greeted", server, "type: postgres");
        checks.pool("good", server, "type: postgres, user: postgres, role: primary");
        checks.pool("replica", server, "type: postgres, user: postgres, role: replica");
        checks.pool("nobody", server, "type: postgres, user: nobody-of-this-name");
        checks.pool("nowhere", server, "type: postgres, user: postgres, database: nowhere");

        checks.start();

        checks.isGood("greeted");
        checks.isGood("good");
        checks.fails("replica", "mismatch");
        checks.fails("nobody", "status");
        checks.fails("nowhere", "status");
    }

    @Test
    void asksMariadb() throws IOException {
        Path data = Files.createDirectory(stage.directory().resolve("mariadb"));
        String user = "--user=" + System.getProperty("user.name");
        Command.of("mariadb-install-db", "--no-defaults", "--datadir=" + data, user)
                .and("--auth-root-authentication-method=normal", "--skip-test-db", "--innodb-log-file-size=4M")
                .output();
        stage.keep(Command.of("mariadbd", "--no-defaults", "--datadir=" + data, user, "--port=" + port)
                .and("--bind-address=127.0.0.1", "--socket=" + data.resolve("s"), "--pid-file=" + data.resolve("p"))
                .and("--innodb-log-file-size=4M")
                .start());
        Ports.awaitTcp(port);
        checks.pool("greeted", address, "type: mysql");
        checks.pool("good", address, "type: mysql, user: root");
        checks.pool("nobody", address, "type: mysql, user: nobody-of-this-name");

        checks.start();

        checks.isGood("greeted");
        checks.isGood("good");
        checks.fails("nobody", "status");
    }

    @Test
    void asksDnsmasq() {
        stage.keep(Command.of("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts")
                .and("--bind-interfaces", "--listen-address=127.0.0.1", "--pid-file=", "--port=" + port)
                .and("--user=" + System.getProperty("user.name"))
                .and("--local=/test/", "--address=/host.test/192.0.2.7")
                .start());
        Ports.awaitUdp(port);
        Ports.awaitTcp(port);
        checks.pool("good", address, "type: dns, name: host.test, address: 192.0.2.7");
        checks.pool("tcp", address, "type: dns, name: host.test, transport: tcp");
        checks.pool("other", address, "type: dns, name: host.test, address: 192.0.2.8");
        checks.pool("gone", address, "type: dns, name: gone.test");
        checks.pool("expected", address, "type: dns, name: gone.test, rcode: nxdomain");
        // the question for host.test, whose answer bears its number and says that it is one
        String question = "send_hex: 'abcd 0100 0001 0000 0000 0000 04 686f7374 04 74657374 00 0001 0001'";
        checks.pool("datagram", address, "type: udp, " + question + ", expect_hex: abcd");
        checks.pool("wrong", address, "type: udp, " + question + ", expect_hex: 'c0000208'");

        checks.start();

        checks.isGood("good");
        checks.isGood("tcp");
        checks.fails("other", "mismatch");
        checks.fails("gone", "status");
        checks.isGood("expected");
        checks.isGood("datagram");
        checks.fails("wrong", "mismatch");
    }

    @Test
    void runsCommands() {
        String script = "test $SLUICE_ADDRESS = " + address + " || exit 3";
        checks.pool("good", address, "type: exec, command: [ /bin/sh, -c, '" + script + "' ]");
        checks.pool("bad", address, "type: exec, command: [ /bin/sh, -c, 'echo no; exit 1' ]");
        checks.pool("slow", address, "type: exec, timeout: 200ms, command: [ /bin/sleep, 60 ]");

        checks.startAllowing("allow_exec: true");

        checks.isGood("good");
        checks.fails("bad", "status");
        checks.fails("slow", "timeout");
    }
}
