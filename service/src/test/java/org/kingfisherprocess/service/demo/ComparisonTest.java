package org.kingfisherprocess.service.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.demo.Outcome.Acknowledged;
import org.kingfisherprocess.service.demo.Outcome.Failed;
import org.kingfisherprocess.service.demo.Stored.StoredFile;

final class ComparisonTest {
    private static final UUID RECEIPT = new UUID(1, 2);

    @Test
    void countsWhatIsThereOnceAndWhole() {
        assertThat(compared(acknowledged(3), Map.of(RECEIPT, 1L), new StoredFile(1, 3)))
                .isEqualTo(new Comparison(1, 1, 1, 0, 0, 0));
    }

    @Test
    void countsWhatIsNotThere() {
        var lost = new Comparison(1, 1, 0, 1, 0, 0);

        assertThat(compared(acknowledged(3), Map.of(), StoredFile.NONE)).isEqualTo(lost);
        assertThat(compared(acknowledged(3), Map.of(RECEIPT, 1L), StoredFile.NONE)).isEqualTo(lost);
        assertThat(compared(acknowledged(3), Map.of(), new StoredFile(1, 3))).isEqualTo(lost);
    }

    @Test
    void aFileWithoutOneOfItsDocumentsIsLost() {
        assertThat(compared(acknowledged(3), Map.of(RECEIPT, 1L), new StoredFile(1, 2)))
                .isEqualTo(new Comparison(1, 1, 0, 1, 0, 0));
    }

    @Test
    void countsWhatIsThereTwice() {
        var doubled = new Comparison(1, 1, 0, 0, 1, 0);

        assertThat(compared(acknowledged(3), Map.of(RECEIPT, 2L), new StoredFile(1, 3)))
                .isEqualTo(doubled);
        assertThat(compared(acknowledged(3), Map.of(RECEIPT, 1L), new StoredFile(2, 3)))
                .isEqualTo(doubled);
        assertThat(compared(acknowledged(3), Map.of(RECEIPT, 1L), new StoredFile(1, 6)))
                .isEqualTo(doubled);
    }

    @Test
    void takesAnyNumberOfDocumentsWhereNobodyHasCountedThem() {
        var sent = new Sent("a.json", OptionalLong.empty(), 1, new Outcome.Acknowledged(RECEIPT));

        assertThat(compared(sent, Map.of(RECEIPT, 1L), new StoredFile(1, 1_000)))
                .isEqualTo(new Comparison(1, 1, 1, 0, 0, 0));
    }

    @Test
    void whatWasNotAcknowledgedFailedWhetherItIsThereOrNot() {
        var failed = new Comparison(1, 0, 0, 0, 0, 1);

        assertThat(compared(failed(3), Map.of(), StoredFile.NONE)).isEqualTo(failed);
        assertThat(compared(failed(3), Map.of(), new StoredFile(1, 3))).isEqualTo(failed);
    }

    @Test
    void seesWhatIsThereTwiceThoughItWasNotAcknowledged() {
        assertThat(compared(failed(3), Map.of(), new StoredFile(2, 6)))
                .isEqualTo(new Comparison(1, 0, 0, 0, 1, 1));
    }

    private static Comparison compared(Sent sent, Map<UUID, Long> receipts, StoredFile file) {
        return Comparison.of(List.of(sent), new Stored(receipts, Map.of(sent.file(), file)));
    }

    private static Sent acknowledged(int documents) {
        return new Sent("a.json", OptionalLong.of(documents), 1, new Acknowledged(RECEIPT));
    }

    private static Sent failed(int documents) {
        return new Sent("a.json", OptionalLong.of(documents), 1, new Failed("answered 503"));
    }
}
