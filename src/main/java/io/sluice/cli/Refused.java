package io.sluice.cli;

/** Why a command cannot go on, and the exit code that says so. */
record Refused(String message, int exitCode) {

    private static final int UNAUTHORIZED = 401;
    private static final String HINT =
            "\n  start one with: sluice run -c FILE\n  or name another with: --admin http://HOST:PORT or --admin unix:PATH";

    /** Of an answer that is not what was asked for. */
    static Refused of(Answer answer, AdminAddress address) {
        if (answer instanceof Answer.Unreachable unreachable) {
            return new Refused(
                    "no daemon at " + address.text() + ": " + unreachable.reason() + HINT, ExitCode.NO_DAEMON);
        }
        Answer.Received received = (Answer.Received) answer; // the only other kind
        Document document = Document.parse(received.body());
        if (document != null && document.has("error")) {
            String hint =
                    received.status() == UNAUTHORIZED ? "\n  name the file with the token: --token-file FILE" : "";
            String message = document.object("error").text("message");
            return new Refused(address.text() + ": " + message + hint, ExitCode.REFUSED);
        }
        return new Refused(
                "no daemon at " + address.text() + ": what answers there is not Sluice" + HINT, ExitCode.NO_DAEMON);
    }
}
