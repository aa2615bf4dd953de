package io.sluice.model;

/** What a probe came to: the fixed list of reasons in metrics, histories and logs. */
public enum ProbeReason {
    /** The backend answered as it should. */
    OK("ok", "answered as expected"),
    REFUSED("refused", "connection refused"),
    TIMEOUT("timeout", "no answer in time"),
    UNREACHABLE("unreachable", "host or network unreachable"),
    RESET("reset", "reset by the backend"),
    /** The backend ended the connection before its answer was complete. */
    CLOSED("closed", "closed before the answer"),
    /** The TLS handshake failed, or the certificate is not good enough. */
    TLS("tls", "TLS failed"),
    /** A well-formed answer that says no: an HTTP status, a gRPC or DNS code, an exit code, an error of a database. */
    STATUS("status", "the answer says no"),
    /** An answer that is not what was expected. */
    MISMATCH("mismatch", "the answer is not as expected"),
    /** An answer that breaks its protocol, or is longer than a probe reads. */
    PROTOCOL("protocol", "not an answer of this protocol"),
    /** A name could not be resolved. */
    RESOLVE("resolve", "name not resolved"),
    /** A proxy on the way would not go on. */
    PROXY("proxy", "the proxy refused"),
    /** The probe could not be made here: descriptors, ports, memory, no such command. Never held against a backend. */
    LOCAL("local", "could not be probed from here"),
    OTHER("other", "probe failed");

    private final String label;
    private final String words;

    ProbeReason(String label, String words) {
        this.label = label;
        this.words = words;
    }

    public String label() {
        return label;
    }

    public String words() {
        return words;
    }
}
