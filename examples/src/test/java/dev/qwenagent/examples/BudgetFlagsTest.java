package dev.qwenagent.examples;

import static dev.qwenagent.api.testing.ScriptedReply.call;
import static dev.qwenagent.api.testing.ScriptedReply.failing;
import static dev.qwenagent.api.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.qwenagent.api.testing.ScriptedChatModel;
import dev.qwenagent.runtime.models.AgentModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run may use, said on the command line and in files, and what it tells it has used. */
class BudgetFlagsTest {

    private static final String PRODUCT = "{\"expression\": \"6 * 7\"}";
    private static final String PROJECT = ".qwen-agent.yaml";

    @TempDir
    private Path temporary;
    private CommandTrial trial;

    @BeforeEach
    void setUp() throws IOException {
        trial = new CommandTrial(temporary);
    }

    private static ScriptedChatModel calculating() {
        return ScriptedChatModel.of(
                call("calculator", PRODUCT).andCall("calculator", PRODUCT).thinking("I need the product."),
                text("It is 42."));
    }

    private CommandTrial far(StreamingChatModel model) {
        return trial.models(name -> AgentModel.of(name, model));
    }

    private void prices(String text) throws IOException {
        Files.createDirectories(trial.folders().prices().getParent());
        Files.writeString(trial.folders().prices(), text);
    }

    @Test
    void endTellsTurnsCallsTokensTimeAndThatAPriceIsNotKnown() {
        assertThat(far(calculating()).execute("run", "--verbose", "--model", "qwen:far", "What is 6 * 7?")).isZero();
        assertThat(trial.err()).containsPattern(
                "done      2 turns, 2 calls, \\d+ tokens \\(\\d+ of thought\\), \\d+\\.\\d s, the price of qwen:far is not known\n");
    }

    @Test
    void endTellsWhatWasPaid() throws IOException {
        prices("currency: USD\nmodels: {'qwen:far': {input: 1000, output: 1000}}\n");
        assertThat(far(ScriptedChatModel.of(text("Hi."))).execute("run", "--model", "qwen:far", "Hello")).isZero();
        assertThat(trial.err()).containsPattern("done      1 turn, 0 calls, 2 tokens, \\d+\\.\\d s, 0.002 USD\n");
    }

    @Test
    void endInJsonTellsWhatEachModelTook() throws IOException {
        prices("currency: USD\nmodels: {'qwen:far': {input: 1000, output: 1000}}\n");
        assertThat(far(ScriptedChatModel.of(text("Hi."))).execute("run", "--json", "--model", "qwen:far", "Hello"))
                .isZero();
        var ended = trial.events("run_ended").getFirst();
        assertThat(ended.path("calls").asInt()).isZero();
        assertThat(ended.path("models").get(0).path("charge").asText()).isEqualTo("0.002 USD");
    }

    @Test
    void callsAreLimited() {
        assertThat(trial.model(calculating()).execute("run", "--max-calls", "1", "What is 6 * 7?")).isEqualTo(3);
        assertThat(trial.err()).contains("stopped   the limit of calls was reached", "1 turn, 1 call, ");
    }

    @Test
    void thoughtIsLimited() {
        assertThat(far(calculating()).execute("run", "--max-thinking-tokens", "2", "What is 6 * 7?")).isEqualTo(3);
        assertThat(trial.err()).contains("stopped   the limit of tokens of thought was reached");
    }

    @Test
    void costIsLimitedByPricesOfTheUsersFile() throws IOException {
        assertThat(far(calculating()).execute("run", "--model", "qwen:far", "--max-cost", "1 USD", "Hi")).isEqualTo(1);
        assertThat(trial.err()).contains("the price of the model qwen:far is not known in USD");
        prices("currency: USD\nmodels: {'qwen:far': {input: 1000000, output: 1}}\n");
        assertThat(far(calculating()).execute("run", "--model", "qwen:far", "--max-cost", "1 USD", "Hi")).isEqualTo(3);
        assertThat(trial.err()).contains("stopped   the limit of money was reached");
        assertThat(trial.execute("run", "--max-cost", "much", "Hi")).isEqualTo(2);
        assertThat(trial.err()).contains("--max-cost: expected an amount with its currency such as 0.50 USD");
    }

    @Test
    void wrongPricesAreTold() throws IOException {
        prices("currency: dollars\n");
        assertThat(trial.model(calculating()).execute("run", "Hi")).isEqualTo(1);
        assertThat(trial.err()).contains("prices.yaml:1:11: expected a currency of three letters");
    }

    @Test
    void projectsFileMayLowerALimitAndNotRaiseIt() throws IOException {
        trial.file(PROJECT, "max-calls: 1\n");
        assertThat(trial.model(calculating()).execute("run", "--max-calls", "5", "What is 6 * 7?")).isEqualTo(3);
        trial.file(PROJECT, "max-calls: 5\n").userConfig("max-calls: 1\n");
        assertThat(trial.model(calculating()).execute("run", "What is 6 * 7?")).isEqualTo(3);
        assertThat(trial.model(calculating()).execute("run", "--max-calls", "2", "What is 6 * 7?")).isZero();
    }

    @Test
    void limitsOfMoneyInTwoCurrenciesAreNotCompared() throws IOException {
        trial.file(PROJECT, "max-cost: 1 CNY\n");
        assertThat(trial.model(calculating()).execute("run", "--max-cost", "1 USD", "Hi")).isEqualTo(2);
        assertThat(trial.err()).contains("currencies are not exchanged");
    }

    @Test
    void fallbackModelOfTheSettingsGoesOn() throws IOException {
        trial.userConfig("fallback-model: [qwen:other]\n");
        Map<String, StreamingChatModel> models = Map.of(
                "qwen:far", ScriptedChatModel.of(failing(new AuthenticationException("key refused"))),
                "qwen:other", ScriptedChatModel.of(text("Here.")));
        trial.models(name -> AgentModel.of(name, models.get(name)));
        assertThat(trial.execute("run", "--model", "qwen:far", "Hello")).isZero();
        assertThat(trial.out()).isEqualTo("Here.\n");
        assertThat(trial.err()).contains("model     qwen:other goes on: qwen:far failed: key refused");
        trial.file(PROJECT, "fallback-model: [qwen:other]\n");
        assertThat(trial.execute("run", "Hello")).isEqualTo(2);
    }
}
