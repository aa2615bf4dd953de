package io.sluice.config;

/** Commands are run as probes only where the operator has said so in the section {@code runtime}: {@code allow_exec: true}. */
final class ExecPermission {

    private static final String TYPE = "exec";

    private ExecPermission() {}

    /** Notes a pool whose check would run a command. Called for a pool that has been read. */
    static void check(Section pool, boolean isAllowed) {
        Value check = pool.find("check");
        if (isAllowed || check == null || !check.isMapping()) {
            return;
        }
        Value type = check.section("a mapping").find("type");
        if (type != null && type.isScalar() && TYPE.equals(type.read(AnyText.INSTANCE))) {
            type.reject("another type, as runtime.allow_exec is not true");
        }
    }
}
