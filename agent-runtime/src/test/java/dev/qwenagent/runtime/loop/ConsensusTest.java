package dev.qwenagent.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several guardrails' verdicts become one. */
class ConsensusTest {

    private final Map<Guardrail, Function<String, GuardVerdict<String>>> rules = new IdentityHashMap<>();
    private final List<String> judged = new ArrayList<>();

    private Guardrail guardrail(Function<String, GuardVerdict<String>> rule) {
        Guardrail guardrail = new Guardrail() {};
        rules.put(guardrail, rule);
        return guardrail;
    }

    private Consensus<String> of(List<Guardrail> guardrails) {
        return Consensus.of(guardrails, "x", (guardrail, value) -> {
            judged.add(value);
            return rules.get(guardrail).apply(value);
        });
    }

    private static GuardVerdict<String> verdict(String name, String value) {
        return switch (name) {
            case "pass" -> GuardVerdict.pass();
            case "amend" -> value.endsWith("!") ? GuardVerdict.pass() : GuardVerdict.amend(value + "!", "louder");
            case "ask" -> GuardVerdict.ask("may it?");
            case "reconsider" -> GuardVerdict.reconsider("think again");
            case "stop" -> GuardVerdict.stop("enough");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String shown(Consensus<String> consensus) {
        return switch (consensus) {
            case Consensus.Passes<String>(String value, var amendments, var questions) ->
                "passes " + value + " amended "
                        + amendments.size() + " asks " + questions.size();
            case Consensus.SentBack<String>(var reasons) -> "sent back " + reasons.size();
            case Consensus.Stopped<String>(var reason) -> "stopped " + reason.text();
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pass                     | passes x amended 0 asks 0
            pass pass                | passes x amended 0 asks 0
            amend                    | passes x! amended 1 asks 0
            pass amend               | passes x! amended 1 asks 0
            amend pass               | passes x! amended 1 asks 0
            ask                      | passes x amended 0 asks 1
            pass ask                 | passes x amended 0 asks 1
            ask ask                  | passes x amended 0 asks 2
            amend ask                | passes x! amended 1 asks 1
            ask amend                | passes x! amended 1 asks 1
            reconsider               | sent back 1
            reconsider reconsider    | sent back 2
            pass reconsider          | sent back 1
            reconsider pass          | sent back 1
            amend reconsider         | sent back 1
            reconsider amend         | sent back 1
            ask reconsider           | sent back 1
            reconsider ask           | sent back 1
            stop                     | stopped enough
            pass stop                | stopped enough
            stop pass                | stopped enough
            amend stop               | stopped enough
            stop amend               | stopped enough
            ask stop                 | stopped enough
            stop ask                 | stopped enough
            reconsider stop          | stopped enough
            stop reconsider          | stopped enough
            ask amend reconsider     | sent back 1
            ask reconsider amend stop | stopped enough
            """)
    void theStrictestVerdictWinsInWhateverOrder(String verdicts, String expected) {
        List<Guardrail> guardrails = Arrays.stream(verdicts.split(" "))
                .map(name -> guardrail(value -> verdict(name, value)))
                .toList();
        assertThat(shown(of(guardrails))).isEqualTo(expected);
    }

    @Test
    void nobodyJudgesNothing() {
        assertThat(shown(of(List.of()))).isEqualTo("passes x amended 0 asks 0");
    }

    @Test
    void eachGuardrailJudgesTheFormInWhichItPasses() {
        List<String> seenByFirst = new ArrayList<>();
        Guardrail first = guardrail(value -> {
            seenByFirst.add(value);
            return value.contains("evil") ? GuardVerdict.stop("evil") : GuardVerdict.pass();
        });
        Guardrail second = guardrail(value -> GuardVerdict.amend("evil", "a trick"));
        assertThat(shown(of(List.of(first, second)))).isEqualTo("stopped evil");
        assertThat(seenByFirst).containsExactly("x", "evil");
    }

    @Test
    void objectionToWhatWasAmendedAwayIsNone() {
        Guardrail first = guardrail(
                value -> value.equals("x") ? GuardVerdict.reconsider("no x") : GuardVerdict.pass());
        Guardrail second = guardrail(value -> GuardVerdict.amend("y", "no x here"));
        assertThat(shown(of(List.of(first, second)))).isEqualTo("passes y amended 1 asks 0");
    }

    @Test
    void amendmentsAddUp() {
        Guardrail a = guardrail(
                value -> value.contains("a") ? GuardVerdict.pass() : GuardVerdict.amend(value + "a", "a"));
        Guardrail b = guardrail(
                value -> value.contains("b") ? GuardVerdict.pass() : GuardVerdict.amend(value + "b", "b"));
        assertThat(shown(of(List.of(a, b)))).isEqualTo("passes xab amended 2 asks 0");
    }

    @Test
    void amendmentsThatUndoOneAnotherStop() {
        Guardrail a = guardrail(value -> GuardVerdict.amend("a", "a"));
        Guardrail b = guardrail(value -> GuardVerdict.amend("b", "b"));
        assertThat(shown(of(List.of(a, b)))).startsWith("stopped its amendments");
        assertThat(judged).hasSizeLessThan(20);
    }
}
