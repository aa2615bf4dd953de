package io.sluice.interop;

import java.nio.file.Path;

/** A certificate of its own authority for {@code sluice.test}, and its key. */
record Certificate(Path file, Path key) {

    static Certificate make(Path directory) {
        Certificate made = new Certificate(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        Command.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
                .and("-subj", "/CN=sluice.test", "-addext", "subjectAltName=DNS:sluice.test", "-days", "10")
                .and("-keyout", made.key.toString(), "-out", made.file.toString())
                .output();
        return made;
    }
}
