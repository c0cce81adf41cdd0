package dev.qwenagent.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Provenance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every sequence of calls and answers, tried on many that chance makes; the seed stands here. */
class PermissionGatePropertyTest {

    private static final int RUNS = 300;
    private static final int CALLS = 40;
    private static final List<String> SCOPES = List.of("a.ask:/x", "a.ask:/y", "a.ask", "b.ask:/x", "a.ask:/x/y");
    private static final List<Provenance> CONVERSATIONS = List.of(Provenance.NONE,
            Provenance.of("a page", Label.UNTRUSTED), Provenance.of("a file", Label.CONFIDENTIAL));

    /** What a person said yes to for the run. */
    private record Said(String tool, Set<Scope> scopes, Provenance provenance) {}

    @Test
    void rememberingAnAnswerNeverAllowsAnotherCall() throws InterruptedException {
        Random random = new Random(20261125);
        for (int run = 0; run < RUNS; run++) {
            Set<Said> said = new HashSet<>();
            List<ApprovalRequest> asked = new ArrayList<>();
            List<ApprovalRequest> old = new ArrayList<>();
            var gate = new PermissionGate("run " + run, request -> new Verdict.Ask("ask"), ApprovalTerms.of(request -> {
                asked.add(request);
                return answer(request, random, old, said);
            }), PermissionListener.NONE);
            for (int i = 0; i < CALLS; i++) {
                asked.clear();
                FixedTool tool = new FixedTool(random.nextBoolean() ? "probe" : "other");
                String[] scopes = Stream.generate(() -> SCOPES.get(random.nextInt(SCOPES.size())))
                        .limit(1 + random.nextInt(2))
                        .distinct()
                        .toArray(String[]::new);
                Provenance provenance = CONVERSATIONS.get(random.nextInt(CONVERSATIONS.size()));
                Set<Said> before = Set.copyOf(said);
                Admission admission = gate.admit(tool.call(scopes), new Occasion(i, "", provenance));
                List<Scope> needed = Stream.of(scopes).map(Scope::of).toList();
                if (before.contains(new Said(tool.specification().name(), Set.copyOf(needed), provenance))) {
                    assertThat(admission).isInstanceOf(GrantedCall.class);
                    assertThat(asked).isEmpty();
                } else {
                    assertThat(asked).singleElement().extracting(ApprovalRequest::scopes).isEqualTo(needed);
                }
                old.addAll(asked);
            }
        }
    }

    /** Any answer at all; also one to an earlier question, which has to count for nothing. */
    private static Approval answer(ApprovalRequest request, Random random, List<ApprovalRequest> old, Set<Said> said) {
        return switch (random.nextInt(5)) {
            case 0 -> request.no();
            case 1 -> request.once();
            case 2 -> old.isEmpty() ? request.no() : old.get(random.nextInt(old.size())).forRun();
            default -> {
                said.add(new Said(request.tool(), Set.copyOf(request.scopes()), request.provenance()));
                yield random.nextBoolean() ? request.forRun() : request.asRule();
            }
        };
    }
}
