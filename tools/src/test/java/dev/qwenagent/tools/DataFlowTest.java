package dev.qwenagent.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Label.Confidentiality;
import dev.qwenagent.api.label.Label.Integrity;
import dev.qwenagent.tools.builtin.BuiltInTools;
import dev.qwenagent.tools.builtin.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFlowTest {

    @RequiresScope("mail.read")
    @Returns(integrity = Integrity.UNTRUSTED)
    public static class Mail {
        @Tool
        public String read() {
            return "";
        }

        @Tool
        @Returns(confidentiality = Confidentiality.CONFIDENTIAL)
        @ClearedFor(Confidentiality.CONFIDENTIAL)
        public String drafts() {
            return "";
        }
    }

    @RequiresScope("plain.read")
    public static class Plain {
        @Tool
        public String look() {
            return "";
        }
    }

    private static dev.qwenagent.api.tool.Tool find(ToolRegistry registry, String name) {
        return registry.find(name).orElseThrow();
    }

    @Test
    void methodDeclaresWhatItReturnsAndElseItsClass() {
        ToolRegistry mail = ToolRegistry.of(new Mail());
        assertThat(find(mail, "read").resultLabel()).isEqualTo(Label.UNTRUSTED);
        assertThat(find(mail, "read").clearance()).isEqualTo(Confidentiality.PUBLIC);
        assertThat(find(mail, "drafts").resultLabel()).isEqualTo(Label.CONFIDENTIAL);
        assertThat(find(mail, "drafts").clearance()).isEqualTo(Confidentiality.CONFIDENTIAL);
    }

    @Test
    void toolThatDeclaresNothingIsPlainAndNotCleared() {
        var look = find(ToolRegistry.of(new Plain()), "look");
        assertThat(look.resultLabel()).isEqualTo(Label.PLAIN);
        assertThat(look.clearance()).isEqualTo(Confidentiality.PUBLIC);
    }

    @Test
    void labelsAreGivenFromOutsideToClassesOfOthers() {
        ToolRegistry registry = ToolRegistry.builder()
                .add(new Plain())
                .data("look", Label.UNTRUSTED, Confidentiality.CONFIDENTIAL)
                .build();
        assertThat(find(registry, "look").resultLabel()).isEqualTo(Label.UNTRUSTED);
        assertThat(find(registry, "look").clearance()).isEqualTo(Confidentiality.CONFIDENTIAL);
        assertThatThrownBy(() -> ToolRegistry.builder()
                .add(new Plain())
                .data("lok", Label.UNTRUSTED, Confidentiality.PUBLIC)
                .build())
                .hasMessageContaining("did you mean look?");
    }

    @Test
    void builtInToolsKeepWhatTheyGetOnThisMachine(@TempDir Path folder) {
        ToolRegistry registry = BuiltInTools.assistant(Workspace.of(folder), folder.resolve("n"), Clock.systemUTC());
        assertThat(registry.tools()).allMatch(tool -> tool.clearance() == Confidentiality.CONFIDENTIAL);
    }
}
