package org.kingfisherprocess.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// nginx in front of the service, as it is usually set up: HTTP/1.1 to the service, over a pool of
/// connections that it keeps.
public final class NginxProxy implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(20);

    private final Process process;
    private final InetSocketAddress address;

    private NginxProxy(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /// The program, where this machine has it.
    public static Optional<Path> program() {
        return Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Returns when it listens.
    ///
    /// @param folder for its configuration, its log and what it buffers
    public static NginxProxy start(Path program, Path folder, InetSocketAddress service) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.any());
        try {
            Files.createDirectories(folder);
            var file = folder.resolve("nginx.conf");
            Files.writeString(file, configuration(folder, service, address));
            var process =
                    new ProcessBuilder(
                                    program.toString(),
                                    "-e",
                                    folder.resolve("error.log").toString(),
                                    "-c",
                                    file.toString(),
                                    "-g",
                                    "daemon off;")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("nginx.log").toFile())
                            .start();
            var proxy = new NginxProxy(process, address);
            if (!Pauses.until(READY_WITHIN, proxy::listens)) {
                proxy.close();
                throw new IllegalStateException("nginx does not listen: look into " + folder);
            }
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + program, e);
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        Pauses.until(READY_WITHIN, () -> !process.isAlive());
    }

    /// `proxy_request_buffering` stays on, as it is by default: nginx takes a whole upload first.
    private static String configuration(
            Path folder, InetSocketAddress service, InetSocketAddress address) {
        var user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
        return """
        %1$sworker_processes 2;
        worker_rlimit_nofile 8192;
        pid %2$s/nginx.pid;
        error_log %2$s/error.log;
        events { worker_connections 4096; }
        http {
          access_log off;
          client_max_body_size 0;
          client_body_temp_path %2$s/body;
          proxy_temp_path %2$s/proxy;
          fastcgi_temp_path %2$s/fastcgi;
          uwsgi_temp_path %2$s/uwsgi;
          scgi_temp_path %2$s/scgi;
          upstream service {
            server 127.0.0.1:%3$d;
            keepalive 32;
          }
          server {
            listen 127.0.0.1:%4$d backlog=4096;
            location / {
              proxy_pass http://service;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host $host;
              proxy_read_timeout 900s;
              proxy_send_timeout 900s;
            }
          }
        }
        """
                .formatted(user, folder, service.getPort(), address.getPort());
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
