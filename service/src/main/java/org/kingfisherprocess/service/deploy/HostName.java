package org.kingfisherprocess.service.deploy;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// What this machine calls itself.
final class HostName {
    private HostName() {}

    static String ours() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "this machine";
        }
    }
}
