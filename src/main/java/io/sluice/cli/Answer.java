package io.sluice.cli;

/** What came of a request to a daemon. */
sealed interface Answer {

    /** An HTTP answer, whatever its status. */
    record Received(int status, String contentType, String body) implements Answer {}

    /** Nobody answered; the reason in words. */
    record Unreachable(String reason) implements Answer {}
}
