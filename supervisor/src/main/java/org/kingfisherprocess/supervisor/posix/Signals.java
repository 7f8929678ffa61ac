package org.kingfisherprocess.supervisor.posix;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// Signals of the operating system.
///
/// Java has them in `sun.misc` alone. That is reached by reflection, because the compiler's warning
/// about it cannot be switched off, and a build of ours has no warnings.
public final class Signals {
    private Signals() {}

    /// Runs the action, in a thread of its own, each time the signal comes. A signal that this
    /// process was started with ignored, as by nohup, stays ignored.
    ///
    /// @param name without `SIG`
    public static void handle(String name, Runnable action) {
        install(
                name,
                (_, method, arguments) -> {
                    switch (method.getName()) {
                        case "handle" -> action.run();
                        case "hashCode" -> {
                            return System.identityHashCode(action);
                        }
                        case "equals" -> {
                            return false;
                        }
                        default -> {
                            return name;
                        }
                    }
                    return null;
                });
    }

    /// For a signal that a terminal sends to the whole family, and that only its head is to obey.
    public static void ignore(String name) {
        handle(name, () -> {});
    }

    private static void install(String name, InvocationHandler handler) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handlers = Class.forName("sun.misc.SignalHandler");
            var proxy =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(), new Class<?>[] {handlers}, handler);
            signal.getMethod("handle", signal, handlers)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot handle SIG" + name, e);
        }
    }
}
