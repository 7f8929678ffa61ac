package org.kingfisherprocess.service.cli;

import org.kingfisherprocess.service.spool.Receipt;

/// Receipts as people type them.
final class Receipts {
    private Receipts() {}

    static Receipt parse(String text) {
        try {
            return Receipt.parse(text);
        } catch (IllegalArgumentException _) {
            throw new RefusedException(
                    "\"%s\" is not a receipt, such as 019ab1c2-3d4e-7f50-8a61-72839405a6b7"
                            .formatted(text));
        }
    }
}
