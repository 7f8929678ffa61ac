package org.kingfisherprocess.service.cli;

import org.kingfisherprocess.service.upgrade.BlockerPolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `never`, `ask` or `after=TIME`.
final class BlockerPolicyOption implements ITypeConverter<BlockerPolicy> {
    private static final String AFTER = "after=";

    @Override
    public BlockerPolicy convert(String text) {
        if (text.equals("never")) {
            return new BlockerPolicy.Never();
        }
        if (text.equals("ask")) {
            return new BlockerPolicy.Ask();
        }
        if (text.startsWith(AFTER)) {
            return new BlockerPolicy.After(
                    new DurationOption().convert(text.substring(AFTER.length())));
        }
        throw new TypeConversionException(
                "'%s' is none of never, ask, after=SECONDS".formatted(text));
    }

    static String text(BlockerPolicy policy) {
        return switch (policy) {
            case BlockerPolicy.Never _ -> "never";
            case BlockerPolicy.Ask _ -> "ask";
            case BlockerPolicy.After(var limit) -> AFTER + limit.toMillis() + "ms";
        };
    }
}
