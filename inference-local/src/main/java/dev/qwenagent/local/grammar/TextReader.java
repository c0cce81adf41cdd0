package dev.qwenagent.local.grammar;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins what several schemas say of strings. */
final class TextReader {

    private TextReader() {}

    /** The shape, or null if no string fits. */
    static Shape.@Nullable Text read(Set<SchemaNode> schemas) {
        TextDfa text = TextDfa.ANY;
        int least = 0;
        int most = Shape.UNLIMITED;
        SchemaNode last = null;
        String keyword = "minLength";
        for (SchemaNode schema : schemas) {
            least = Math.max(least, Keywords.count(schema, "minLength", 0));
            most = Math.min(most, Keywords.count(schema, "maxLength", Shape.UNLIMITED));
            String pattern = Keywords.text(schema, "pattern");
            String format = Keywords.text(schema, "format");
            if (pattern != null) {
                text = and(schema, "pattern", text, Keywords.pattern(schema, "pattern", pattern));
            }
            if (format != null && Formats.isHeldTo(format)) {
                text = and(schema, "format", text, Keywords.pattern(schema, "format", Formats.pattern(format)));
            }
            boolean bounds = schema.json().has("minLength") || last == null;
            last = bounds ? schema : last;
            keyword = pattern == null ? keyword : "pattern";
        }
        if (least > most || text.isEmpty()) {
            return null;
        }
        if (!text.isAny()) {
            try {
                text = DfaProduct.atLeast(text, least);
            } catch (TooLargeException e) {
                throw last == null ? e : last.refusal(keyword, "with its lengths, " + e.getMessage());
            }
            least = 0;
        }
        return text.isEmpty() || text.distance(0) > most ? null : new Shape.Text(text, least, most);
    }

    private static TextDfa and(SchemaNode schema, String keyword, TextDfa one, TextDfa other) {
        try {
            return DfaProduct.and(one, other);
        } catch (TooLargeException e) {
            throw schema.refusal(keyword, "together with the other patterns of the string, " + e.getMessage());
        }
    }
}
