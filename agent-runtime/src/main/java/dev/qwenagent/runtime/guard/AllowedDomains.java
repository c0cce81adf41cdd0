package dev.qwenagent.runtime.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.qwenagent.api.guard.AnswerNeed;
import dev.qwenagent.api.guard.GuardVerdict;
import dev.qwenagent.api.guard.Guardrail;
import dev.qwenagent.api.guard.RunSoFar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps web addresses to allowed domains. A call that has another one anywhere in its arguments is sent back; in the answer
 * another one is taken out, since a link or a picture that the user's program fetches is a way for data to leave. An address
 * whose host cannot be told with certainty (user information, backslashes, percent signs in it) is none that is allowed.
 * Immutable.
 *
 * @param domains host names; each allows its subdomains too
 */
public record AllowedDomains(Set<String> domains) implements Guardrail {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Copies the names, in lower case. */
    public AllowedDomains {
        domains = domains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** These domains and their subdomains. */
    public static AllowedDomains of(String... domains) {
        return new AllowedDomains(Set.of(domains));
    }

    /** Sentences: no address has an end of one in it. */
    @Override
    public AnswerNeed answerNeed() {
        return AnswerNeed.SENTENCE;
    }

    @Override
    public GuardVerdict<List<ToolExecutionRequest>> beforeAction(RunSoFar run, String thinking,
            List<ToolExecutionRequest> calls) {
        for (ToolExecutionRequest call : calls) {
            for (String text : texts(call.arguments())) {
                for (Addresses.Address address : Addresses.in(text)) {
                    if (!isAllowed(address.host())) {
                        return GuardVerdict.reconsider("The call of " + call.name() + " has the address "
                                + text.substring(address.start(), address.end())
                                + ", whose host is not allowed. Allowed: "
                                + names() + ".");
                    }
                }
            }
        }
        return GuardVerdict.pass();
    }

    @Override
    public GuardVerdict<String> onAnswer(RunSoFar run, String thinking, String answer) {
        StringBuilder kept = new StringBuilder();
        int end = 0;
        for (Addresses.Address address : Addresses.in(answer)) {
            if (!isAllowed(address.host())) {
                kept.append(answer, end, address.start()).append("(address removed)");
                end = address.end();
            }
        }
        return end == 0
                ? GuardVerdict.pass()
                : GuardVerdict.amend(kept.append(answer, end, answer.length()).toString(),
                        "an address outside of " + names());
    }

    private String names() {
        return domains.stream().sorted().collect(Collectors.joining(", "));
    }

    private boolean isAllowed(String host) {
        return domains.stream().anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
    }

    /** All texts in the arguments, keys included, as they are once JSON's escapes are read. */
    private static List<String> texts(String arguments) {
        try {
            JsonNode json = MAPPER.readTree(arguments);
            List<String> texts = new ArrayList<>();
            collect(json, texts);
            return texts;
        } catch (JsonProcessingException e) {
            return List.of(arguments);
        }
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.fieldNames().forEachRemaining(texts::add);
        node.forEach(child -> collect(child, texts));
    }
}
