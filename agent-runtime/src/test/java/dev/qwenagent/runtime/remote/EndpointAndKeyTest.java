package dev.qwenagent.runtime.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.exception.AuthenticationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointAndKeyTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "BEIJING, https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions",
        "SINGAPORE, https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions",
        "US_VIRGINIA, https://dashscope-us.aliyuncs.com/compatible-mode/v1/chat/completions",
        "HONG_KONG, https://cn-hongkong.dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"})
    void everyRegionHasItsAddress(Endpoint.Region region, String address) {
        assertThat(Endpoint.modelStudio(region).chatCompletions()).hasToString(address);
    }

    @Test
    void workspaceHasItsOwnHost() {
        assertThat(Endpoint.modelStudio("ws-1", "eu-central-1").baseUrl())
                .hasToString("https://ws-1.eu-central-1.maas.aliyuncs.com/compatible-mode/v1");
    }

    @Test
    void environmentMayNameTheRegionsAddress() {
        assertThat(Endpoint.modelStudio(Map.of())).isEqualTo(Endpoint.modelStudio(Endpoint.Region.BEIJING));
        String tokyo = "https://ws-1.ap-northeast-1.maas.aliyuncs.com/compatible-mode/v1";
        try (QwenChatModel model = QwenChatModel.builder()
                .environment(Map.of("DASHSCOPE_BASE_URL", tokyo, "DASHSCOPE_API_KEY", "sk-1"))
                .build()) {
            assertThat(model.endpoint()).isEqualTo(new Endpoint(URI.create(tokyo), ServerFamily.MODEL_STUDIO));
        }
        assertThatThrownBy(() -> Endpoint.modelStudio(Map.of("DASHSCOPE_BASE_URL", "tokyo")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DASHSCOPE_BASE_URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8000/v1", "http://localhost:8000/v1/"})
    void slashAtTheEndOfAnAddressMakesNoDifference(String address) {
        assertThat(Endpoint.openAi(URI.create(address)).chatCompletions())
                .hasToString("http://localhost:8000/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/v1", "localhost:8000", "/v1"})
    void whatIsNoWebAddressIsRefused(String address) {
        assertThatThrownBy(() -> Endpoint.openAi(URI.create(address))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address)
                .hasMessageContaining("such as http://localhost:8000/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://host/v1?key=hunter2", "https://host/v1#hunter2"})
    void keyBehindAnAddressIsRefusedAndNotRepeated(String address) {
        assertThatThrownBy(() -> Endpoint.openAi(URI.create(address))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void passwordInAnAddressIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> Endpoint.openAi(URI.create("https://me:hunter2@host/v1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void keyComesFromTheVariableOfTheFamilyOrTheFileItNames() throws IOException {
        Path file = ownersOnly(Files.writeString(folder.resolve("key"), "sk-from-file\n"));
        assertThat(authorization(ServerFamily.MODEL_STUDIO, Map.of("DASHSCOPE_API_KEY", "sk-1")))
                .isEqualTo("Bearer sk-1");
        assertThat(authorization(ServerFamily.CHAT_TEMPLATE, Map.of("OPENAI_API_KEY", "sk-2")))
                .isEqualTo("Bearer sk-2");
        assertThat(authorization(ServerFamily.MODEL_STUDIO, Map.of("DASHSCOPE_API_KEY_FILE", file.toString())))
                .isEqualTo("Bearer sk-from-file");
        assertThat(Keys.find(ServerFamily.PLAIN, Map.of("DASHSCOPE_API_KEY", "sk-1"))).isNull();
    }

    @Test
    void keyFileThatOthersMayUseIsRefusedWithTheRemedy() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "sk-from-file\n");
        assumeTrue(Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class),
                "file systems without owners have no such permission");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> Keys.read(file)).isInstanceOf(AuthenticationException.class)
                .hasMessageContainingAll(file.toString(), "rw-r-----", "chmod 600")
                .hasMessageNotContaining("sk-from-file");
    }

    @Test
    void fileThatIsMoreThanAKeyIsRefused() throws IOException {
        Path file = ownersOnly(Files.writeString(folder.resolve("key"), "x".repeat(5000)));
        assertThatThrownBy(() -> Keys.read(file)).isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("more than 4096 bytes");
    }

    private static Path ownersOnly(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    @Test
    void keyFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> Keys.read(file)).isInstanceOf(AuthenticationException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "sk-a b", "sk-ключ", "sk-a\nsk-b"})
    void textThatIsNoKeyIsRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> Secret.of(text)).isInstanceOf(AuthenticationException.class)
                .hasMessageNotContaining("sk-a")
                .hasMessageNotContaining("ключ");
    }

    private static String authorization(ServerFamily family, Map<String, String> environment) {
        return Objects.requireNonNull(Keys.find(family, environment)).authorization();
    }
}
