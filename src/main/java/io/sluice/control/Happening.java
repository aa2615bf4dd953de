package io.sluice.control;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator may want to hear of, as the part that saw it tells it. Immutable. Texts that come from outside are
 * cut at {@value #MOST_CHARACTERS} characters.
 *
 * @param pool the pool it is about, null when it is about none
 * @param backend its backend, null when it is about none
 * @param from what was true before, in the word that the API shows; null when nothing was
 * @param to what is true now
 * @param reason one word in snake_case for programs
 * @param detail a few words for people
 */
public record Happening(
        Kind kind,
        @Nullable String pool,
        @Nullable String backend,
        @Nullable String from,
        @Nullable String to,
        @Nullable String reason,
        @Nullable String detail) {

    private static final int MOST_CHARACTERS = 256;

    public Happening {
        from = cut(from);
        to = cut(to);
        reason = cut(reason);
        detail = cut(detail);
    }

    /** A backend went from one word to another. */
    public static Happening change(
            Kind kind, String pool, String backend, @Nullable String from, @Nullable String to, String reason) {
        return new Happening(kind, pool, backend, from, to, reason, null);
    }

    /** The process as a whole went from one word to another. */
    public static Happening ofProcess(Kind kind, @Nullable String from, @Nullable String to, String reason) {
        return new Happening(kind, null, null, from, to, reason, null);
    }

    /** The same with words for people. */
    public Happening saying(@Nullable String words) {
        return new Happening(kind, pool, backend, from, to, reason, words);
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }

    /** What sort of thing happened. */
    public enum Kind {
        /** What the probes say of a backend. */
        CLASS,
        /** What the operator says of a backend. */
        STATE,
        /** The weight of a backend. */
        WEIGHT,
        /** The session limit of a backend. */
        MAX_SESSIONS,
        /** The priority of a backend. */
        PRIORITY,
        /** An operator has added a backend to its pool, or removed it. */
        MEMBERSHIP,
        /** The configuration in force. */
        CONFIG,
        /** A backend is left out, or let in again, for its connect failures. */
        EJECTION,
        /** A round of failed probes was not booked, because the reference failed too. */
        ROUND_DISCARDED,
        /** Whether new sessions are welcome. */
        READINESS,
        /** Sessions are ended little by little, so that their clients go elsewhere. */
        MOVING,
        /** Whether health decides anything. */
        HEALTH;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** As the API writes it. */
        public String word() {
            return word;
        }
    }
}
