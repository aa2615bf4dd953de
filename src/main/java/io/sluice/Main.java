package io.sluice;

import io.sluice.cli.AddCommand;
import io.sluice.cli.CompletionCommand;
import io.sluice.cli.ConfirmCommand;
import io.sluice.cli.DisableCommand;
import io.sluice.cli.DrainCommand;
import io.sluice.cli.EnableCommand;
import io.sluice.cli.FreezeCommand;
import io.sluice.cli.HealthCommand;
import io.sluice.cli.KillCommand;
import io.sluice.cli.LogLevelCommand;
import io.sluice.cli.MaxSessionsCommand;
import io.sluice.cli.PlanCommand;
import io.sluice.cli.PoolCommand;
import io.sluice.cli.PriorityCommand;
import io.sluice.cli.RebalanceCommand;
import io.sluice.cli.ReloadCommand;
import io.sluice.cli.RemoveCommand;
import io.sluice.cli.RevertCommand;
import io.sluice.cli.SessionsCommand;
import io.sluice.cli.StatusCommand;
import io.sluice.cli.UnfreezeCommand;
import io.sluice.cli.WeightCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of every command. */
@Command(
        name = "sluice",
        description = "A layer-4 (TCP and UDP) load balancer.",
        mixinStandardHelpOptions = true,
        version = "use: sluice version",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            VersionCommand.class,
            StatusCommand.class,
            PoolCommand.class,
            HealthCommand.class,
            DrainCommand.class,
            EnableCommand.class,
            DisableCommand.class,
            WeightCommand.class,
            MaxSessionsCommand.class,
            PriorityCommand.class,
            AddCommand.class,
            RemoveCommand.class,
            RebalanceCommand.class,
            FreezeCommand.class,
            UnfreezeCommand.class,
            SessionsCommand.class,
            KillCommand.class,
            PlanCommand.class,
            ReloadCommand.class,
            ConfirmCommand.class,
            RevertCommand.class,
            LogLevelCommand.class,
            CompletionCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the answer is no: invalid, refused, not found",
            "2:wrong usage",
            "3:no daemon there"
        })
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs one command line; the answer is the exit code. */
    static int execute(String... arguments) {
        return new CommandLine(new Main()).execute(arguments);
    }
}
