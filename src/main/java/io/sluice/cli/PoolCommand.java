package io.sluice.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code sluice pool}: one pool in full. Filled in and called by picocli. */
@Command(
        name = "pool",
        mixinStandardHelpOptions = true,
        description =
                "Shows one pool in full: how it is narrowed, its backends, and why some of them are no candidates.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class PoolCommand implements Callable<Integer> {

    private final Supplier<Terminal> terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PoolQuestion question = new PoolQuestion();

    /** For the process's own standard output. */
    public PoolCommand() {
        this(Terminal::measured);
    }

    PoolCommand(Supplier<Terminal> terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        return question.show(spec.commandLine(), ApiPath.pool(question.pool()), "backends", pool -> new PoolPage(
                        pool, terminal.get())
                .lines());
    }
}
