package dev.qwenagent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.VideoContent;
import dev.qwenagent.api.AgentException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentsTest {

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a, image/png", "ffd8ffe0, image/jpeg", "474946383961, image/gif",
        "524946460000000057454250, image/webp", "424d0000000000000000, image/bmp",
        "00000018667479706865696300, image/heic",
        "524946460000000057415645, audio/wav", "49443304, audio/mpeg", "fffb9000, audio/mpeg", "664c6143, audio/flac",
        "4f676753, audio/ogg", "00000018667479704d344120, audio/x-m4a", "000000186674797069736f6d, video/mp4",
        "0000001466747970717420, video/quicktime", "1a45dfa3, video/webm", "524946460000000041564920, video/x-msvideo"})
    void kindIsToldByHowTheFileBegins(String hex, String type) throws IOException {
        Content content = Attachments.of(file(HexFormat.of().parseHex(hex)));
        assertThat(switch (content) {
            case ImageContent image -> image.image().mimeType();
            case AudioContent audio -> audio.audio().mimeType();
            case VideoContent video -> video.video().mimeType();
            default -> "none";
        }).isEqualTo(type);
    }

    @Test
    void otherFilesAreTextWithTheirName() throws IOException {
        assertThat(Attachments.of("a.txt", file("Grüße".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(TextContent.from("a.txt:\nGrüße"));
    }

    @Test
    void whatIsNeitherIsRefused() throws IOException {
        for (byte[] bytes : new byte[][]{{'P', 'K', 3, 4, 0}, {(byte) 0xc3, '('}}) {
            Path file = file(bytes);
            assertThatThrownBy(() -> Attachments.of(file)).isInstanceOf(AgentException.class)
                    .hasMessageContainingAll(file.toString(), "expected text in UTF-8, an image (PNG");
        }
        assertThatThrownBy(() -> Attachments.of(folder.resolve("none"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> Attachments.of(folder)).isInstanceOf(AgentException.class);
    }

    @Test
    void lengthIsBounded() throws IOException {
        Path text = file("x".repeat(Attachments.LONGEST_TEXT + 1).getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> Attachments.of(text)).hasMessageContaining("at most 1048576 bytes");
        Path film = file(new byte[]{0x1a, 0x45, (byte) 0xdf, (byte) 0xa3});
        try (RandomAccessFile sparse = new RandomAccessFile(film.toFile(), "rw")) {
            sparse.setLength(Attachments.LONGEST_MEDIA + 1L);
        }
        assertThatThrownBy(() -> Attachments.of(film)).hasMessageContaining("at most 67108864 bytes");
    }
}
