package dev.qwenagent.api.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

    private static final List<Label> LABELS = List.of(
            Label.PLAIN, Label.CONFIDENTIAL, Label.UNTRUSTED, Label.CONFIDENTIAL.join(Label.UNTRUSTED));

    private static Provenance random(Random random) {
        List<LabelSource> sources = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            sources.add(new LabelSource("source " + random.nextInt(5), LABELS.get(random.nextInt(4))));
        }
        return new Provenance(sources);
    }

    @Test
    void noSequenceOfJoinsLowersALabelOrLosesASource() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Provenance sofar = random(random);
            for (int i = 0; i < 30; i++) {
                Provenance before = sofar;
                Provenance other = random(random);
                sofar = random.nextBoolean() ? before.join(other) : other.join(before);
                assertThat(sofar.label().join(before.label())).as("seed %d", seed).isEqualTo(sofar.label());
                assertThat(sofar.label()).as("seed %d", seed).isEqualTo(before.label().join(other.label()));
                assertThat(sofar.sources().stream().map(LabelSource::name))
                        .as("seed %d", seed)
                        .containsAll(before.sources().stream().map(LabelSource::name).toList());
            }
        }
    }

    @Test
    void whatIsPlainIsNoSource() {
        assertThat(Provenance.of("a", Label.PLAIN)).isEqualTo(Provenance.NONE);
        assertThat(Provenance.NONE.label()).isEqualTo(Label.PLAIN);
    }

    @Test
    void oneSourceThatSaysBothHasBothLabels() {
        Provenance both = Provenance.of("a", Label.CONFIDENTIAL).join(Provenance.of("a", Label.UNTRUSTED));
        assertThat(both.sources()).containsExactly(new LabelSource("a", Label.CONFIDENTIAL.join(Label.UNTRUSTED)));
    }

    @Test
    void sourcesAreToldApartByKind() {
        Provenance both = Provenance.of("a", Label.CONFIDENTIAL).join(Provenance.of("b", Label.UNTRUSTED));
        assertThat(both.confidential().names()).isEqualTo("a");
        assertThat(both.untrusted().names()).isEqualTo("b");
        assertThat(both.names()).isEqualTo("a, b");
    }

    @Test
    void personLowersTheNamedSourceAndNoOther() {
        Provenance both = Provenance.of("a", Label.CONFIDENTIAL).join(Provenance.of("b", Label.CONFIDENTIAL));
        var decision = new Declassification("a", Label.PLAIN, "ana", "it is old");
        assertThat(both.after(decision)).isEqualTo(Provenance.of("b", Label.CONFIDENTIAL));
        assertThat(both.after(new Declassification("c", Label.PLAIN, "ana", ""))).isEqualTo(both);
    }

    @Test
    void nobodyDeclassifiesNothing() {
        assertThatThrownBy(() -> new Declassification("a", Label.PLAIN, " ", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found nobody");
    }
}
