package org.kingfisherprocess.supervisor;

import java.io.IOException;
import java.util.List;
import org.kingfisherprocess.supervisor.posix.PosixException;
import org.kingfisherprocess.supervisor.posix.Signals;

/// Starts the supervisor. Its exit codes are those of the program's commands.
public final class Main {
    private static final int REFUSED = 5;
    private static final int DEFECT = 70;

    private Main() {}

    public static void main(String[] words) {
        System.exit(run(words));
    }

    private static int run(String[] words) {
        try {
            var supervisor = new Supervisor(Arguments.parse(List.of(words)), System.getenv());
            Signals.handle("TERM", supervisor::signalled);
            Signals.handle("INT", supervisor::signalled);
            Signals.handle("HUP", supervisor::reload);
            supervisor.run();
            return 0;
        } catch (RefusedException | PosixException | IOException e) {
            System.err.println("kingfisher-process: " + e.getMessage());
            return REFUSED;
        } catch (ReloadException e) {
            System.err.println("kingfisher-process: " + e.getMessage());
            return REFUSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DEFECT;
        }
    }
}
