package io.sluice.admin;

/** Whether a request comes in. */
sealed interface Admission {

    record Admitted(Caller caller) implements Admission {}

    record Refused(Reply reply) implements Admission {}
}
