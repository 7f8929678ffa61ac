package org.kingfisherprocess.ocds.schema;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Gets files from the public web, and from nowhere else: a URL may come from anybody who publishes
/// data.
///
/// The address that a name leads to is looked at before connecting, and is the one connected to:
/// Java's own HTTP client would ask for the name again, and could be told another address then.
/// Redirects are new URLs, looked at like the first. No proxies, no cookies, no credentials.
final class Web {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final ExtensionSettings settings;

    Web(ExtensionSettings settings) {
        this.settings = settings;
    }

    /// The file's bytes. Blocks until they are there, the time is up, or it is clear that they
    /// cannot be had.
    byte[] get(String url, int maxBytes) throws FetchException {
        var task = new FutureTask<>(() -> follow(url, maxBytes));
        var thread = Thread.ofVirtual().name("extension").start(task);
        try {
            return task.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw late();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException("interrupted");
        } catch (ExecutionException e) {
            throw reason(e);
        } finally {
            thread.interrupt();
        }
    }

    private FetchException reason(ExecutionException failure) {
        return switch (failure.getCause()) {
            case FetchException known -> known;
            case SocketTimeoutException _ -> late();
            case null, default -> new FetchException(String.valueOf(failure.getCause()));
        };
    }

    private FetchException late() {
        return new FetchException("no complete answer within " + settings.timeout());
    }

    private byte[] follow(String url, int maxBytes) throws FetchException, IOException {
        var current = parse(url);
        for (int i = 0; i <= settings.maxRedirects(); i++) {
            var answer = request(current, maxBytes);
            if (answer.isRedirect()) {
                current = target(current, answer);
            } else if (answer.status() == 200) {
                return answer.body();
            } else {
                boolean missing = answer.status() == 404 || answer.status() == 410;
                throw new FetchException("the server answered " + answer.status(), missing);
            }
        }
        throw new FetchException("more than %d redirects".formatted(settings.maxRedirects()));
    }

    private static URI parse(String url) throws FetchException {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new FetchException("not a URL: " + e.getMessage());
        }
    }

    private static URI target(URI from, HttpAnswer answer) throws FetchException {
        var location = answer.header("location");
        if (location.isEmpty()) {
            throw new FetchException("a redirect to nowhere");
        }
        return from.resolve(parse(location.get()));
    }

    private HttpAnswer request(URI uri, int maxBytes) throws FetchException, IOException {
        var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http")) {
            throw new FetchException(
                    "only http and https are allowed, not \"%s\"".formatted(scheme));
        }
        var host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) {
            throw new FetchException("the URL needs a host and must not have a user");
        }
        int usual = secure ? HTTPS_PORT : HTTP_PORT;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        var address = allowedAddress(host, port);
        try (var socket = connect(address, port, host, secure)) {
            socket.getOutputStream().write(head(uri, host).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return HttpAnswer.read(socket.getInputStream(), maxBytes);
        }
    }

    private InetAddress allowedAddress(String host, int port) throws FetchException {
        boolean trusted = settings.trustedHosts().contains(host.toLowerCase(Locale.ROOT));
        if (!trusted && port != HTTP_PORT && port != HTTPS_PORT) {
            throw new FetchException("only ports 80 and 443 are allowed, not " + port);
        }
        var addresses = resolve(host);
        if (!trusted && !addresses.stream().allMatch(PublicAddresses::isPublic)) {
            throw new FetchException("%s is not on the public internet".formatted(host));
        }
        return addresses.getFirst();
    }

    private static List<InetAddress> resolve(String host) throws FetchException {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new FetchException("no address for the host " + host);
        }
    }

    @SuppressWarnings(
            "AddressSelection") // the address was chosen before, and must not be chosen again
    private Socket connect(InetAddress address, int port, String host, boolean secure)
            throws IOException {
        int millis = Math.toIntExact(Math.min(settings.timeout().toMillis(), Integer.MAX_VALUE));
        var socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(address, port), millis);
            return secure ? secured(socket, host, port) : socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secured(Socket socket, String host, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var secured = (SSLSocket) factory.createSocket(socket, host, port, true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static String head(URI uri, String host) {
        var ascii = URI.create(uri.toASCIIString());
        var path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        var query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return String.join(
                "\r\n",
                "GET " + path + query + " HTTP/1.1",
                "Host: " + host + port,
                "User-Agent: kingfisher-process",
                "Accept: */*",
                "Accept-Encoding: identity",
                "Connection: close",
                "",
                "");
    }
}
