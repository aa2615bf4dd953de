package io.sluice;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.Native;
import io.sluice.metrics.Build;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice version}. */
@Command(name = "version", description = "Prints the versions of Sluice, Java and Netty, and the transport.")
final class VersionCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private JsonOption json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> versions = versions();
        if (json.isOn()) {
            JsonOption.print(out, versions);
        } else {
            versions.forEach((name, version) -> out.println(name + " " + version));
        }
        return CommandLine.ExitCode.OK;
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("sluice", Version.text());
        versions.put("java", System.getProperty("java.vm.version") + " (" + System.getProperty("java.vendor") + ")");
        versions.put("netty", Build.running(Version.text()).netty());
        versions.put("transport", transport());
        return versions;
    }

    private static String transport() {
        return Epoll.isAvailable() ? "epoll (Linux " + Native.KERNEL_VERSION + ")" : "none: " + Platform.complaint();
    }
}
