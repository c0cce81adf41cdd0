package dev.qwenagent.runtime.guard;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sends the model back when its own thought says that it may not do what it does: "I am not allowed to write files" and then
 * {@code write_file}. A sentence in which the model denies itself something is held against a call if it names the call's tool
 * or the first word of the tool's name, or if it denies something that only the sentences around it name ("I must not do that").
 * English and Chinese. Stateless.
 *
 * <p>It reads words, not minds: a thought that hides its purpose passes, as does one in other words. It is one more line of
 * defence in front of the permission, never in its place.
 */
public record ThoughtContradictsCall() implements Guardrail {

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+|[\\n。！？]+");

    private static final Pattern DENIAL = Pattern.compile(
            "\\b(?:(?:i\\s+am|i'm|we\\s+are|we're)\\s+(?:not|never)\\s+(?:allowed|permitted|authori[sz]ed|supposed)\\b"
                    + "|(?:i|we)\\s+(?:must|may|should|am\\s+to|are\\s+to)\\s*(?:not|n't|never)\\b|(?:i|we)\\s+(?:mustn't|shouldn't)\\b"
                    + "|(?:do\\s+not|don't|does\\s+not|without)\\s+(?:have\\s+|having\\s+)?(?:the\\s+|any\\s+)?"
                    + "(?:permission|authori[sz]ation|approval)\\b"
                    + "|\\b(?:it|this|that)\\s+is\\s+(?:forbidden|not\\s+allowed|not\\s+permitted|prohibited)\\b"
                    + "|\\buser\\s+(?:has\\s+not|hasn't|did\\s+not|didn't|never)\\s+(?:allow|permit|approve|authori[sz]e)\\w*)"
                    + "|(?:我|我们)?(?:不被允许|不允许|没有权限|无权|没有得到许可|未经许可|不应该|不得)");

    private static final Pattern UNNAMED = Pattern.compile(
            "^\\W*(?:to\\s+)?(?:(?:do|make|use|call|run|perform|have)\\s+)?(?:(?:so|that|this|it|either)\\b\\W*.*|\\W*)$"
                    + "|^(?:这样做|这么做|这样|做|使用)?[。！\\s]*$");

    @Override
    public AnswerNeed answerNeed() {
        return AnswerNeed.NOTHING;
    }

    @Override
    public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
            List<ToolExecutionRequest> calls) {
        for (ToolExecutionRequest call : calls) {
            Optional<String> denied = contradiction(thinking, call.name());
            if (denied.isPresent()) {
                return GuardVerdict.reconsider("You thought: \"" + denied.get() + "\" and yet called " + call.name()
                        + ". Nothing was done. Keep to what you may do, or tell the user what you may not do.");
            }
        }
        return GuardVerdict.pass();
    }

    /** The sentence of a thought that speaks against a call of the tool. */
    static Optional<String> contradiction(String thinking, String tool) {
        return Arrays.stream(SENTENCE_END.split(thinking))
                .map(String::strip)
                .filter(sentence -> contradicts(sentence.toLowerCase(Locale.ROOT), tool.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static boolean contradicts(String sentence, String tool) {
        var denial = DENIAL.matcher(sentence);
        if (!denial.find()) {
            return false;
        }
        String denied = sentence.substring(denial.end());
        // What stands behind a comma is what is done instead.
        String object = denied.split("[,;，；]| so | but | therefore ", 2)[0];
        return UNNAMED.matcher(object).matches() || names(object, tool);
    }

    /** Whether a text names a tool, or the first word of its name, which says what it does. */
    private static boolean names(String text, String tool) {
        String verb = tool.split("[^a-z0-9]+", 2)[0];
        return text.contains(tool) || (verb.length() >= 3
                && Pattern.compile("\\b" + Pattern.quote(verb.substring(0, Math.min(verb.length(), 6))))
                        .matcher(text)
                        .find());
    }
}
