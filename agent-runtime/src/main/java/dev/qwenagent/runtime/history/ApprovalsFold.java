package dev.qwenagent.runtime.history;

import dev.qwenagent.api.journal.JournalEntry;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovedCall;
import dev.qwenagent.api.tool.EarlierApprovals;
import dev.qwenagent.api.tool.PermissionDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What persons were asked and said. Not thread-safe. */
final class ApprovalsFold {

    private final List<AskedBefore> asked = new ArrayList<>();
    private final List<EarlierApprovals.ForRun> forRun = new ArrayList<>();
    private final Map<String, String> denials = new HashMap<>();
    /** Whether the gate has not decided yet on what was asked last. */
    private boolean isOpen;
    private int questions;
    private int turn;

    void add(JournalEntry entry) {
        switch (entry) {
            case JournalEntry.TurnBegan began when began.turn() != turn -> {
                turn = began.turn();
                asked.clear();
                denials.clear();
            }
            case JournalEntry.ApprovalAsked question -> {
                questions = Math.max(questions, question.request().call().question());
                // A question that is asked once more when the run is resumed has the answer that it has, and is the last now.
                AskedBefore latest = asked.stream()
                        .filter(earlier -> earlier.isAbout(question.request().call()))
                        .findFirst()
                        .orElseGet(() -> new AskedBefore(question.request(), null));
                asked.remove(latest);
                asked.add(latest);
                isOpen = true;
            }
            case JournalEntry.ApprovalAnswered answered -> asked.replaceAll(
                    earlier -> earlier.isAbout(answered.about())
                            ? new AskedBefore(earlier.request(), answered.answer())
                            : earlier);
            case JournalEntry.CallJudged judged -> {
                judged(judged.decision());
                isOpen = false;
            }
            default -> {
                // Nobody was asked.
            }
        }
    }

    private void judged(PermissionDecision decision) {
        if (!decision.granted()) {
            denials.put(decision.callId(), decision.rule());
            return;
        }
        if (!isOpen || asked.isEmpty()) {
            return;
        }
        AskedBefore question = asked.getLast();
        ApprovedCall call = question.request().call();
        if (question.answer() instanceof Approval.Yes yes && yes.extent() != Approval.Extent.ONCE
                && call.question() > 0 && call.callId().equals(decision.callId())
                && call.tool().equals(decision.tool()) && decision.scopes().containsAll(call.scopes())) {
            var allowed = new EarlierApprovals.ForRun(call.tool(), call.toolVersion(), Set.copyOf(decision.scopes()),
                    question.request().provenance());
            if (!forRun.contains(allowed)) {
                forRun.add(allowed);
            }
        }
    }

    /** Why a call of the turn was denied; empty if it was not. */
    String denialOf(String callId) {
        return denials.getOrDefault(callId, "");
    }

    /** The questions of the turn that is under way. */
    List<AskedBefore> asked() {
        return List.copyOf(asked);
    }

    EarlierApprovals earlier() {
        return new EarlierApprovals(questions,
                asked.stream().map(AskedBefore::request).filter(request -> request.call().question() > 0).toList(),
                forRun);
    }
}
