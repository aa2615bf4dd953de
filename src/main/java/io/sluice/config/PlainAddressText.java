package io.sluice.config;

import io.sluice.model.Endpoint;
import org.jspecify.annotations.Nullable;

/** The address of a backend that needs no name service: {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}, {@code unix:/run/app.sock}. */
record PlainAddressText() implements Format<Endpoint> {

    @Override
    public String expected() {
        return "IP:PORT, [IPv6]:PORT or unix:/PATH, with a port from 1 to 65535";
    }

    @Override
    public @Nullable Endpoint parse(String text) {
        Endpoint endpoint = AddressText.INSTANCE.parse(text);
        return endpoint instanceof Endpoint.Named ? null : endpoint;
    }
}
