package org.kingfisherprocess.bench.proof;

/// An item of a stored file, or several rows that claim to be it.
///
/// @param number 0 for a file that was sent whole
/// @param files rows of the file
/// @param items rows of the item
/// @param releases rows of releases
/// @param intact those whose document is there, and says the same `ocid` and `id`
/// @param faults whether the file or item carries an error
public record StoredItem(
        String file,
        int number,
        long files,
        long items,
        long releases,
        long intact,
        boolean faults) {
    boolean whole(int expected) {
        return files == 1 && items == 1 && releases == expected && intact == expected && !faults;
    }

    boolean doubled(int expected) {
        return files > 1 || items > 1 || releases > expected;
    }
}
