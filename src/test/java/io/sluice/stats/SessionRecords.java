package io.sluice.stats;

import io.sluice.model.Protocol;
import io.sluice.model.TerminationCode;

/** Session records for tests. */
final class SessionRecords {

    /** 2026-01-02T03:04:05.006Z. */
    static final long TIME = 1_767_323_045_006L;

    private SessionRecords() {}

    static SessionRecord normal() {
        return new SessionRecord(
                TIME,
                "web",
                Protocol.TCP,
                "192.0.2.7:51034",
                "web",
                "10.0.0.11:8080",
                1_234,
                5_678_901_234L,
                1_234_567,
                12_000_000_499L,
                2,
                TerminationCode.NORMAL,
                "ended by both sides");
    }

    static SessionRecord refused() {
        return new SessionRecord(
                TIME,
                "dns",
                Protocol.UDP,
                "[2001:db8::1]:53",
                null,
                null,
                0,
                0,
                -1,
                500,
                0,
                TerminationCode.REFUSED,
                "refused by a limit or an access list");
    }

    /** A record in which every string is this one. */
    static SessionRecord saying(String text) {
        return new SessionRecord(
                TIME, text, Protocol.TCP, text, text, text, 0, 0, 0, 0, 1, TerminationCode.INTERNAL, text);
    }

    /** A record known by its bytes. */
    static SessionRecord numbered(long bytes) {
        return new SessionRecord(
                TIME, "web", Protocol.TCP, "192.0.2.7:1", "web", "b", bytes, 0, 0, 0, 1, TerminationCode.NORMAL, "");
    }
}
