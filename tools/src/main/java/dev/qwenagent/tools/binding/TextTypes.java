package dev.qwenagent.tools.binding;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The types that are written as text, by the JDK's own forms. */
final class TextTypes {

    private static final List<TextType<?>> ALL = List.of(
            new TextType<>(String.class, "text", "", text -> text),
            new TextType<>(CharSequence.class, "text", "", text -> text),
            new TextType<>(Character.class, "one character", "one character", TextTypes::character),
            new TextType<>(char.class, "one character", "one character", TextTypes::character),
            TextType.of(LocalDate.class, "a date such as 2026-11-23", LocalDate::parse),
            TextType.of(LocalTime.class, "a time of day such as 06:09", LocalTime::parse),
            TextType.of(LocalDateTime.class, "a date and time such as 2026-11-23T06:09",
                    text -> LocalDateTime.parse(withT(text))),
            TextType.of(OffsetDateTime.class, "a date and time with offset such as 2026-11-23T06:09+09:00",
                    text -> OffsetDateTime.parse(withT(text))),
            TextType.of(Instant.class, "an instant such as 2026-11-23T06:09:00Z",
                    text -> OffsetDateTime.parse(withT(text)).toInstant()),
            TextType.of(Duration.class, "a duration such as PT1H30M", Duration::parse),
            TextType.of(ZoneId.class, "a time zone such as Asia/Tokyo", ZoneId::of),
            TextType.of(URI.class, "a URI such as https://example.org/a", URI::create),
            TextType.of(UUID.class, "a UUID such as 123e4567-e89b-12d3-a456-426614174000", TextTypes::uuid));

    private TextTypes() {}

    /** The way a type is written as text, if it is. */
    static Optional<TextType<?>> of(Class<?> type) {
        return ALL.stream().filter(text -> text.type() == type).findFirst();
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("one character");
        }
        return text.charAt(0);
    }

    /** {@link UUID#fromString} takes short groups too, which are more likely a mistake. */
    private static UUID uuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("a UUID");
        }
        return uuid;
    }

    private static String withT(String text) {
        return text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
    }
}
