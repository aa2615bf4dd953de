package io.sluice.control;

import io.sluice.pool.Member;

/** What came of a command about a backend. */
public sealed interface BackendAnswer {

    /** It is done, and new sessions go by it already. */
    record Changed(Member after) implements BackendAnswer {}

    /** There is no such pool. */
    record NoPool() implements BackendAnswer {}

    /** The pool has no such backend. */
    record NoBackend() implements BackendAnswer {}

    /** The backend is not as the command expects it to be; nothing was changed. */
    record Differs(Member now) implements BackendAnswer {}

    /** It cannot be done as the pool is now; nothing was changed. */
    record Conflict(String words) implements BackendAnswer {}
}
