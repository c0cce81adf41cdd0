package dev.qwenagent.tools;

import dev.qwenagent.api.label.Label;
import dev.qwenagent.api.label.Labelled;
import dev.qwenagent.api.tool.ToolOutcome;
import dev.qwenagent.tools.binding.CompactJson;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a method returned, as the model reads it: text and single values as they are, all else as compact JSON. */
final class ToolResults {

    private ToolResults() {}

    static ToolOutcome outcome(@Nullable Object result) {
        return switch (result) {
            case null -> ToolOutcome.Success.of("no result");
            case ToolOutcome outcome -> outcome;
            case Labelled<?>(Object value, Label label) -> new ToolOutcome.Success(text(value), label);
            default -> ToolOutcome.Success.of(text(result));
        };
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "no result";
            case Optional<?> optional -> text(optional.orElse(null));
            case CharSequence text -> text.toString();
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case Character character -> character.toString();
            case Enum<?> constant -> constant.name();
            case TemporalAccessor time -> time.toString();
            case TemporalAmount time -> time.toString();
            case ZoneId zone -> zone.toString();
            case Path path -> path.toString();
            default -> CompactJson.write(value);
        };
    }
}
