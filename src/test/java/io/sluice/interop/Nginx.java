package io.sluice.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An nginx that serves files, and says its name at {@code /who}. */
final class Nginx implements AutoCloseable {

    private static final String CONFIG = """
            daemon off;
            %s
            worker_processes 1;
            pid nginx.pid;
            error_log error.log warn;
            events { worker_connections 2048; }
            http {
                access_log off;
                sendfile on;
                keepalive_requests 100000000;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                server {
                    %s
                    root %s;
                    location = /who { return 200 "%s\\n"; }
                }
            }
            """;

    private final RealProgram program;
    private final String address;

    private Nginx(RealProgram program, String address) {
        this.program = program;
        this.address = address;
    }

    /** One that listens on 127.0.0.1. */
    static Nginx start(Path directory, String name) {
        return at(directory, name, "127.0.0.1:" + Ports.free());
    }

    /** One that speaks TLS on 127.0.0.1. */
    static Nginx secured(Path directory, String name, int port, Path certificate, Path key) {
        return at(
                directory,
                name,
                "127.0.0.1:" + port + " ssl; ssl_certificate " + certificate + "; ssl_certificate_key " + key);
    }

    /** As many as names are given. */
    static List<Nginx> start(Stage stage, String... names) {
        List<Nginx> all = new ArrayList<>();
        for (String name : names) {
            all.add(stage.keep(start(stage.directory(), name)));
        }
        return all;
    }

    /** @param address as nginx and Sluice write it: IP:PORT, [IPv6]:PORT or unix:PATH */
    static Nginx at(Path directory, String name, String address) {
        Path home = directory.resolve("nginx-" + name);
        try {
            Files.createDirectory(home);
            String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
            Files.writeString(
                    home.resolve("nginx.conf"), CONFIG.formatted(user, "listen " + address + ";", directory, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RealProgram program =
                Command.of("nginx", "-p", home + "/", "-c", "nginx.conf").start();
        Nginx nginx = new Nginx(program, address);
        nginx.await(home);
        return nginx;
    }

    /** Its worker is there once the master has written its number, which is after binding. */
    private void await(Path home) {
        Await.until(() -> "nginx is up: " + program.err(), () -> Files.exists(home.resolve("nginx.pid")));
    }

    String address() {
        return address;
    }

    static String[] addresses(List<Nginx> all) {
        return all.stream().map(Nginx::address).collect(Collectors.toList()).toArray(String[]::new);
    }

    RealProgram program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }
}
