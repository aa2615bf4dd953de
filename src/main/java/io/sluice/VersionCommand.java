package io.sluice;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.Native;
import io.sluice.metrics.Build;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice version}. */
@Command(name = "version", description = "Prints the versions of Sluice, Java and Netty, and the transport.")
final class VersionCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("sluice " + Version.text());
        out.println("java " + System.getProperty("java.vm.version") + " (" + System.getProperty("java.vendor") + ")");
        out.println("netty " + Build.running(Version.text()).netty());
        out.println("transport " + transport());
        return CommandLine.ExitCode.OK;
    }

    private static String transport() {
        return Epoll.isAvailable() ? "epoll (Linux " + Native.KERNEL_VERSION + ")" : "none: " + Platform.complaint();
    }
}
