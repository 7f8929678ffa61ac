package org.kingfisherprocess.supervisor;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Comparator;
import org.kingfisherprocess.supervisor.posix.Processes;
import org.kingfisherprocess.supervisor.wire.Message;

/// What `kingfisher-process status` shows.
record Status(InetSocketAddress address, Instant since, Family family, Generations generations) {

    Message message() {
        var pid = ProcessHandle.current().pid();
        var status =
                Message.of("status")
                        .with(
                                "listen",
                                address.getAddress().getHostAddress() + ":" + address.getPort())
                        .with("supervisor_pid", pid)
                        .with("supervisor_place", place())
                        .with("supervisor_since", since.toString())
                        .with("supervisor_resident_kibibytes", Processes.residentKibibytes(pid))
                        .with("reloading", generations.isReplacing());
        var current = generations.current();
        if (current.isPresent()) {
            status =
                    status.with("generation", current.get().number())
                            .with("place", current.get().release().place())
                            .with("ready_since", current.get().readySince().toString());
        }
        if (generations.last().isPresent()) {
            status = status.with("last_reload", generations.last().get());
        }
        return status.with(
                "children",
                family.all().stream()
                        .sorted(
                                Comparator.comparingInt((Child child) -> child.name().generation())
                                        .thenComparing(child -> child.name().role()))
                        .map(child -> describe(child).values())
                        .toList());
    }

    /// Where this very program lies: it may be that of a release that runs no more.
    private static String place() {
        return Status.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private static Message describe(Child child) {
        return Message.of("child")
                .with("child", child.name().toString())
                .with("role", child.name().role().command())
                .with("generation", child.name().generation())
                .with("pid", child.pid())
                .with("release", child.version())
                .with("place", child.release().place())
                .with("state", state(child))
                .with("since", child.since().toString())
                .with("starts", child.name().start())
                .with("resident_kibibytes", Processes.residentKibibytes(child.pid()));
    }

    private static String state(Child child) {
        if (child.isDraining()) {
            return "draining";
        }
        if (child.isWorking()) {
            return "ready";
        }
        return child.isReady() ? "waiting" : "starting";
    }
}
