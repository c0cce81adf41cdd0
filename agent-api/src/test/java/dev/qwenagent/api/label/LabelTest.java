package dev.qwenagent.api.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Label.Integrity;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabelTest {

    private static final List<Label> ALL = Stream.of(Confidentiality.values())
            .flatMap(c -> Stream.of(Integrity.values()).map(i -> new Label(c, i)))
            .toList();
    private static final Label HIGHEST = new Label(Confidentiality.CONFIDENTIAL, Integrity.UNTRUSTED);

    @Test
    void joinNeverLowersAndDoesNotCareForOrder() {
        for (Label a : ALL) {
            assertThat(a.join(a)).isEqualTo(a);
            assertThat(a.join(Label.PLAIN)).isEqualTo(a);
            assertThat(a.join(HIGHEST)).isEqualTo(HIGHEST);
            for (Label b : ALL) {
                assertThat(a.join(b)).isEqualTo(b.join(a));
                assertThat(a.join(b).confidentiality()).isGreaterThanOrEqualTo(a.confidentiality());
                assertThat(a.join(b).integrity()).isGreaterThanOrEqualTo(a.integrity());
            }
        }
    }

    @Test
    void noSequenceOfJoinsLowersALabel() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Label label = ALL.get(random.nextInt(ALL.size()));
            for (int i = 0; i < 50; i++) {
                Label other = ALL.get(random.nextInt(ALL.size()));
                Label joined = random.nextBoolean() ? label.join(other) : other.join(label);
                assertThat(joined.confidentiality()).as("seed %d", seed)
                        .isGreaterThanOrEqualTo(label.confidentiality());
                assertThat(joined.integrity()).as("seed %d", seed).isGreaterThanOrEqualTo(label.integrity());
                assertThat(joined.join(label)).as("seed %d", seed).isEqualTo(joined);
                label = joined;
            }
        }
    }

    @Test
    void joinIsAssociativeSoTheOrderOfReadingDoesNotMatter() {
        for (Label a : ALL) {
            for (Label b : ALL) {
                for (Label c : ALL) {
                    assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
                }
            }
        }
    }

    @Test
    void joinTakesTheWorseOfEach() {
        assertThat(Labelled.confidential(1).label().join(Labelled.untrusted(2).label())).isEqualTo(HIGHEST);
    }

    @Test
    void labelledValueRaisesOneOnly() {
        assertThat(Labelled.confidential("v")).isEqualTo(
                new Labelled<>("v", new Label(Confidentiality.CONFIDENTIAL, Integrity.TRUSTED)));
        assertThat(Labelled.untrusted("v")).isEqualTo(
                new Labelled<>("v", new Label(Confidentiality.PUBLIC, Integrity.UNTRUSTED)));
        assertThat(Labelled.confidential("v").label().isConfidential()).isTrue();
        assertThat(Labelled.untrusted("v").label().isConfidential()).isFalse();
    }

    @Test
    void remoteModelReadsNothingConfidential() {
        ModelProfile remote = ModelProfile.remote("far");
        assertThat(ALL.stream().filter(remote::mayRead)).allMatch(label -> !label.isConfidential()).hasSize(2);
    }

    @Test
    void modelInThisProcessReadsEverything() {
        assertThat(ALL).allMatch(ModelProfile.inProcess("near")::mayRead);
    }

    @Test
    void clearanceAndNotResidenceDecides() {
        var cleared = new ModelProfile("ours", ModelProfile.Residence.REMOTE, Confidentiality.CONFIDENTIAL);
        assertThat(ALL).allMatch(cleared::mayRead);
    }
}
