package io.sluice;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * The signals that the process hears. {@code sun.misc.Signal} (module jdk.unsupported) is the only door to them; it is opened by
 * reflection because the compiler warns of any other use, and that warning cannot be switched off where warnings are errors.
 */
final class Signals {

    private Signals() {}

    /**
     * Hears a signal; what happens by default no longer does.
     *
     * @param name without SIG, such as {@code TERM}
     * @param heard gets its number, on a thread of its own
     */
    static void hear(String name, IntConsumer heard) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object named = signal.getConstructor(String.class).newInstance(name);
            int number = (int) signal.getMethod("getNumber").invoke(named);
            Object ours = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            heard.accept(number);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler).invoke(null, named, ours);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no module jdk.unsupported", e);
        }
    }
}
