package io.sluice.health;

import io.sluice.model.Options;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The registry of probes: every type of the contract, and how its options are read. Immutable. */
public final class Probes {

    private static final List<Entry> ENTRIES = List.of(
            new Entry("tcp", options -> new TcpProbe()),
            new Entry("http", HttpProbe::http),
            new Entry("https", HttpProbe::https),
            new Entry("tls", TlsProbe::read),
            new Entry("send-expect", SendExpectProbe::read),
            new Entry("udp", UdpProbe::from),
            new Entry("dns", DnsProbe::from),
            new Entry("redis", RedisProbe::from),
            new Entry("postgres", PostgresProbe::from),
            new Entry("mysql", MysqlProbe::from),
            new Entry("grpc", GrpcProbe::from),
            new Entry("exec", ExecProbe::from));

    private Probes() {}

    /** The probe of this type with its options, or null when there is none of that name. */
    public static @Nullable Probe create(String type, Options options) {
        for (Entry entry : ENTRIES) {
            if (entry.type.equals(type)) {
                return entry.from.apply(options);
            }
        }
        return null;
    }

    public static List<String> types() {
        return ENTRIES.stream().map(Entry::type).toList();
    }

    private record Entry(String type, Function<Options, Probe> from) {}
}
