package dev.qwenagent.examples.cli.console;

import dev.qwenagent.api.label.LabelSource;
import dev.qwenagent.api.tool.Approval;
import dev.qwenagent.api.tool.ApprovalRequest;
import dev.qwenagent.api.tool.Approver;
import dev.qwenagent.api.tool.Scope;
import dev.qwenagent.examples.cli.shell.Keyboard;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Asks the person at the terminal. Without one the answer is no. One question at a time. */
public final class ConsoleApprover implements Approver {

    private static final int THOUGHT_LENGTH = 1_000;
    private static final String QUESTION = "Allow it? [y]es, [n]o, [a]lways in this run";
    private static final String LATER = ", [l]ater: put the run down";
    private static final String RULE = ", [r]ule for the policy file";

    private final Screen screen;
    private final Supplier<Optional<Keyboard>> keyboards;
    private final boolean offersRule;
    private final boolean offersLater;
    private Optional<Keyboard> keyboard = Optional.empty();

    /**
     * Asks at a keyboard that is looked for when the first question comes.
     *
     * @param most how much a person can say yes to
     */
    public ConsoleApprover(Screen screen, Supplier<Optional<Keyboard>> keyboards, Approval.Extent most) {
        this(screen, keyboards, most == Approval.Extent.AS_RULE, false);
    }

    private ConsoleApprover(Screen screen, Supplier<Optional<Keyboard>> keyboards, boolean offersRule,
            boolean offersLater) {
        this.screen = screen;
        this.keyboards = keyboards;
        this.offersRule = offersRule;
        this.offersLater = offersLater;
    }

    /** The same, where a person can also put the run down and answer later: for runs that are written down. */
    public ConsoleApprover offeringLater() {
        return new ConsoleApprover(screen, keyboards, offersRule, true);
    }

    @Override
    public synchronized Approval approve(ApprovalRequest request) throws InterruptedException {
        screen.close();
        if (keyboard.isEmpty()) {
            keyboard = keyboards.get();
        }
        if (keyboard.isEmpty()) {
            screen.line("asks", request.tool() + ": there is no terminal to ask on, so the answer is no;"
                    + " --allow permits it without asking");
            return request.no();
        }
        return answer(keyboard.get(), request);
    }

    private Approval answer(Keyboard keyboard, ApprovalRequest request) throws InterruptedException {
        String text = question(request);
        while (true) {
            String line = keyboard.ask(text);
            if (line == null) {
                return request.no();
            }
            switch (line.strip().toLowerCase(Locale.ROOT)) {
                case "y", "yes" -> {
                    return request.once();
                }
                case "n", "no", "" -> {
                    return request.no();
                }
                case "a", "always" -> {
                    return request.forRun();
                }
                case "r", "rule" -> {
                    if (isRulePossible(request)) {
                        return request.asRule();
                    }
                    text = choices(request);
                }
                case "l", "later" -> {
                    if (offersLater) {
                        return Approval.LATER;
                    }
                    text = choices(request);
                }
                default -> text = choices(request);
            }
        }
    }

    private String question(ApprovalRequest request) {
        StringBuilder text = new StringBuilder();
        row(text, "asks", request.tool() + " " + request.arguments());
        if (!request.thinking().isBlank()) {
            row(text, "thought", Visible.line(request.thinking(), THOUGHT_LENGTH));
        }
        row(text, "touches", request.scopes().stream().map(Scope::toString).collect(Collectors.joining(", ")));
        row(text, "rule", request.rule());
        for (LabelSource source : request.provenance().sources()) {
            row(text, "label", source.name() + " is " + source.label().words());
        }
        return text.append(screen.style().strong(choices(request))).toString();
    }

    private String choices(ApprovalRequest request) {
        return QUESTION + (isRulePossible(request) ? RULE : "") + (offersLater ? LATER : "") + ": ";
    }

    private boolean isRulePossible(ApprovalRequest request) {
        return offersRule && !request.scopes().isEmpty();
    }

    private void row(StringBuilder text, String label, String value) {
        text.append(screen.style().warning("%-10s".formatted(label))).append(Visible.text(value)).append('\n');
    }
}
