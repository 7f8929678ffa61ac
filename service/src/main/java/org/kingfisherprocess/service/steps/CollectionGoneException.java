package org.kingfisherprocess.service.steps;

/// A collection's row went between our looking up its id and our using it.
final class CollectionGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CollectionGoneException() {
        super("a collection was deleted while its data were on their way");
    }
}
