package io.sluice.config;

import io.sluice.config.PoolDraft.Member;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the backends of one pool: each is an address, or a mapping with one. */
final class BackendReader {

    private static final String EXPECTED = "a list with at least one backend";
    private static final EnumText<BackendState> STATE = EnumText.of(BackendState.class);

    private final List<Member> members = new ArrayList<>();
    private final Map<Endpoint, String> addresses = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    private BackendReader() {}

    static List<Member> read(Section pool) {
        Value list = pool.require("backends", EXPECTED);
        if (list == null) {
            return List.of();
        }
        List<Value> items = list.items(EXPECTED);
        if (list.isList() && items.isEmpty()) {
            list.reject(EXPECTED);
        }
        BackendReader reader = new BackendReader();
        items.forEach(reader::read);
        return reader.members;
    }

    private void read(Value item) {
        if (item.isMapping()) {
            readMapping(item);
            return;
        }
        Endpoint endpoint = item.read(AddressText.INSTANCE);
        if (endpoint != null) {
            add(item, null, new BackendSpec(item.shown(), endpoint, 1, 0, BackendState.ENABLED), item.path());
        }
    }

    private void readMapping(Value item) {
        Section section = item.section("a mapping");
        Value address = section.require("address", AddressText.INSTANCE.expected());
        Endpoint endpoint = address == null ? null : address.read(AddressText.INSTANCE);
        Value name = section.find("name");
        String ownName = name == null ? null : name.read(NameText.INSTANCE);
        int weight = (int) section.number("weight", 1, 0, BackendSpec.MAX_WEIGHT);
        int maxSessions = section.count("max_sessions", 0, 0);
        BackendState state = section.get("state", STATE, BackendState.ENABLED);
        int priority = (int) section.number("priority", 0, 0, BackendSpec.MAX_PRIORITY);
        boolean backup = section.flag("backup", false);
        section.close();
        if (address != null && endpoint != null && (name == null || ownName != null)) {
            String given = ownName == null ? address.shown() : ownName;
            BackendSpec spec = new BackendSpec(given, endpoint, weight, maxSessions, state, priority, backup);
            add(address, name, spec, item.path());
        }
    }

    private void add(Value address, @Nullable Value name, BackendSpec spec, String path) {
        members.add(new Member(spec, address));
        String sameAddress = addresses.putIfAbsent(spec.endpoint(), path);
        String sameName = names.putIfAbsent(spec.name(), path);
        if (sameAddress != null) {
            address.reject("an address of its own; " + sameAddress + " has this one");
        } else if (sameName != null) {
            (name == null ? address : name).reject("a name of its own; " + sameName + " has this one");
        } else if (NameText.INSTANCE.parse(spec.name()) == null) {
            address.reject("a name beside it, since the address is not " + NameText.INSTANCE.expected());
        }
    }
}
